//! A serialised header map, seen as a request. Slices point into the map; nothing is copied.

use std::cell::Cell;

use engine::table::Header;

use crate::perform::CLUSTER;

/// Where our own Envoy says which socket the connection came in on; it has removed what a client may say.
const SOCKET: &[u8] = b"x-gatewright-socket";

/// The pairs of a header map: a count, the sizes of each name and value, then the bytes, each
/// followed by a NUL.
#[derive(Default)]
pub(crate) struct Pairs<'a> {
    pub(crate) headers: Vec<Header<'a>>,
    /// What is looked at in every request: the first value of each, empty when there is none.
    pub(crate) authority: &'a [u8],
    pub(crate) method: &'a [u8],
    pub(crate) target: &'a [u8],
    pub(crate) socket: &'a [u8],
    /// Whether somebody has named a cluster before.
    pub(crate) has_cluster: bool,
}

/// Memory for the headers of a request, which one leaves to the next.
#[derive(Default)]
pub(crate) struct Spare(Cell<Vec<Header<'static>>>);

// === impl Pairs ===

impl<'a> Pairs<'a> {
    /// Nothing for bytes that are no header map.
    pub(crate) fn of(map: &'a [u8], spare: &Spare) -> Option<Self> {
        let (count, rest) = number(map)?;
        let (sizes, mut data) = rest.split_at_checked(count.checked_mul(8)?)?;
        let mut pairs = Pairs { headers: emptied(spare.0.take()), ..Pairs::default() };
        pairs.headers.reserve(count);
        for size in sizes.chunks_exact(8) {
            let (name, rest) = number(size)?;
            let (value, _) = number(rest)?;
            let header = Header { name: text(&mut data, name)?, value: text(&mut data, value)? };
            pairs.see(header);
            pairs.headers.push(header);
        }
        Some(pairs)
    }

    /// Nobody needs the headers any more.
    pub(crate) fn leave(self, spare: &Spare) {
        spare.0.set(emptied(self.headers));
    }

    fn see(&mut self, Header { name, value }: Header<'a>) {
        let place = match name {
            [b':', b'a', ..] => (name == b":authority").then_some(&mut self.authority),
            [b':', b'm', ..] => (name == b":method").then_some(&mut self.method),
            [b':', b'p', ..] => (name == b":path").then_some(&mut self.target),
            [b'x', b'-', b'g', ..] if name == SOCKET => Some(&mut self.socket),
            [b'x', b'-', b'g', ..] => {
                self.has_cluster |= name == CLUSTER.as_bytes();
                None
            }
            _ => None,
        };
        if let Some(place) = place.filter(|place| place.is_empty()) {
            *place = value;
        }
    }
}

/// The memory of a list. What borrows for how long is no part of it, so the standard library collects in place.
fn emptied<'to>(mut list: Vec<Header<'_>>) -> Vec<Header<'to>> {
    list.clear();
    list.into_iter().map(|_| Header { name: b"", value: b"" }).collect()
}

fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

fn text<'a>(data: &mut &'a [u8], size: usize) -> Option<&'a [u8]> {
    let text = data.get(..size)?;
    *data = data.get(size.checked_add(1)?..)?;
    Some(text)
}

/// Headers as a serialised map; none are no bytes.
pub(crate) fn serialise<'a>(headers: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Vec<u8> {
    let size = |size: usize| u32::try_from(size).unwrap_or_default().to_le_bytes();
    let texts = headers.flat_map(|(name, value)| [name, value]);
    let mut map = Vec::new();
    let count = texts.clone().count() / 2;
    if count > 0 {
        map.extend(size(count));
    }
    texts.clone().for_each(|text| map.extend(size(text.len())));
    for text in texts {
        map.extend(text.as_bytes());
        map.push(0);
    }
    map
}
