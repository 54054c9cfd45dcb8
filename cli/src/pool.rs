//! Addresses of this machine, of which each Gateway gets one.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, TcpListener},
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

    fn contains(self, address: IpAddr) -> bool {
        let masked = |address: IpAddr| Pool { network: address, ..self }.at(0);
        address.is_ipv4() == self.network.is_ipv4() && masked(address) == self.at(0)
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

/// What decides where Gateways listen.
#[derive(Debug)]
pub(crate) struct Giving<'a> {
    /// What the command line says.
    pub(crate) given: &'a [(String, IpAddr)],
    pub(crate) pool: Pool,
    /// Whether a Gateway gets what it asks for where that is neither loopback nor in the pool.
    pub(crate) anywhere: bool,
}

/// Where Gateways listen, all by `namespace/name`.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) addresses: BTreeMap<String, IpAddr>,
    /// Why a Gateway does not have all that it asks for.
    pub(crate) unusable: BTreeMap<String, String>,
    /// What Gateways have or had, the latest last: a proxy takes its time to leave an address.
    used: Vec<IpAddr>,
}

// === impl Giving ===

impl Giving<'_> {
    /// Gives each Gateway an address: what the command line says, else the first usable one of
    /// `spec.addresses`, else what it had, else the next of the pool: one that nobody has had, else the one
    /// that was left the longest ago. Names a Gateway for which none is left.
    pub(crate) fn give(&self, had: &Given, analysis: &Analysis) -> Result<Given, String> {
        let mut all = Given::default();
        // Who names an address comes before those to whom any is good.
        let mut taken: BTreeSet<_> = self.given.iter().map(|(_, address)| *address).collect();
        let mut others = Vec::new();
        for gateway in &analysis.world.gateways {
            let name = gateway.meta.full_name();
            let given = self.given.iter().find(|(gateway, _)| *gateway == name).map(|(_, address)| *address);
            let (named, unusable) = self.named(given, &gateway.body);
            all.unusable.extend(unusable.map(|why| (name.clone(), why)));
            match named {
                Some(address) => {
                    taken.insert(address);
                    all.addresses.insert(name, address);
                }
                None => others.push(name),
            }
        }
        others.retain(|name| match had.addresses.get(name).filter(|had| taken.insert(**had)) {
            Some(had) => all.addresses.insert(name.clone(), *had).is_some(),
            None => true,
        });
        let is_new = |address: &IpAddr| !had.used.contains(address);
        let left = had.used.iter().copied().filter(|address| self.pool.contains(*address));
        let free = self.pool.addresses().filter(is_new).chain(left);
        let mut free = free.filter(|address| !taken.contains(address));
        for name in others {
            let Some(address) = free.next() else {
                return Err(format!("no address is left for Gateway `{name}`: give a larger --address-pool"));
            };
            all.addresses.insert(name, address);
        }
        let now: BTreeSet<_> = all.addresses.values().copied().collect();
        all.used = had.used.iter().copied().filter(|address| !now.contains(address)).collect();
        all.used.extend(now);
        Ok(all)
    }

    /// The address that somebody names for a Gateway, and why it has not all of `spec.addresses`.
    fn named(&self, given: Option<IpAddr>, gateway: &Gateway) -> (Option<IpAddr>, Option<String>) {
        let asked = gateway.spec.addresses.iter().filter(|address| address.kind == "IPAddress");
        let (mut named, mut unusable) = (given, None);
        for address in asked.filter_map(|address| address.value.parse::<IpAddr>().ok()) {
            let usable = match named {
                Some(named) if named == address => Ok(()),
                Some(named) => Err(format!("the Gateway listens on {named} alone")),
                None => self.usable(address),
            };
            match usable {
                Ok(()) => named = Some(address),
                Err(why) => {
                    unusable.get_or_insert_with(|| format!("address `{address}` is not used: {why}"));
                }
            }
        }
        (named, unusable)
    }

    /// Why a Gateway does not get this address for the asking.
    fn usable(&self, address: IpAddr) -> Result<(), String> {
        let means_many = match address {
            IpAddr::V4(address) => address.is_broadcast(),
            IpAddr::V6(_) => false,
        };
        if means_many || address.is_unspecified() || address.is_multicast() {
            return Err("it is not the address of one machine".to_owned());
        }
        if !self.anywhere && !address.is_loopback() && !self.pool.contains(address) {
            return Err("it is neither loopback nor in --address-pool".to_owned());
        }
        match TcpListener::bind((address, 0)) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("nothing can be bound to it here ({error})")),
        }
    }
}

