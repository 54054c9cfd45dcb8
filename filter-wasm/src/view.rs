//! A serialised header map, seen as a request. Slices point into the map; nothing is copied.

use engine::table::Header;

/// Headers of a request. More than fit here are rare; they cost an allocation.
const USUAL: usize = 64;

/// The pairs of a header map: a count, the sizes of each name and value, then the bytes, each
/// followed by a NUL.
pub(crate) struct Pairs<'a> {
    few: [Header<'a>; USUAL],
    many: Vec<Header<'a>>,
    count: usize,
}

const NONE: Header<'static> = Header { name: b"", value: b"" };

impl<'a> Pairs<'a> {
    /// Nothing for bytes that are no header map.
    pub(crate) fn of(map: &'a [u8]) -> Option<Self> {
        let (count, rest) = number(map)?;
        let sizes = rest.get(..count.checked_mul(8)?)?;
        let mut data = rest.get(count.checked_mul(8)?..)?;
        let mut pairs = Pairs { few: [NONE; USUAL], many: Vec::new(), count };
        if count > USUAL {
            pairs.many.reserve_exact(count);
        }
        for (index, size) in sizes.chunks_exact(8).enumerate() {
            let (name, rest) = number(size)?;
            let (value, _) = number(rest)?;
            let header = Header { name: text(&mut data, name)?, value: text(&mut data, value)? };
            if count > USUAL {
                pairs.many.push(header);
            } else if let Some(place) = pairs.few.get_mut(index) {
                *place = header;
            }
        }
        Some(pairs)
    }

    pub(crate) fn all(&self) -> &[Header<'a>] {
        if self.many.is_empty() { self.few.get(..self.count).unwrap_or_default() } else { &self.many }
    }

    /// The value of a header that is there once; empty when it is absent.
    pub(crate) fn one(&self, name: &[u8]) -> &'a [u8] {
        self.all().iter().find(|header| header.name == name).map(|header| header.value).unwrap_or_default()
    }
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
