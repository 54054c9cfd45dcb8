use super::{read_text, show};
use crate::source::{DocId, FieldPath, Segment, Sources};

const ROUTE: &str = "\
# A route with a bit of everything.
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: grüße  # two bytes each
  labels: {team: a, \"example.com/x\": 'ü'}
  note: |
    line one
    line two

spec:
  hostnames:
  - a.example.com
  - \"b.example.com\"
  parentRefs:
    - name: gw
      empty:
  rules: [{matches: [{path: {value: /a}}]}]
";

/// `spec.rules[0].x` as a path.
fn path(text: &str) -> FieldPath {
    text.split('.').filter(|part| !part.is_empty()).fold(FieldPath::root(), |path, part| match part.parse() {
        Ok(index) => path.index(index),
        Err(_) => path.field(part),
    })
}

fn document(text: &str) -> Sources {
    let (sources, problems) = read_text(text);
    assert_eq!(problems, []);
    sources
}

/// `line:column-line:column text` of a field's value.
fn value_of(sources: &Sources, field: &str) -> String {
    let location = sources.locate(DocId(0), &path(field));
    let text = &sources.files[location.file].text[location.span.start..location.span.end];
    format!("{}-{} {text}", show(location.range.start), show(location.range.end))
}

fn key_of(sources: &Sources, field: &str) -> String {
    let location = sources.locate_key(DocId(0), &path(field));
    let text = &sources.files[location.file].text[location.span.start..location.span.end];
    format!("{} {text}", show(location.range.start))
}

#[test]
fn a_value_stands_where_it_is_written() {
    let sources = document(ROUTE);
    for (field, expected) in [
        ("kind", "3:7-3:16 HTTPRoute"),
        ("metadata.name", "5:9-5:14 grüße"),
        ("metadata.labels", "6:11-6:42 {team: a, \"example.com/x\": 'ü'}"),
        ("metadata.labels.team", "6:18-6:19 a"),
        ("metadata.note", "8:5-9:13 line one\n    line two"),
        ("spec.hostnames.1", "14:5-14:20 \"b.example.com\""),
        ("spec.parentRefs.0", "16:7-17:12 name: gw\n      empty"),
        ("spec.parentRefs.0.name", "16:13-16:15 gw"),
        ("spec.rules.0.matches.0.path.value", "18:37-18:39 /a"),
    ] {
        assert_eq!(value_of(&sources, field), expected, "{field}");
    }
}

#[test]
fn columns_count_characters() {
    let sources = document(ROUTE);
    let label = FieldPath::root().field("metadata").field("labels").field("example.com/x");
    let location = sources.locate(DocId(0), &label);
    assert_eq!((show(location.range.start), show(location.range.end)), ("6:38".into(), "6:41".into()));
}

#[test]
fn a_value_that_is_not_there_is_shown_at_its_key() {
    assert_eq!(value_of(&document(ROUTE), "spec.parentRefs.0.empty"), "17:7-17:12 empty");
}

#[test]
fn a_field_that_is_missing_is_shown_at_the_key_of_what_lacks_it() {
    let sources = document(ROUTE);
    for (field, expected) in [
        ("spec.gone", "11:1-11:5 spec"),
        ("spec.gone.deeper", "11:1-11:5 spec"),
        ("spec.hostnames.7", "12:3-12:12 hostnames"),
        ("spec.parentRefs.0.gone", "16:7-16:11 name"),
        ("kind.gone", "3:1-3:5 kind"),
        ("gone", "2:1-2:11 apiVersion"),
    ] {
        assert_eq!(value_of(&sources, field), expected, "{field}");
    }
}

#[test]
fn a_key_can_be_asked_for() {
    let sources = document(ROUTE);
    assert_eq!(key_of(&sources, "spec.hostnames"), "12:3 hostnames");
    assert_eq!(key_of(&sources, "spec.hostnames.0"), "13:5 a.example.com");
    assert_eq!(key_of(&sources, "spec.parentRefs.0"), "16:7 name");
    assert_eq!(key_of(&sources, ""), "2:1 apiVersion");
}

#[test]
fn items_of_a_list_keep_their_places() {
    let sources = document(
        "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret}\n- apiVersion: v1\n  kind: Service\n",
    );
    let location = sources.locate(DocId(1), &path("kind"));
    assert_eq!(show(location.range.start), "6:9");
}

#[test]
fn an_alias_is_shown_where_it_is_used_and_its_inside_where_it_is_written() {
    let sources =
        document("apiVersion: v1\nkind: A\nfirst: &x\n  port: 80\nsecond: *x\nthird:\n  <<: *x\n  name: a\n");
    assert_eq!(value_of(&sources, "second"), "5:9-5:11 *x");
    assert_eq!(value_of(&sources, "second.port"), "4:9-4:11 80");
    assert_eq!(key_of(&sources, "second.port"), "4:3 port");
    assert_eq!(value_of(&sources, "third.port"), "4:9-4:11 80");
    assert_eq!(value_of(&sources, "third.name"), "8:9-8:10 a");
    assert_eq!(value_of(&sources, "third"), "7:3-8:10 <<: *x\n  name: a");
}

#[test]
fn json_lines_have_places_in_the_whole_file() {
    let (sources, _) = read_text(
        "{\"apiVersion\":\"v1\",\"kind\":\"A\"}\n{\"apiVersion\":\"v1\",\"kind\":\"Bé\",\"x\":[1]}\n",
    );
    let location = sources.locate(DocId(1), &path("x.0"));
    assert_eq!(show(location.range.start), "2:37");
}

#[test]
fn the_line_break_of_windows_belongs_to_no_value() {
    let sources = document("apiVersion: v1\r\nkind: Ä B\r\nspec:\r\n  a: |\r\n    text\r\n  b: 1\r\n");
    assert_eq!(value_of(&sources, "kind"), "2:7-2:10 Ä B");
    assert_eq!(value_of(&sources, "spec.a"), "5:5-5:9 text");
    assert_eq!(value_of(&sources, "spec"), "4:3-6:7 a: |\r\n    text\r\n  b: 1");
}

/// Every value and every key of a document lies within the document, and a scalar's place shows the scalar.
#[test]
fn every_path_has_a_place() {
    let sources = document(ROUTE);
    let mut paths = vec![FieldPath::root()];
    let mut seen = 0;
    while let Some(path) = paths.pop() {
        let root = sources.value(DocId(0)).unwrap();
        let value = path.segments().iter().fold(&root, |value, segment| match segment {
            Segment::Field(name) => &value[name],
            Segment::Index(index) => &value[index],
        });
        let location = sources.locate(DocId(0), &path);
        let shown = &ROUTE[location.span.start..location.span.end];
        if let Some(text) = value.as_str().filter(|text| !text.contains('\n')) {
            assert!(shown.contains(text), "{path}: {shown}");
        }
        if let Some(map) = value.as_object() {
            paths.extend(map.keys().map(|key| path.field(key)));
        }
        if let Some(list) = value.as_array() {
            paths.extend((0..list.len()).map(|index| path.index(index)));
        }
        seen += 1;
    }
    assert_eq!(seen, 23);
}