#[cfg(test)]
mod tests {
    use engine::{
        analysis::Options,
        source::{Input, read},
    };

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

    #[test]
    fn a_range_holds_its_own() {
        let pool = Pool::parse("127.0.1.0/24").unwrap();
        let holds = |address: &str| pool.contains(address.parse().unwrap());
        assert!(holds("127.0.1.255") && !holds("127.0.2.0") && !holds("::1"));
    }

    /// Each Gateway with what it asks for.
    fn given(had: &Given, gateways: &[(&str, &str)], pool: &str) -> Result<Given, String> {
        let gateway = |(name, asked): &(&str, &str)| {
            format!(
                "apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: {name}}}
spec:
  gatewayClassName: example
  addresses: [{asked}]
  listeners: [{{name: http, port: 80, protocol: HTTP}}]
---
"
            )
        };
        let bytes = gateways.iter().map(gateway).collect::<String>().into_bytes();
        let (sources, problems) = read(vec![Input { path: "gateways.yaml".to_owned(), bytes }]);
        let analysis = Analysis::of(sources, problems, &Options::default());
        assert_eq!(analysis.world.gateways.len(), gateways.len());
        let giving = Giving { given: &[], pool: Pool::parse(pool).unwrap(), anywhere: false };
        giving.give(had, &analysis)
    }

    fn shown_of(given: &Given) -> String {
        let shown = given.addresses.iter().map(|(name, address)| format!("{name} {address}"));
        shown.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_one_asks_for_another_does_not_draw() {
        let pool = "127.0.1.0/24";
        let first = given(&Given::default(), &[("a", ""), ("b", "{value: 127.0.1.1}")], pool).unwrap();
        assert_eq!(shown_of(&first), "default/a 127.0.1.2, default/b 127.0.1.1");
        let then = given(&first, &[("a", ""), ("c", "{value: 127.0.1.2}")], pool).unwrap();
        assert_eq!(shown_of(&then), "default/a 127.0.1.3, default/c 127.0.1.2");
    }

    #[test]
    fn what_was_left_the_longest_ago_comes_first() {
        let mut last = Given::default();
        let mut drawn = Vec::new();
        for name in ["a", "b", "c", "d", "e", "f", "g"] {
            last = given(&last, &[(name, "")], "127.0.1.4/30").unwrap();
            drawn.push(last.addresses[&format!("default/{name}")].to_string());
        }
        assert_eq!(drawn[..3], ["127.0.1.5", "127.0.1.6", "127.0.1.5"]);
        assert_eq!(drawn[2..5], drawn[..3]);
    }

    #[test]
    fn what_nobody_has_any_more_is_free() {
        let pool = "127.0.1.2/31";
        let mut last = Given::default();
        for name in ["a", "b", "c", "d"] {
            last = given(&last, &[("stays", ""), (name, "")], pool).unwrap();
            assert_eq!(last.addresses["default/stays"].to_string(), "127.0.1.2");
        }
        let error = given(&last, &[("stays", ""), ("d", ""), ("e", "")], pool).unwrap_err();
        assert_eq!(error, "no address is left for Gateway `default/e`: give a larger --address-pool");
    }

    #[test]
    fn nobody_gets_the_network_for_the_asking() {
        for (asked, why) in [
            ("0.0.0.0", "it is not the address of one machine"),
            ("'::'", "it is not the address of one machine"),
            ("255.255.255.255", "it is not the address of one machine"),
            ("10.255.255.1", "it is neither loopback nor in --address-pool"),
        ] {
            let all =
                given(&Given::default(), &[("a", &format!("{{value: {asked}}}"))], "127.0.1.0/24").unwrap();
            assert_eq!(shown_of(&all), "default/a 127.0.1.1");
            assert!(all.unusable["default/a"].ends_with(why), "{asked}: {:?}", all.unusable);
        }
    }

    #[test]
    fn an_address_of_no_machine_cannot_be_bound() {
        let all =
            given(&Given::default(), &[("a", "{value: 192.0.2.7}, {value: 127.0.0.9}")], "192.0.2.0/24");
        let all = all.unwrap();
        assert_eq!(shown_of(&all), "default/a 127.0.0.9");
        let why = &all.unusable["default/a"];
        assert!(why.starts_with("address `192.0.2.7` is not used: nothing can be bound to it here"), "{why}");
    }
}
