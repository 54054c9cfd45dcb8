//! The `curl` lines of a README, each with its answer behind a `#`.

use std::collections::BTreeMap;

use crate::corpus::Request;

/// A line, and what it asks.
#[derive(Clone, Debug)]
pub struct Curl {
    pub line: String,
    pub request: Request,
    /// How many of a hundred requests get each answer: a backend, a status, or a status and a location.
    pub answers: BTreeMap<String, u32>,
}

/// READMEs serve with `--port-offset 8000`.
const HERE: &str = "http://localhost:8080";

/// All of a README.
///
/// # Panics
///
/// When a line cannot be read.
pub fn lines(readme: &str) -> Vec<Curl> {
    readme.lines().filter(|line| line.starts_with("curl ")).map(Curl::read).collect()
}

impl Curl {
    fn read(line: &str) -> Self {
        let (command, answer) = line.split_once('#').unwrap_or_else(|| panic!("`{line}` has no answer"));
        let mut words = words(command).into_iter().skip(1);
        let mut request = Request {
            method: "GET".to_owned(),
            scheme: "http".to_owned(),
            connect: "localhost".to_owned(),
            authority: "localhost:8080".to_owned(),
            path: String::new(),
            headers: Vec::new(),
        };
        while let Some(word) = words.next() {
            match word.as_str() {
                "-H" => {
                    let header = words.next().expect("a header behind -H");
                    let (name, value) = header.split_once(": ").expect("`NAME: VALUE`");
                    if name.eq_ignore_ascii_case("host") {
                        request.authority = value.to_owned();
                    } else {
                        request.headers.push((name.to_owned(), value.to_owned()));
                    }
                }
                "-X" => request.method = words.next().expect("a method behind -X"),
                url => match url.strip_prefix(HERE) {
                    Some(path) => request.path = path.to_owned(),
                    None => panic!("`{line}`: what is `{url}`?"),
                },
            }
        }
        Self { line: line.to_owned(), request, answers: answers(answer.trim()) }
    }
}

/// `A`, or `A 90, B 10`.
fn answers(text: &str) -> BTreeMap<String, u32> {
    let share = |part: &str| {
        let (answer, percent) = part.trim().rsplit_once(' ').expect("an answer and its share");
        (answer.to_owned(), percent.parse().expect("a number"))
    };
    if text.contains(',') { text.split(',').map(share).collect() } else { [(text.to_owned(), 100)].into() }
}

/// Splits as a shell does, as far as these lines need it.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (number, part) in command.split('\'').enumerate() {
        if number % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
