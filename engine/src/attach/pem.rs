//! PEM, as far as certificates and keys are written in it: sections of base64 between lines that say what they are
//! (RFC 7468).

#[cfg(test)]
mod tests;

use crate::base64;

const CERTIFICATE: &[u8] = b"CERTIFICATE";
const KEYS: [&[u8]; 3] = [b"PRIVATE KEY", b"RSA PRIVATE KEY", b"EC PRIVATE KEY"];

struct Section<'a> {
    label: &'a [u8],
    /// It ends, and is base64.
    is_whole: bool,
}

/// Whether there is at least one certificate, and nothing that looks like one and is none.
pub(super) fn holds_certificates(text: &[u8]) -> bool {
    let sections = sections(text);
    sections.iter().all(|section| section.is_whole)
        && sections.iter().any(|section| section.label == CERTIFICATE)
}

/// Whether there is a private key, and nothing broken before it.
pub(super) fn holds_key(text: &[u8]) -> bool {
    let sections = sections(text);
    let mut sections = sections.iter().take_while(|section| section.is_whole);
    sections.any(|section| KEYS.contains(&section.label))
}

/// What stands between sections is for people.
fn sections(text: &[u8]) -> Vec<Section<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(&[u8], Vec<u8>)> = None;
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii) {
        if let Some(rest) = line.strip_prefix(b"-----BEGIN ") {
            let label = rest.strip_suffix(b"-----");
            if label.is_none() {
                found.push(Section { label: rest, is_whole: false });
            }
            open = label.map(|label| (label, Vec::new()));
            continue;
        }
        open = match open.take() {
            Some((label, content)) if is_end(line, label) => {
                let is_known = label == CERTIFICATE || KEYS.contains(&label);
                found.push(Section { label, is_whole: !is_known || base64::decode(&content).is_some() });
                None
            }
            Some((label, mut content)) => {
                content.extend(line);
                Some((label, content))
            }
            None => None,
        };
    }
    found.extend(open.map(|(label, _)| Section { label, is_whole: false }));
    found
}

fn is_end(line: &[u8], label: &[u8]) -> bool {
    let rest = line.strip_prefix(b"-----END ").and_then(|rest| rest.strip_prefix(label));
    rest.is_some_and(|rest| rest.starts_with(b"-----"))
}
