use super::*;

fn section(label: &str, content: &str) -> String {
    format!("-----BEGIN {label}-----\n{content}\n-----END {label}-----\n")
}

#[test]
fn a_chain_is_certificates() {
    let chain = section("CERTIFICATE", "AAEC\r\n  AwQF") + "for people\n" + &section("CERTIFICATE", "AA==");
    assert!(holds_certificates(chain.as_bytes()));
}

#[test]
fn what_looks_like_a_certificate_and_is_none_spoils_the_rest() {
    let whole = section("CERTIFICATE", "AAEC");
    for broken in [
        section("CERTIFICATE", "not base64"),
        section("CERTIFICATE", "AAE"),
        "-----BEGIN CERTIFICATE-----\nAAEC\n".to_owned(),
        "-----BEGIN CERTIFICATE\nAAEC\n-----END CERTIFICATE-----\n".to_owned(),
        "-----BEGIN CERTIFICATE-----\nAAEC\n-----END PRIVATE KEY-----\n".to_owned(),
    ] {
        assert!(!holds_certificates(format!("{whole}{broken}").as_bytes()), "{broken}");
    }
}

#[test]
fn a_text_without_a_certificate_holds_none() {
    for text in [String::new(), "text".to_owned(), section("PRIVATE KEY", "AAEC")] {
        assert!(!holds_certificates(text.as_bytes()), "{text}");
    }
}

#[test]
fn a_key_may_follow_what_else_there_is() {
    for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"] {
        let text = section("EC PARAMETERS", "whatever it is") + &section(label, "AAEC");
        assert!(holds_key(text.as_bytes()), "{label}");
    }
    assert!(!holds_key(section("CERTIFICATE", "AAEC").as_bytes()));
}

#[test]
fn nothing_broken_stands_before_a_key() {
    let key = section("PRIVATE KEY", "AAEC");
    let broken = section("CERTIFICATE", "AAE");
    assert!(!holds_key(format!("{broken}{key}").as_bytes()));
    assert!(holds_key(format!("{key}{broken}").as_bytes()));
}
