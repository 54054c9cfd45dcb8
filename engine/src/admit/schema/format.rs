/// A `format` of a text that the API server checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Bytes as Go decodes them: line breaks do not count, and nothing is nothing.
    Base64,
    Ipv4,
    Ipv6,
    /// What only CRDs have that somebody brings along.
    #[cfg(feature = "crds")]
    Other(OtherFormat),
}

#[cfg(feature = "crds")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtherFormat {
    Byte,
    Cidr,
    Date,
    DateTime,
    Duration,
    Email,
    HexColor,
    Hostname,
    LongName,
    Mac,
    Password,
    ShortName,
    Uri,
    /// Of any version, or of this one.
    Uuid(Option<char>),
}

// === impl Format ===

impl Format {
    /// A format by its name, in which dashes do not count.
    #[cfg(feature = "crds")]
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name.replace('-', "").as_str() {
            "ipv4" => Format::Ipv4,
            "ipv6" => Format::Ipv6,
            name => Format::Other(OtherFormat::named(name)?),
        })
    }

    /// As CRDs write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Base64 => "byte",
            Format::Ipv4 => "ipv4",
            Format::Ipv6 => "ipv6",
            #[cfg(feature = "crds")]
            Format::Other(other) => other.name(),
        }
    }
}

#[cfg(feature = "crds")]
impl OtherFormat {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "byte" => OtherFormat::Byte,
            "cidr" => OtherFormat::Cidr,
            "date" => OtherFormat::Date,
            "datetime" => OtherFormat::DateTime,
            "duration" => OtherFormat::Duration,
            "email" => OtherFormat::Email,
            "hexcolor" => OtherFormat::HexColor,
            "hostname" => OtherFormat::Hostname,
            "k8slongname" => OtherFormat::LongName,
            "mac" => OtherFormat::Mac,
            "password" => OtherFormat::Password,
            "k8sshortname" => OtherFormat::ShortName,
            "uri" => OtherFormat::Uri,
            "uuid" => OtherFormat::Uuid(None),
            "uuid3" => OtherFormat::Uuid(Some('3')),
            "uuid4" => OtherFormat::Uuid(Some('4')),
            "uuid5" => OtherFormat::Uuid(Some('5')),
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            OtherFormat::Byte => "byte",
            OtherFormat::Cidr => "cidr",
            OtherFormat::Date => "date",
            OtherFormat::DateTime => "date-time",
            OtherFormat::Duration => "duration",
            OtherFormat::Email => "email",
            OtherFormat::HexColor => "hexcolor",
            OtherFormat::Hostname => "hostname",
            OtherFormat::LongName => "k8s-long-name",
            OtherFormat::Mac => "mac",
            OtherFormat::Password => "password",
            OtherFormat::ShortName => "k8s-short-name",
            OtherFormat::Uri => "uri",
            OtherFormat::Uuid(None) => "uuid",
            OtherFormat::Uuid(Some('3')) => "uuid3",
            OtherFormat::Uuid(Some('4')) => "uuid4",
            OtherFormat::Uuid(Some(_)) => "uuid5",
        }
    }
}
