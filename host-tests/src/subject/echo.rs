use super::Headers;

/// A client names response headers that it wants in this one: `NAME:VALUE`, several separated by commas.
const WANTED: &str = "x-echo-set-header";

/// The response headers of the backend behind every Service of the corpus. It has no headers of its own, so that a
/// case says in its request which ones a filter meets.
pub fn echo(request: &Headers) -> Headers {
    let wanted = request.values(WANTED).flat_map(|list| list.split(','));
    wanted.filter_map(|pair| pair.split_once(':')).map(|(name, value)| (name.trim(), value.trim())).collect()
}
