//! The naming rules of Kubernetes. Each check answers with the API server's complaints.

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const QUALIFIED: &str = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const QUALIFIED_MESSAGE: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end \
                                 with an alphanumeric character";

const LABEL_MAX: usize = 63;
const SUBDOMAIN_MAX: usize = 253;

/// Which rule `metadata.name` of a kind has to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameRule {
    /// RFC 1123 subdomain: the rule of every custom resource.
    Subdomain,
    /// RFC 1123 label.
    Label,
    /// RFC 1035 label: one that does not begin with a digit, because it becomes a DNS name.
    Label1035,
}

impl NameRule {
    pub(crate) fn check(self, name: &str) -> Vec<String> {
        match self {
            NameRule::Subdomain => subdomain(name),
            NameRule::Label => label(name),
            NameRule::Label1035 => label_1035(name),
        }
    }

    /// The rule for `generateName`: what is appended to it does not begin with a dash, so it may end in one.
    pub(crate) fn check_prefix(self, prefix: &str) -> Vec<String> {
        match prefix.strip_suffix('-') {
            Some("") | None => self.check(prefix),
            Some(before) => {
                // The API server replaces the last two characters by a letter.
                let kept = before.char_indices().next_back().and_then(|(last, _)| before.get(..last));
                self.check(&format!("{}a", kept.unwrap_or_default()))
            }
        }
    }
}

pub(crate) fn label(name: &str) -> Vec<String> {
    let mut complaints = too_long(name, LABEL_MAX, "characters");
    if !is_label(name) {
        complaints.push(if is_subdomain(name) {
            "must not contain dots".to_owned()
        } else {
            pattern_message(
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
                 start and end with an alphanumeric character",
                LABEL,
                &["my-name", "123-abc"],
            )
        });
    }
    complaints
}

pub(crate) fn subdomain(name: &str) -> Vec<String> {
    subdomain_in(name, "characters")
}

fn subdomain_in(name: &str, unit: &str) -> Vec<String> {
    let mut complaints = too_long(name, SUBDOMAIN_MAX, unit);
    if !is_subdomain(name) {
        complaints.push(pattern_message(
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must \
             start and end with an alphanumeric character",
            &format!("{LABEL}(\\.{LABEL})*"),
            &["example.com"],
        ));
    }
    complaints
}

/// `example.com/name` or `name`: keys of labels and annotations, finalizers.
pub(crate) fn qualified_name(name: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let parts: Vec<&str> = name.split('/').collect();
    let name = match parts.as_slice() {
        [name] => name,
        [prefix, name] => {
            if prefix.is_empty() {
                complaints.push("prefix part must be non-empty".to_owned());
            } else {
                complaints.extend(
                    subdomain_in(prefix, "bytes").iter().map(|complaint| format!("prefix part {complaint}")),
                );
            }
            name
        }
        _ => {
            let message = pattern_message(QUALIFIED_MESSAGE, QUALIFIED, &["MyName", "my.name", "123-abc"]);
            return vec![format!(
                "a valid label key {message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )];
        }
    };
    if name.is_empty() {
        complaints.push("name part must be non-empty".to_owned());
    } else {
        complaints.extend(
            too_long(name, LABEL_MAX, "bytes").iter().map(|complaint| format!("name part {complaint}")),
        );
    }
    if !is_qualified(name) {
        let message = pattern_message(QUALIFIED_MESSAGE, QUALIFIED, &["MyName", "my.name", "123-abc"]);
        complaints.push(format!("name part {message}"));
    }
    complaints
}

/// A name that can stand in a URL: the rule of objects whose kind is not known.
pub(crate) fn path_segment(name: &str) -> Vec<String> {
    if matches!(name, "." | "..") {
        return vec![format!("may not be '{name}'")];
    }
    let illegal = ["/", "%"].into_iter().filter(|illegal| name.contains(illegal));
    illegal.map(|illegal| format!("may not contain '{illegal}'")).collect()
}

pub(crate) fn label_value(value: &str) -> Vec<String> {
    let mut complaints = too_long(value, LABEL_MAX, "bytes");
    if !value.is_empty() && !is_qualified(value) {
        complaints.push(pattern_message(
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
             start and end with an alphanumeric character",
            &format!("({QUALIFIED})?"),
            &["MyValue", "my_value", "12345"],
        ));
    }
    complaints
}

/// Go's `strings.ToLower`, as far as names go: of the letters that are not ASCII, two become ASCII.
pub(crate) fn lowercase(text: &str) -> String {
    let lower = |character: char| match character {
        '\u{130}' => 'i',
        '\u{212a}' => 'k',
        _ => character.to_ascii_lowercase(),
    };
    text.chars().map(lower).collect()
}

pub(crate) fn label_1035(name: &str) -> Vec<String> {
    let mut complaints = too_long(name, LABEL_MAX, "characters");
    if !is_label(name) || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        complaints.push(pattern_message(
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic \
             character, and end with an alphanumeric character",
            "[a-z]([-a-z0-9]*[a-z0-9])?",
            &["my-name", "abc-123"],
        ));
    }
    complaints
}

pub(crate) fn is_subdomain(name: &str) -> bool {
    name.split('.').all(is_label)
}

pub(crate) fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    is_framed(label, plain, |byte| plain(byte) || byte == b'-')
}

fn is_qualified(name: &str) -> bool {
    is_framed(
        name,
        |byte| byte.is_ascii_alphanumeric(),
        |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'),
    )
}

/// Whether the ends of `text`, which is not empty, satisfy `end` and everything satisfies `middle`.
pub(crate) fn is_framed(text: &str, end: impl Fn(u8) -> bool, middle: impl Fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    matches!((bytes.first(), bytes.last()), (Some(first), Some(last)) if end(*first) && end(*last))
        && bytes.iter().all(|byte| middle(*byte))
}

/// All lengths are in bytes, but older checks of the API server speak of characters.
fn too_long(text: &str, max: usize, unit: &str) -> Vec<String> {
    if text.len() > max { vec![format!("must be no more than {max} {unit}")] } else { Vec::new() }
}

fn pattern_message(message: &str, pattern: &str, examples: &[&str]) -> String {
    let examples: Vec<_> = examples.iter().map(|example| format!("'{example}', ")).collect();
    format!("{message} (e.g. {}regex used for validation is '{pattern}')", examples.join(" or "))
}
