//! Addresses of this machine, of which each Gateway gets one.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, UdpSocket},
};

use engine::{analysis::Analysis, api::Gateway};

/// A range of addresses, as `IP/LENGTH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pool {
    network: IpAddr,
    /// How many low bits are free.
    free: u32,
}

// === impl Pool ===

impl Pool {
    /// What `serve` takes when nobody says anything.
    pub(crate) const LOOPBACK: Self =
        Pool { network: IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 0)), free: 8 };

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let form = || format!("`{text}` is no range of addresses: write IP/LENGTH, as in 127.0.1.0/24");
        let (address, length) = text.split_once('/').ok_or_else(form)?;
        let network: IpAddr = address.parse().map_err(|_| form())?;
        let bits = if network.is_ipv4() { 32 } else { 128 };
        let length = length.parse::<u32>().ok().filter(|length| *length <= bits).ok_or_else(form)?;
        let pool = Pool { network, free: bits - length };
        match pool.at(0) {
            Some(first) if first == network => Ok(pool),
            Some(first) => Err(format!("`{text}` begins within a range: write {first}/{length}")),
            None => Err(form()),
        }
    }

    /// The addresses in their order. Of a range of some size the first and the last are left out, as they
    /// mean the network and everybody in it.
    fn addresses(self) -> impl Iterator<Item = IpAddr> {
        let count = 1u128.checked_shl(self.free).unwrap_or(u128::MAX);
        let all = if count > 2 { 1..count - 1 } else { 0..count };
        all.map_while(move |number| self.at(number))
    }

    fn at(self, number: u128) -> Option<IpAddr> {
        let mask = u128::MAX.checked_shl(self.free).unwrap_or(0);
        Some(match self.network {
            IpAddr::V4(network) => {
                let bits = u128::from(network.to_bits()) & mask | number;
                IpAddr::V4(std::net::Ipv4Addr::from_bits(u32::try_from(bits).ok()?))
            }
            IpAddr::V6(network) => IpAddr::V6((network.to_bits() & mask | number).into()),
        })
    }
}

/// Gives each Gateway an address: what the command line says, else the first usable one of `spec.addresses`,
/// else what it has, else the next of the pool. Names the Gateway for which none is left.
pub(crate) fn give(
    addresses: &mut BTreeMap<String, IpAddr>,
    given: &[(String, IpAddr)],
    analysis: &Analysis,
    pool: Pool,
) -> Result<(), String> {
    for gateway in &analysis.world.gateways {
        let name = gateway.meta.full_name();
        if let Some((_, given)) = given.iter().find(|(gateway, _)| *gateway == name) {
            addresses.insert(name, *given);
        } else if let Some(asked) = asked(&gateway.body) {
            addresses.insert(name, asked);
        } else if !addresses.contains_key(&name) {
            let taken: BTreeSet<_> = addresses.values().copied().collect();
            let free = pool.addresses().find(|address| !taken.contains(address)).ok_or_else(|| {
                format!("no address is left for Gateway `{name}`: give a larger --address-pool")
            })?;
            addresses.insert(name, free);
        }
    }
    Ok(())
}

/// The address of `spec.addresses` that this machine has, if it is one.
fn asked(gateway: &Gateway) -> Option<IpAddr> {
    let asked = gateway.spec.addresses.iter().filter(|address| address.kind == "IPAddress");
    let mut asked = asked.filter_map(|address| address.value.parse::<IpAddr>().ok());
    asked.find(|address| !address.is_multicast() && UdpSocket::bind((*address, 0)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        Pool::parse(text).unwrap().addresses().take(3).map(|address| address.to_string()).collect()
    }

    #[test]
    fn a_range_leaves_its_network_out() {
        assert_eq!(shown("127.0.1.0/24"), ["127.0.1.1", "127.0.1.2", "127.0.1.3"]);
        assert_eq!(shown("fd00::/64"), ["fd00::1", "fd00::2", "fd00::3"]);
    }

    #[test]
    fn a_range_ends() {
        assert_eq!(Pool::parse("127.0.1.0/24").unwrap().addresses().count(), 254);
        assert_eq!(shown("127.0.1.4/31"), ["127.0.1.4", "127.0.1.5"]);
        assert_eq!(shown("::1/128"), ["::1"]);
    }

    #[test]
    fn an_address_within_a_range_is_a_slip() {
        let error = Pool::parse("127.0.1.7/24").unwrap_err();
        assert_eq!(error, "`127.0.1.7/24` begins within a range: write 127.0.1.0/24");
        assert!(Pool::parse("127.0.1.0/33").is_err());
        assert!(Pool::parse("127.0.1.0").is_err());
    }
}
