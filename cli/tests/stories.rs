//! Every command in the stories prints what they show. `TRYCMD=overwrite` rewrites them.

#[test]
fn commands_print_what_the_stories_show() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/stories/*.md");
}
