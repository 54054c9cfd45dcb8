//! Values that try the edges of a schema.

use std::sync::LazyLock;

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::{schema::Schema, seeds::Donors};

/// Words that some rule of some kind has an opinion on.
const WORDS: &str = r#"
    * - . .. / // % # a A b a.b a..b -a a- a_b é ß 😀 <&> " \ 0 1 80 true false null
    http HTTP https HTTPS TLS TCP UDP GET get PURGE Exact exact PathPrefix RegularExpression
    Service service Gateway Secret ConfigMap IPAddress Hostname NamedAddress URI
    Terminate Passthrough Same All Selector None AllowAll System Cookie Header Permanent
    example.com *.example.com *.*.example.com *example.com *.com *. example.com. EXAMPLE.com
    xn--bcher-kva.example gateway.networking.k8s.io kubernetes.io/metadata.name
    10.0.0.1 010.0.0.1 10.0.0.256 10.0.0 ::1 [::1] fe80::1%eth0 ::ffff:10.0.0.1 2001:db8::g 1::2::3
    0s 1s 1h 1h30m 1m1ms 60s 1.5s -1s 99999h 100000h 3600s 3601s 1h1s 999ms 1us 1h1h1h1h1h s 1d
    /a /a/ /a//b /a/./b /a/../b /a/.. /a/. /%2f /%2F /%zz /a#b /a?b /é a/b a/b/c [ (?i)a
    example.com/a example.com/ /proto https://example.com http://*.example.com:8080 *://a
    spiffe://a/b spiffe:a foo.Bar foo/Bar Foo 1Foo _foo .foo.bar foo.cluster.local cluster.local
    x-a x:a 2024-01-31T12:00:00Z 2024-01-31T1:00:00,5+24:60 2024-01-31T23:59:60Z 2024-02-30T12:00:00Z
"#;

/// Texts that no space separates.
const ODD: &[&str] =
    &["", " ", "a b", " a", "a ", "a\n", "a\tb", "\u{0}", "\u{7f}", "\u{301}", "\u{2028}", "\u{feff}"];

/// Texts that fill a field to some length.
const FILLERS: &[&str] = &["a", "a", "a", "A", "1", ".", "a.", "é", "😀"];

/// A text that may or may not be right at some place.
pub(crate) fn text(rng: &mut Rng, schema: Option<Schema<'_>>, donors: &Donors<'_>) -> String {
    match rng.u8(..10) {
        0..3 => word(rng).to_owned(),
        3..5 if !donors.words.is_empty() => pick(rng, &donors.words).to_string(),
        5..8 => {
            let length = length(rng, schema);
            of_length(rng, length)
        }
        _ => {
            let (one, other) = (word(rng), word(rng));
            format!("{one}{other}")
        }
    }
}

fn word(rng: &mut Rng) -> &'static str {
    static ALL: LazyLock<Vec<&str>> =
        LazyLock::new(|| WORDS.split_whitespace().chain(ODD.iter().copied()).collect());
    ALL[rng.usize(..ALL.len())]
}

/// The text changed in one place.
pub(crate) fn misspelt(rng: &mut Rng, text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = rng.usize(..=characters.len());
    let other: Vec<char> = word(rng).chars().collect();
    match rng.u8(..6) {
        0 if at < characters.len() => {
            characters.remove(at);
        }
        1 if at < characters.len() => {
            let swapped: Vec<char> = match characters[at] {
                upper if upper.is_uppercase() => upper.to_lowercase().collect(),
                lower => lower.to_uppercase().collect(),
            };
            characters.splice(at..=at, swapped);
        }
        2 if at + 1 < characters.len() => characters.swap(at, at + 1),
        3 if at < characters.len() => {
            characters.splice(at..=at, other);
        }
        4 => characters.extend(other),
        _ => {
            characters.splice(at..at, other);
        }
    }
    characters.into_iter().collect()
}

/// A length about the bounds of a text.
fn length(rng: &mut Rng, schema: Option<Schema<'_>>) -> usize {
    let bound = |keyword| schema.and_then(|schema| schema.number(keyword)).unwrap_or(63);
    let near = match rng.u8(..3) {
        0 => bound("minLength"),
        1 => bound("maxLength"),
        _ => *pick(rng, &[63, 253, 256]),
    };
    usize::try_from(near.min(5_000) + rng.i64(-1..=1)).unwrap_or(0)
}

