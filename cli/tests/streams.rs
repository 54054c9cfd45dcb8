//! What only shows with real pipes and files: standard input, colours, huge inputs, bytes.

use std::{
    fs,
    io::Read,
    process::{Command, Stdio},
};

use assert_cmd::cargo::CommandCargoExt;

const SHOP: &str = include_str!("manifests/shop.yaml");
const ORPHAN: &str = include_str!("manifests/orphan.yaml");

fn gatewright() -> Command {
    let mut command = Command::cargo_bin("gatewright").unwrap();
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// Exit code, standard output and standard error.
fn run(args: &[&str], stdin: &str) -> (i32, String, String) {
    let output = assert_cmd::Command::from_std(gatewright()).args(args).write_stdin(stdin).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn standard_input_is_read_for_a_dash() {
    let (code, stdout, _) = run(&["check", "-"], ORPHAN);
    assert_eq!(code, 1);
    assert!(stdout.contains("--> <stdin>:7:11"), "{stdout}");
}

#[test]
fn a_file_that_is_named_twice_is_read_once() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shop.yaml");
    fs::write(&file, SHOP).unwrap();
    let (code, stdout, _) = run(&["check", directory.path().to_str().unwrap(), file.to_str().unwrap()], "");
    assert_eq!(code, 0);
    assert!(stdout.starts_with("no problems in 5 objects of 1 file\n"), "{stdout}");
}

#[test]
fn directories_are_read_in_order_without_what_is_hidden() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    fs::create_dir_all(path.join("b/.git")).unwrap();
    fs::write(path.join("c.yml"), "c").unwrap();
    fs::write(path.join("b/b.json"), "\"b\"").unwrap();
    fs::write(path.join("a.YAML"), "a").unwrap();
    fs::write(path.join(".hidden.yaml"), "hidden").unwrap();
    fs::write(path.join("b/.git/config.yaml"), "hidden").unwrap();
    fs::write(path.join("readme.md"), "no manifest").unwrap();
    let (_, stdout, _) = run(&["check", "-o", "json", path.to_str().unwrap()], "");
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let files: Vec<_> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|diagnostic| diagnostic["file"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(files, ["a.YAML", "b.json", "c.yml"]);
}

#[test]
fn warnings_fail_a_strict_check_alone() {
    let manifest = SHOP.replace(
        "  - name: cart\n      port: 8080\n      weight: 9",
        "  - name: cart\n      port: 8080\n      weight: 0",
    );
    let manifest =
        manifest.replace("    - name: cart-next\n      port: 8080\n  - name: testers", "  - name: testers");
    let (code, stdout, _) = run(&["check", "-"], &manifest);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("warning[zero-weights]"), "{stdout}");
    assert_eq!(run(&["check", "--strict", "-"], &manifest).0, 1);
}

#[test]
fn a_huge_line_is_cut_around_the_problem() {
    let line = format!("spec: {{description: {}, controllerNam: x}}", "y".repeat(1_000_000));
    let manifest = format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {{name: a}}\n{line}\n"
    );
    let (code, stdout, _) = run(&["check", "-"], &manifest);
    assert_eq!(code, 1);
    assert!(stdout.contains("<stdin>:4:"), "{stdout}");
    assert!(stdout.contains("yyy, controllerNam: x"), "{stdout}");
    assert!(stdout.lines().all(|line| line.chars().count() < 500));
}

#[test]
fn binary_files_are_not_printed() {
    let (code, stdout, _) = run(&["check", "-"], "kind: \0\u{1b}[31mred");
    assert_eq!(code, 1);
    assert!(stdout.contains("error[not-text]"), "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "{stdout:?}");
}

#[test]
fn what_drives_a_terminal_is_not_printed() {
    let request = ["explain", "-", "--", "http://shop.example.com/\u{1b}[31m", "-H", "x: \u{202e}"];
    let (_, stdout, _) = run(&request, SHOP);
    assert!(!stdout.contains(['\u{1b}', '\u{202e}']), "{stdout:?}");
}

#[test]
fn colours_come_when_they_are_asked_for() {
    assert!(!run(&["check", "-"], ORPHAN).1.contains('\u{1b}'));
    assert!(run(&["check", "--color", "always", "-"], ORPHAN).1.contains("\u{1b}["));
    assert!(!run(&["check", "--color", "never", "-"], ORPHAN).1.contains('\u{1b}'));
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("orphans.yaml");
    // More than a pipe holds.
    fs::write(&file, vec![ORPHAN; 500].join("---\n")).unwrap();
    let mut child =
        gatewright().arg("check").arg(&file).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 5];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
}

#[test]
fn a_bundle_is_what_the_filter_reads() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("shop.bundle");
    let (code, stdout, _) = run(&["bundle", "-", "--raw", "--output-file", file.to_str().unwrap()], SHOP);
    assert_eq!((code, stdout.as_str()), (0, ""));
    let table = engine::table::Table::open(fs::read(&file).unwrap()).unwrap();
    assert!(table.socket("default/web:80").is_some());
}

#[test]
fn a_long_explanation_is_cut_to_what_is_of_interest() {
    let rules: String = (0..50)
        .map(|number| format!("  - matches: [{{path: {{value: /page{number}}}}}]\n    backendRefs: [{{name: cart, port: 8080}}]\n"))
        .collect();
    let mut manifests = SHOP.to_owned();
    // The API allows 16 rules in a route.
    for (number, rules) in rules.lines().collect::<Vec<_>>().chunks(20).enumerate() {
        manifests.push_str(&format!(
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: pages{number}}}\nspec:\n  parentRefs: [{{name: web}}]\n  rules:\n{}\n",
            rules.join("\n")
        ));
    }
    let request = ["--", "POST", "shop.example.com/orders"];
    let short = run(&[&["explain", "-"], &request[..]].concat(), &manifests).1;
    assert!(short.contains("… and 34 other steps of less interest (--all shows every step)"), "{short}");
    assert!(short.contains("✓ taken      rule       default/cart/orders"), "{short}");
    let long = run(&[&["explain", "-", "--all"], &request[..]].concat(), &manifests).1;
    assert!(long.contains("/page49") && !long.contains("other steps"), "{long}");
}

#[test]
fn every_command_has_examples() {
    for command in ["check", "status", "explain", "bundle", "completions"] {
        let (code, stdout, _) = run(&[command, "--help"], "");
        assert_eq!(code, 0);
        assert!(stdout.contains(&format!("Examples:\n  gatewright {command}")), "{stdout}");
    }
}

#[test]
fn completions_know_the_commands() {
    let (code, stdout, _) = run(&["completions", "bash"], "");
    assert_eq!(code, 0);
    assert!(stdout.contains("gatewright__subcmd__explain"), "{stdout}");
}
