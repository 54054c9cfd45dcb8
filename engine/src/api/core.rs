use std::collections::BTreeMap;

use super::read::object;

object! {
    /// core/v1 `Namespace`: its labels are in the metadata.
    #[derive(Debug, Clone)]
    pub struct Namespace {}

    /// core/v1 `Service`.
    #[derive(Debug, Clone)]
    pub struct Service {
        pub spec: ServiceSpec = ServiceSpec::default(),
    }

    #[derive(Debug, Clone, Default)]
    pub struct ServiceSpec {
        pub kind ["type"]: Option<String>,
        pub ports: Vec<ServicePort>,
        pub external_name: Option<String>,
        pub cluster_ip ["clusterIP"]: Option<String>,
        /// Without one, whoever made the Service makes its EndpointSlices, too.
        pub selector: BTreeMap<String, String>,
    }

    #[derive(Debug, Clone)]
    pub struct ServicePort {
        pub name: Option<String>,
        pub port: u16,
        pub protocol: Option<String>,
        pub app_protocol: Option<String>,
    }

    /// core/v1 `Secret`. `stringData` overrides `data`.
    #[derive(Debug, Clone, Default)]
    pub struct Secret {
        pub kind ["type"]: Option<String>,
        /// Base64.
        pub data: BTreeMap<String, String>,
        pub string_data: BTreeMap<String, String>,
    }

    /// core/v1 `ConfigMap`.
    #[derive(Debug, Clone, Default)]
    pub struct ConfigMap {
        pub data: BTreeMap<String, String>,
        /// Base64.
        pub binary_data: BTreeMap<String, String>,
    }

    /// discovery.k8s.io/v1 `EndpointSlice`; its label `kubernetes.io/service-name` names the Service.
    #[derive(Debug, Clone)]
    pub struct EndpointSlice {
        pub address_type: String,
        pub endpoints: Vec<Endpoint>,
        pub ports: Vec<EndpointPort>,
    }

    #[derive(Debug, Clone)]
    pub struct Endpoint {
        pub addresses: Vec<String>,
        pub conditions: EndpointConditions = EndpointConditions::default(),
    }

    /// Nothing said means yes.
    #[derive(Debug, Clone, Default)]
    pub struct EndpointConditions {
        pub ready: Option<bool>,
        pub serving: Option<bool>,
        pub terminating: Option<bool>,
    }

    #[derive(Debug, Clone)]
    pub struct EndpointPort {
        pub name: Option<String>,
        pub port: Option<u16>,
        pub protocol: Option<String>,
        pub app_protocol: Option<String>,
    }
}

impl Secret {
    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        value(&self.string_data, &self.data, key)
    }
}

impl ConfigMap {
    pub fn value(&self, key: &str) -> Option<Vec<u8>> {
        value(&self.data, &self.binary_data, key)
    }
}

fn value(texts: &BTreeMap<String, String>, encoded: &BTreeMap<String, String>, key: &str) -> Option<Vec<u8>> {
    match texts.get(key) {
        Some(text) => Some(text.clone().into_bytes()),
        None => base64(encoded.get(key)?),
    }
}

/// The bytes that a text stands for in base64, as in RFC 4648, section 4: padded, and nothing but zeros in the bits
/// that are left over.
fn base64(text: &str) -> Option<Vec<u8>> {
    let (groups, rest) = text.as_bytes().as_chunks::<4>();
    let mut bytes = Vec::with_capacity(groups.len() * 3);
    for (number, group) in (1..).zip(groups) {
        let padding = group.iter().rev().take_while(|byte| **byte == b'=').count();
        let written = 4_usize.checked_sub(padding).filter(|written| *written > 1)?;
        if padding > 0 && number < groups.len() {
            return None;
        }
        let mut bits = 0;
        for place in 0..4 {
            let byte = group.get(place).filter(|_| place < written);
            bits = bits << 6 | byte.map_or(Some(0), |byte| digit(*byte))?;
        }
        let [_, all @ ..] = bits.to_be_bytes();
        let (kept, left_over) = all.split_at_checked(3 - padding)?;
        if left_over.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(kept);
    }
    rest.is_empty().then_some(bytes)
}

fn digit(byte: u8) -> Option<u32> {
    let digit = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(digit.into())
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_what_its_rfc_says() {
        let known = [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob")];
        for (text, bytes) in known {
            assert_eq!(base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        assert_eq!(base64("+/+/").as_deref(), Some(&[0xfb, 0xff, 0xbf][..]));
    }

    #[test]
    fn what_is_not_quite_base64_is_none() {
        for text in
            ["Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v\n", "Zm-v", "=m9v"]
        {
            assert_eq!(base64(text), None, "{text}");
        }
    }
}
