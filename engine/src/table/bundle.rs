//! The bytes of a bundle: a mark, a version, the definition.

use super::Definition;

/// Tells a bundle from manifests and from junk, in a file as in an error message.
const MARK: &[u8] = b"gatewright-bundle\n";

/// Raised whenever [`Definition`] changes its shape: a filter and a bundle of different versions
/// must notice, not guess.
const VERSION: u8 = 7;

/// Why bytes are no bundle for this build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BundleError {
    NotABundle,
    Version { found: u8 },
    Damaged,
}

pub fn encode(definition: &Definition) -> Vec<u8> {
    let mut bytes = MARK.to_vec();
    bytes.push(VERSION);
    // Serialising plain data into memory has no way to fail.
    postcard::to_extend(definition, bytes).unwrap_or_default()
}

pub fn decode(bytes: &[u8]) -> Result<Definition, BundleError> {
    let rest = bytes.strip_prefix(MARK).ok_or(BundleError::NotABundle)?;
    match rest.split_first() {
        Some((&VERSION, data)) => match postcard::take_from_bytes(data) {
            Ok((definition, [])) => Ok(definition),
            _ => Err(BundleError::Damaged),
        },
        Some((&found, _)) => Err(BundleError::Version { found }),
        None => Err(BundleError::Damaged),
    }
}

// === impl BundleError ===

impl std::fmt::Display for BundleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BundleError::NotABundle => f.write_str("not a bundle: write one with `gatewright bundle`"),
            BundleError::Version { found } => write!(
                f,
                "the bundle has format version {found} and this build reads {VERSION}: write it again with the `gatewright` that this filter came with"
            ),
            BundleError::Damaged => {
                f.write_str("the bundle is damaged: write it again with `gatewright bundle`")
            }
        }
    }
}