fn of_length(rng: &mut Rng, length: usize) -> String {
    let filler = pick(rng, FILLERS);
    filler.chars().cycle().take(length).collect()
}

/// A number about the bounds of one, or an odd one.
pub(crate) fn number(rng: &mut Rng, schema: Option<Schema<'_>>) -> Value {
    let bound = |keyword| schema.and_then(|schema| schema.number(keyword)).unwrap_or(0);
    match rng.u8(..8) {
        0..2 => json!(bound("minimum") + rng.i64(-1..=1)),
        2..4 => json!(bound("maximum") + rng.i64(-1..=1)),
        4 => json!(rng.i64(0..70_000)),
        _ => odd_number(rng),
    }
}

fn odd_number(rng: &mut Rng) -> Value {
    let numbers = [
        json!(0),
        json!(-1),
        json!(80.0),
        json!(-0.0),
        json!(0.5),
        json!(80.5),
        json!(1e-7),
        json!(1e6),
        json!(1e7),
        json!(1.5e21),
        json!(1e30),
        json!(i64::from(i32::MAX)),
        json!(i64::from(i32::MAX) + 1),
        json!(i64::from(i32::MIN) - 1),
        json!(9_007_199_254_740_991_i64),
        json!(9_007_199_254_740_993_i64),
        json!(9_007_199_254_740_992.0),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
    ];
    pick(rng, &numbers).clone()
}

/// A value of any type.
pub(crate) fn anything(rng: &mut Rng, schema: Option<Schema<'_>>, donors: &Donors<'_>) -> Value {
    match rng.u8(..9) {
        0 => Value::Null,
        1 => json!(rng.bool()),
        2..4 => number(rng, schema),
        4..6 => text(rng, schema, donors).into(),
        6 => {
            pick(rng, &[json!([]), json!([null]), json!([1]), json!(["a"]), json!([{}]), json!([[]])]).clone()
        }
        7 => json!({}),
        _ => pick(
            rng,
            &[
                json!({"a": 1}),
                json!({"name": "a"}),
                json!({"type": "Exact", "value": "a"}),
                json!({"a": null}),
            ],
        )
        .clone(),
    }
}

/// A value that has a good chance to be right.
pub(crate) fn sample(rng: &mut Rng, schema: Schema<'_>, donors: &Donors<'_>, place: &str) -> Value {
    let known = donors.at(place);
    if !known.is_empty() && rng.u8(..3) > 0 {
        return (*pick(rng, known)).clone();
    }
    if !schema.values().is_empty() {
        return pick(rng, schema.values()).clone();
    }
    match (schema.type_name(), schema.default()) {
        (_, Some(default)) if rng.bool() => default.clone(),
        ("object", _) => object(rng, schema, donors, place),
        ("array", _) => list(rng, schema, donors, place),
        ("string", _) => text(rng, Some(schema), donors).into(),
        ("boolean", _) => rng.bool().into(),
        _ => number(rng, Some(schema)),
    }
}

fn object(rng: &mut Rng, schema: Schema<'_>, donors: &Donors<'_>, place: &str) -> Value {
    let mut fields = Map::new();
    for (name, field) in schema.properties() {
        if rng.bool() {
            fields.insert(name.to_owned(), sample(rng, field, donors, &format!("{place}.{name}")));
        }
    }
    if schema.is_map()
        && let Some(values) = schema.field("")
    {
        for _ in 0..rng.u8(..3) {
            fields.insert(text(rng, None, donors), sample(rng, values, donors, &format!("{place}.*")));
        }
    }
    fields.into()
}

fn list(rng: &mut Rng, schema: Schema<'_>, donors: &Donors<'_>, place: &str) -> Value {
    let Some(items) = schema.items() else { return json!([]) };
    (0..rng.u8(..3)).map(|_| sample(rng, items, donors, &format!("{place}[]"))).collect()
}

pub(crate) fn pick<'a, T>(rng: &mut Rng, choices: &'a [T]) -> &'a T {
    &choices[rng.usize(..choices.len())]
}
