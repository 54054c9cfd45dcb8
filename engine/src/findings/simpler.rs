//! Regular expressions that an exact value or a prefix would say, and those that no path matches.

use super::{
    Findings, codes,
    language::{Form, Language, Rest},
    routes::{Expression, ExpressionOf, Rule},
};
use crate::table::normalize;

/// How many exact matches are still simpler than one expression.
const MOST_PATHS: usize = 4;

pub(super) fn find(rule: &Rule<'_>, found: &mut Findings) {
    for expression in rule.expressions() {
        let language = Language::of_expression(expression.value);
        match expression.of {
            ExpressionOf::Path => path(rule, &expression, &language, found),
            ExpressionOf::Header(name) => {
                let separator = if name.eq_ignore_ascii_case("cookie") { ';' } else { ',' };
                // Joined lines are compared more leniently with an exact value.
                value(rule, &expression, &language, Some(separator), found);
            }
            ExpressionOf::Query => value(rule, &expression, &language, None, found),
        }
    }
}

/// A header or a query parameter: one value is all there is to be simpler.
fn value(
    rule: &Rule<'_>,
    expression: &Expression<'_>,
    language: &Language,
    separator: Option<char>,
    found: &mut Findings,
) {
    let [Form { literal, rest: Rest::Nothing }] = language.forms.as_slice() else { return };
    if !language.exact || literal.is_empty() || separator.is_some_and(|separator| literal.contains(separator))
    {
        return;
    }
    found.note(
        codes::NEEDLESS_EXPRESSION,
        rule.document,
        expression.path.clone(),
        format!("the regular expression `{}` matches the value `{literal}` alone", expression.value),
        format!("write `type: Exact` and `value: {literal}`"),
    );
}

fn path(rule: &Rule<'_>, expression: &Expression<'_>, language: &Language, found: &mut Findings) {
    let source = expression.value;
    if let Some((why, hint)) = hopeless(language) {
        found.warn(
            codes::NEVER_MATCHES,
            rule.document,
            expression.path.clone(),
            format!("no path matches the regular expression `{source}`: {why}"),
            hint,
        );
        return;
    }
    let Some(Advice { equal, message, hint }) = advice(language) else { return };
    let code = if equal { codes::NEEDLESS_EXPRESSION } else { codes::NEARLY_PREFIX };
    let message = format!("the regular expression `{source}` matches {message}");
    found.note(code, rule.document, expression.path.clone(), message, hint);
}

/// Why no request has a path for an expression.
fn hopeless(language: &Language) -> Option<(String, String)> {
    if language.forms.is_empty() {
        return Some((
            "nothing can stand before `^` or behind `$`".to_owned(),
            "remove the anchors: the whole path has to match anyway".to_owned(),
        ));
    }
    // `OPTIONS *` has the path `*`.
    let headless = |form: &Form| form.literal.starts_with(|first| !matches!(first, '/' | '*'));
    if language.forms.iter().all(headless) {
        let first = language.forms.first()?;
        return Some((
            "the whole path has to match, and a path begins with `/`".to_owned(),
            format!("begin the expression with `/`, as in `/{}`", first.literal),
        ));
    }
    let strange = |form: &Form| form.rest == Rest::Nothing && normalize(&form.literal) != form.literal;
    if language.forms.iter().all(strange) {
        let normal = normalize(&language.forms.first()?.literal).into_owned();
        return Some((
            format!("paths are compared in their normal form, where this is `{normal}`"),
            format!("write `type: Exact` and `value: {normal}`"),
        ));
    }
    None
}

/// What to write instead of an expression.
struct Advice {
    /// Whether it takes just the same paths.
    equal: bool,
    message: String,
    hint: String,
}

const PREFIX_ORDER: &str = "prefixes are asked after exact paths and regular expressions";
const EXACT_ORDER: &str = "exact paths are asked before regular expressions and prefixes";

fn advice(language: &Language) -> Option<Advice> {
    if !language.exact {
        return None;
    }
    let forms = language.forms.as_slice();
    if forms.iter().all(|form| form.rest == Rest::Nothing) {
        return exact_paths(forms);
    }
    match forms {
        // `/.*` lacks only what is no path.
        [Form { literal, rest: Rest::Anything }] if literal.is_empty() || literal == "/" => Some(Advice {
            equal: true,
            message: "every path".to_owned(),
            hint: format!("write `type: PathPrefix` and `value: /`, or no path at all; {PREFIX_ORDER}"),
        }),
        [Form { literal, rest: Rest::Anything }] => match literal.strip_suffix('/') {
            Some(prefix) => nearly(
                prefix,
                &format!("what the prefix `{prefix}` does, but for `{prefix}` itself"),
                &format!("if `{prefix}` may match, too,"),
            ),
            None => nearly(
                literal,
                &format!("`{literal}bar`, too, beside `{literal}` and `{literal}/bar`"),
                "if whole elements of the path are meant,",
            ),
        },
        [Form { literal, rest: Rest::Something }] => {
            let prefix = literal.strip_suffix('/')?;
            nearly(
                prefix,
                &format!("what the prefix `{prefix}` does, but for `{prefix}` and `{prefix}/`"),
                "if they may match, too,",
            )
        }
        [Form { literal: path, rest: Rest::Nothing }, Form { literal: below, rest: Rest::Anything }]
        | [Form { literal: below, rest: Rest::Anything }, Form { literal: path, rest: Rest::Nothing }]
            if below.strip_suffix('/') == Some(path) =>
        {
            Some(Advice {
                equal: true,
                message: format!("what the prefix `{path}` does"),
                hint: format!("write `type: PathPrefix` and `value: {}`; {PREFIX_ORDER}", plain(path)?),
            })
        }
        _ => None,
    }
}

fn nearly(prefix: &str, message: &str, condition: &str) -> Option<Advice> {
    let prefix = plain(prefix)?;
    Some(Advice {
        equal: false,
        message: message.to_owned(),
        hint: format!("{condition} write `type: PathPrefix` and `value: {prefix}`; {PREFIX_ORDER}"),
    })
}

fn exact_paths(forms: &[Form]) -> Option<Advice> {
    let paths: Vec<_> = forms.iter().map(|form| plain(&form.literal)).collect::<Option<_>>()?;
    let listed: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
    let (message, hint) = match paths.as_slice() {
        [path] => (
            format!("the path `{path}` alone"),
            format!("write `type: Exact` and `value: {path}`; {EXACT_ORDER}"),
        ),
        several if several.len() <= MOST_PATHS => (
            format!("the paths {} alone", listed.join(", ")),
            format!("write {} matches with `type: Exact`; {EXACT_ORDER}", several.len()),
        ),
        _ => return None,
    };
    Some(Advice { equal: true, message, hint })
}

/// The path, if a match of type `Exact` or `PathPrefix` may have it and compares it as it stands
/// (`HTTPPathMatch`).
fn plain(path: &str) -> Option<&str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@%".contains(&byte);
    let forbidden = ["//", "/./", "/../", "%2f", "%2F", "#"];
    let plain = path.starts_with('/')
        && path.bytes().all(allowed)
        && !forbidden.iter().any(|part| path.contains(part))
        && !path.ends_with("/..")
        && !path.ends_with("/.")
        && normalize(path) == path;
    plain.then_some(path)
}
