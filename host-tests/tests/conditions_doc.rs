//! docs/CONDITIONS.md is made of the declarations; `UPDATE=1` writes it again.

use std::{env, fmt::Write, fs, path::Path};

use engine::attach::CONDITIONS;

const HEAD: &str = "# Conditions\n
Every condition that Gatewright writes into a status, with each reason it can have. Names and types are those of
Gateway API v1.6.1; behind each condition stands the constant that defines it. `gatewright status` shows them,
`gatewright check` draws those that are not as they should be, with the field they come from.\n
This page is made from the declarations in `engine/src/attach/condition.rs`.\n";

fn page() -> String {
    let mut page = HEAD.to_owned();
    let mut object = "";
    for declared in CONDITIONS {
        if declared.object != object {
            object = declared.object;
            let _ = write!(page, "\n## {object}\n");
        }
        let _ = write!(page, "\n### {}\n\n{}\n\n", declared.condition, sentence(declared.meaning));
        page.push_str("| status | reason | when |\n| --- | --- | --- |\n");
        for reason in declared.reasons {
            let meaning = sentence(reason.meaning);
            let _ = writeln!(page, "| {} | {} | {meaning} |", reason.truth.as_str(), reason.name);
        }
    }
    page
}

/// Doc comments come as lines, each with its blank in front.
fn sentence(text: &str) -> &str {
    text.trim()
}

#[test]
fn the_page_of_conditions_is_what_is_declared() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/CONDITIONS.md");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page(),
        "docs/CONDITIONS.md is out of date: UPDATE=1 cargo test -p host-tests --test conditions_doc"
    );
}
