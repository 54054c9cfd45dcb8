use std::{fmt, net::IpAddr};

use super::{Answer, EvalError, Rich, Val};
use crate::admit::{cel::functions, literal};

/// A network: an address and how many of its bits all addresses of it share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cidr {
    address: IpAddr,
    length: u8,
}

impl Cidr {
    fn read(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let address = functions::ip(address)?;
        let canonical = length == "0" || !length.starts_with('0');
        let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length = length.parse().ok().filter(|length| canonical && digits && *length <= width(address))?;
        Some(Cidr { address, length })
    }

    fn contains(&self, address: IpAddr) -> bool {
        width(self.address) == width(address) && self.bits(self.address) == self.bits(address)
    }

    /// The bits that count.
    fn bits(&self, address: IpAddr) -> u128 {
        let spare = width(address).saturating_sub(self.length);
        let bits = match address {
            IpAddr::V4(address) => u128::from(address.to_bits()),
            IpAddr::V6(address) => address.to_bits(),
        };
        bits.checked_shr(spare.into()).unwrap_or(0)
    }

    fn masked(self) -> Self {
        let spare = u32::from(width(self.address).saturating_sub(self.length));
        let address = match self.address {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(spare).unwrap_or(0);
                IpAddr::V4((address.to_bits() & mask).into())
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(spare).unwrap_or(0);
                IpAddr::V6((address.to_bits() & mask).into())
            }
        };
        Cidr { address, ..self }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.length)
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn read(text: &str) -> Result<IpAddr, EvalError> {
    functions::ip(text).ok_or_else(|| {
        let quoted = literal::quote(text);
        EvalError::Function(match text.parse::<IpAddr>() {
            Ok(_) => format!("IPv4-mapped IPv6 address {quoted} is not allowed"),
            Err(_) if text.contains('%') => format!("IP address {quoted} with zone value is not allowed"),
            Err(_) => format!(
                "IP Address {quoted} parse error during conversion from string: ParseAddr({quoted}): unable to parse IP"
            ),
        })
    })
}

fn read_cidr(text: &str) -> Result<Cidr, EvalError> {
    Cidr::read(text).ok_or_else(|| {
        EvalError::Function(format!(
            "network address parse error during conversion from string: network address parse error during \
             conversion from string: netip.ParsePrefix({}): no '/'",
            literal::quote(text)
        ))
    })
}

fn one<'v>(arguments: &'v [Val<'_>]) -> Result<&'v IpAddr, EvalError> {
    match arguments {
        [Val::Rich(rich)] => match &**rich {
            Rich::Ip(address) => Ok(address),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

fn network<'v>(value: Option<&'v Val<'_>>) -> Result<&'v Cidr, EvalError> {
    match value {
        Some(Val::Rich(rich)) => match &**rich {
            Rich::Cidr(cidr) => Ok(cidr),
            _ => Err(EvalError::NoSuchOverload),
        },
        _ => Err(EvalError::NoSuchOverload),
    }
}

pub(super) fn ip<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    read(text.as_str()?).map(|address| Rich::Ip(address).into())
}

pub(super) fn is_canonical<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    let text = text.as_str()?;
    read(text).map(|address| Val::Bool(address.to_string() == text))
}

pub(super) fn family<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    one(arguments).map(|address| Val::Int(if address.is_ipv4() { 4 } else { 6 }))
}

pub(super) fn is_unspecified<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    one(arguments).map(|address| Val::Bool(address.is_unspecified()))
}

pub(super) fn is_loopback<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    one(arguments).map(|address| Val::Bool(address.is_loopback()))
}

pub(super) fn is_link_local_multicast<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    one(arguments).map(|address| {
        Val::Bool(match address {
            IpAddr::V4(address) => matches!(address.octets(), [224, 0, 0, _]),
            IpAddr::V6(address) => address.segments().first().is_some_and(|first| first & 0xff0f == 0xff02),
        })
    })
}

pub(super) fn is_link_local_unicast<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    one(arguments).map(|address| Val::Bool(is_link_local(address)))
}

pub(super) fn is_global_unicast<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    one(arguments).map(|address| {
        let special = address.is_unspecified()
            || address.is_loopback()
            || address.is_multicast()
            || is_link_local(address)
            || matches!(address, IpAddr::V4(address) if address.is_broadcast());
        Val::Bool(!special)
    })
}

fn is_link_local(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

pub(super) fn cidr<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    read_cidr(text.as_str()?).map(|cidr| Rich::Cidr(cidr).into())
}

pub(super) fn is_cidr<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let [text] = arguments else { return Err(EvalError::NoSuchOverload) };
    Ok(Val::Bool(Cidr::read(text.as_str()?).is_some()))
}

pub(super) fn contains_ip<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let cidr = network(arguments.first())?;
    let address = match arguments.get(1) {
        Some(Val::String(text)) => read(text)?,
        Some(other) => *one(std::slice::from_ref(other))?,
        None => return Err(EvalError::NoSuchOverload),
    };
    Ok(Val::Bool(cidr.contains(address)))
}

pub(super) fn contains_cidr<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    let cidr = network(arguments.first())?;
    let other = match arguments.get(1) {
        Some(Val::String(text)) => read_cidr(text)?,
        other => *network(other)?,
    };
    Ok(Val::Bool(cidr.contains(other.address) && cidr.length <= other.length))
}

/// The address of a network.
pub(super) fn address_of<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    network(arguments.first()).map(|cidr| Rich::Ip(cidr.address).into())
}

pub(super) fn masked<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    network(arguments.first()).map(|cidr| Rich::Cidr(cidr.masked()).into())
}

pub(super) fn prefix_length<'a>(arguments: &[Val<'a>]) -> Answer<'a> {
    network(arguments.first()).map(|cidr| Val::Int(cidr.length.into()))
}
