//! Each of these was asked of the API server's own evaluator, too.

use serde_json::{Value, json};

use crate::admit::{
    cel::{Budget, EvalError, Program},
    schema::any,
};

fn this() -> Value {
    json!({
        "s": "héllo",
        "li": [3, 1, 2],
        "ls": ["b", "a", "c"],
        "m": {"x": "1", "y": "2"},
        "o": {"a": 1, "b": "z"},
        "port": 5,
        "named": "http",
    })
}

fn eval(source: &str) -> Result<bool, EvalError> {
    let program = Program::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"));
    program.holds(&this(), &any().finish(), &Budget::new(100_000))
}

fn hold(sources: &[&str]) {
    for source in sources {
        assert_eq!(eval(source), Ok(true), "{source}");
    }
}

/// Expressions that have no value, and what is said of them.
fn fail(cases: &[(&str, &str)]) {
    for (source, message) in cases {
        assert_eq!(eval(source).unwrap_err().to_string(), *message, "{source}");
    }
}

#[test]
fn numbers_of_all_types() {
    hold(&[
        "1.5 + 2.5 == 4.0 && 2.0 * 3.0 == 6.0 && 7.0 / 2.0 == 3.5 && -(1.5) == -1.5",
        "1e3 == 1000.0 && .5 + .5 == 1.0 && 0x1F == 31 && 0xFFu == 255u",
        "5u + 3u == 8u && 5u - 3u == 2u && 7u % 4u == 3u",
        "1 < 1.5 && dyn(2.0) == 2 && dyn(1u) == 1 && dyn(1) in [1.0, 2.0] && dyn('a') != 1",
        "1.0 / 0.0 > 1.0 && double('NaN') != double('NaN')",
        "-9223372036854775808 < 0",
    ]);
    fail(&[
        ("3u - 5u == 0u", "unsigned integer overflow"),
        ("7u / 0u == 1u", "division by zero"),
        ("7 % 0 == 1", "modulus by zero"),
        ("self.port > 'a'", "no such overload"),
        ("self.named + 1 == 5", "no such overload"),
    ]);
}

#[test]
fn conversions() {
    hold(&[
        "double(7) == 7.0 && int(2.9) == 2 && int(-2.9) == -2 && int('42') == 42 && uint('5') == 5u",
        "string(5) == '5' && string(2.5) == '2.5' && string(true) == 'true' && string(5u) == '5'",
        "string(1000000.0) == '1e+06' && string(123456.0) == '123456' && string(0.00001) == '1e-05'",
        "string(duration('1h30m')) == '5400s' && string(duration('100ms')) == '0.1s' && string(b'abc') == 'abc'",
        "bool('true') && !bool('f') && bytes('abc') == b'abc' && size(b'abc') == 3",
        "type(1) == int && type(1.0) == double && type('a') == string && type([]) == list && type({}) == map",
        "type(null) == null_type && type(type(1)) == type && type(self.port) == int && type(self.named) == string",
    ]);
    fail(&[
        ("int(self.s) == 1", "type conversion error from 'string' to 'int'"),
        ("bool(self.s)", "type conversion error from 'string' to 'bool'"),
        (
            "timestamp(self.s) == timestamp(0)",
            "type conversion error from 'string' to 'google.protobuf.Timestamp'",
        ),
        ("int(1e30) == 1", "integer overflow"),
    ]);
}

#[test]
fn times() {
    hold(&[
        "timestamp('2024-01-31T12:00:00Z') + duration('1h') == timestamp('2024-01-31T13:00:00Z')",
        "timestamp('2024-01-31T12:00:00Z') - timestamp('2024-01-31T11:00:00Z') == duration('1h')",
        "timestamp('2024-01-31T12:00:00Z') == timestamp('2024-01-31T14:00:00+02:00')",
        "string(timestamp('2024-01-31T12:00:00+02:00')) == '2024-01-31T12:00:00+02:00'",
        "timestamp('2024-01-31T12:34:56.789Z').getFullYear() == 2024 && timestamp(0).getMonth() == 0",
        "timestamp('2024-01-31T12:34:56Z').getDate() == 31 && timestamp('2024-01-31T12:34:56Z').getDayOfMonth() == 30",
        "timestamp('2024-01-31T12:34:56Z').getDayOfWeek() == 3 && timestamp('2024-01-31T12:34:56Z').getDayOfYear() == 30",
        "timestamp('2024-01-31T12:34:56.789Z').getSeconds() == 56",
        "timestamp('2024-01-31T12:34:56.789Z').getMilliseconds() == 789",
        "timestamp('2024-01-31T12:34:56Z').getHours('+02:00') == 14 && timestamp('2024-01-31T23:34:56Z').getDate('02:00') == 1",
        "timestamp('2024-01-31T12:34:56Z').getHours('-05:30') == 7 && int(timestamp(60)) == 60",
        "duration('1h30m').getHours() == 1 && duration('1h30m').getMinutes() == 90 && duration('90m').getSeconds() == 5400",
        "duration('1h') + duration('30m') == duration('90m') && duration('1h') - duration('2h') < duration('0s')",
    ]);
    assert!(Program::parse("timestamp(0).getHours('Europe/Berlin') == 1").is_err());
}

#[test]
fn texts() {
    hold(&[
        "self.s.charAt(1) == 'é' && self.s.charAt(5) == '' && self.s.indexOf('l') == 2 && self.s.lastIndexOf('l') == 3",
        "self.s.indexOf('l', 3) == 3 && self.s.lastIndexOf('l', 2) == 2 && self.s.indexOf('z') == -1",
        "self.s.indexOf('') == 0 && self.s.lastIndexOf('') == 5",
        "self.s.replace('l', 'L') == 'héLLo' && self.s.replace('l', 'L', 1) == 'héLlo' && 'aa'.replace('a', '', 0) == 'aa'",
        "'a,b,c'.split(',', 2) == ['a','b,c'] && 'a,b'.split(',', 0) == [] && 'abc'.split('', 2) == ['a','bc']",
        "'  x '.trim() == 'x' && 'aé'.upperAscii() == 'Aé' && self.ls.join('-') == 'b-a-c' && self.ls.join() == 'bac'",
        r#"strings.quote('a"b\n') == '"a\\"b\\n"'"#,
        "'abc123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == ''",
        "'a1b22'.findAll('[0-9]+') == ['1','22'] && 'a1b22'.findAll('[0-9]+', 1) == ['1']",
        "matches('a{b', 'a{b') && 'a' + 'b' == 'ab' // a comment",
        "'\\101\\u00e9' == 'Aé'",
    ]);
    fail(&[
        ("self.s.charAt(9) == ''", "index out of range: 9"),
        ("'hello'.substring(3, 1) == ''", "invalid substring range. start: 3, end: 1"),
    ]);
}

#[test]
fn formatted_texts() {
    hold(&[
        "'%s is %d, 100%%'.format(['x', 5]) == 'x is 5, 100%'",
        "'%.2f %f'.format([1.5, 12345.678]) == '1.50 12,345.678000' && '%e'.format([1234.5]) == '1.234500×10⁰³'",
        "'%b %x %X %o %x'.format([5, 255, 255, 8, 'hi']) == '101 ff FF 10 6869'",
        r#"'%s %s %s'.format([[1, 'a'], {'k': 'v'}, true]) == '[1, "a"] {"k":"v"} true'"#,
        "'%s %s %s'.format([null, duration('1h'), 1.5]) == 'null 3600s 1.5'",
        r#"'%s'.format([[1.5, duration('1h'), b'x']]) == '[1.500000, duration("3600s"), b"x"]'"#,
    ]);
}

#[test]
fn lists_and_sets() {
    hold(&[
        "self.li.sum() == 6 && self.li.min() == 1 && self.li.max() == 3 && !self.li.isSorted() && [1, 2].isSorted()",
        "[1.0, 2.0].sum() == 3.0 && [duration('1s'), duration('2s')].sum() == duration('3s') && [].sum() == 0",
        "self.ls.indexOf('a') == 1 && self.ls.lastIndexOf('z') == -1 && self.ls.max() == 'c'",
        "[3, 1, 2].sort() == [1, 2, 3] && ['abc', 'a', 'ab'].sortBy(x, x.size()) == ['a', 'ab', 'abc']",
        "[1, 1, 2].distinct() == [1, 2] && [1, 2, 3].reverse() == [3, 2, 1] && lists.range(3) == [0, 1, 2]",
        "[1, 2, 3].slice(1, 3) == [2, 3] && [[1], [2, 3]].flatten() == [1, 2, 3] && self.li + [4] == [3, 1, 2, 4]",
        "[1, 2].first().value() == 1 && [1, 2].last().value() == 2 && ![].first().hasValue()",
        "sets.contains([1, 2, 3], [1, 2]) && !sets.contains([1], [2]) && sets.equivalent([1, 2], [2, 1, 1])",
        "sets.intersects([1], [1, 2]) && !sets.intersects([1], [2])",
    ]);
    fail(&[
        ("[].max() == 1", "max called on empty list"),
        ("[1, 2].slice(1, 5) == []", "cannot slice(1, 5), list is length 2"),
        (
            "[1, 2].slice(2, 1) == []",
            "cannot slice(2, 1), start index must be less than or equal to end index",
        ),
    ]);
}

#[test]
fn maps() {
    hold(&[
        "self.m == {'y': '2', 'x': '1'} && {'a': 1}.a == 1 && {1: 'x'}[1] == 'x' && {true: 1}[true] == 1",
        "{'a': 1}.exists(k, k == 'a') && has({'a': 1}.a) && !has({'a': 1}.b) && 'a' in {'a': 1}",
        "dyn({'a': 1}) == {'a': 1.0} && {'a': 1, 'b': 2}.size() == 2",
    ]);
    fail(&[
        ("{'a': 1}['b'] == 1", "no such key: b"),
        ("{1: 2}[5] == 2", "no such key: 5"),
        ("{'a': 1, 'a': 2}.size() == 2", "insert failed: key already exists"),
    ]);
}

#[test]
fn macros_with_two_variables() {
    hold(&[
        "self.li.all(i, v, i >= 0 && v > 0) && self.li.exists(i, v, i == 1 && v == 1)",
        "self.m.all(k, v, k in ['x', 'y'] && v in ['1', '2']) && self.li.existsOne(i, v, v == 2)",
        "self.li.transformList(i, v, i + v) == [3, 2, 4] && self.li.transformList(i, v, v > 1, v) == [3, 2]",
        "self.m.transformMap(k, v, v + '!') == {'x': '1!', 'y': '2!'}",
        "self.li.transformMapEntry(i, v, {v: i}) == {3: 0, 1: 1, 2: 2}",
        "self.li.map(x, x > 1, x * 2) == [6, 4]",
    ]);
}

#[test]
fn optionals() {
    hold(&[
        "self.?opt.orValue('d') == 'd' && self.?s.orValue('d') == 'héllo' && !self.?opt.hasValue() && self.?s.hasValue()",
        "self.m[?'x'].orValue('') == '1' && !self.m[?'q'].hasValue() && self.li[?0].value() == 3 && self.li[?9].orValue(9) == 9",
        "self.?o.?a.orValue(5) == 1 && self.?o.a == optional.of(1) && !has(self.?opt.x)",
        "optional.none() == optional.none() && !optional.ofNonZeroValue(0).hasValue() && optional.ofNonZeroValue('a').hasValue()",
        "optional.none().or(optional.of(2)).value() == 2 && optional.of(2).optMap(x, x * 2).value() == 4",
        "optional.of(2).optFlatMap(x, optional.of(x * 3)).value() == 6 && !optional.none().optMap(x, x).hasValue()",
        "[?self.?opt, 'a'] == ['a'] && {?'k': self.?opt} == {} && {?'k': self.?s} == {'k': 'héllo'}",
    ]);
    fail(&[("self.?opt.value() == 'x'", "optional.none() dereference")]);
}

#[test]
fn addresses() {
    hold(&[
        "ip('10.0.0.1').family() == 4 && ip('::1').family() == 6 && ip('127.0.0.1').isLoopback()",
        "ip('0.0.0.0').isUnspecified() && ip('fe80::1').isLinkLocalUnicast() && ip('224.0.0.1').isLinkLocalMulticast()",
        "ip('8.8.8.8').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && !ip('224.1.1.1').isGlobalUnicast()",
        "ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1') && string(ip('2001:DB8:0::1')) == '2001:db8::1'",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.1.2.3'))",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))",
        "!cidr('10.0.0.0/8').containsIP('::1') && cidr('0.0.0.0/0').containsCIDR('10.0.0.0/8')",
        "cidr('10.1.2.3/8').ip() == ip('10.1.2.3') && string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8'",
        "string(cidr('2001:db8::1/0').masked()) == '::/0' && cidr('10.1.2.3/32').masked().prefixLength() == 32",
        "isCIDR('::/128') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0') && !isCIDR('10.0.0.0/08')",
    ]);
    fail(&[
        (
            "ip('x').family() == 4",
            "IP Address \"x\" parse error during conversion from string: ParseAddr(\"x\"): unable to parse IP",
        ),
        ("ip('::ffff:1.2.3.4').family() == 6", "IPv4-mapped IPv6 address \"::ffff:1.2.3.4\" is not allowed"),
        ("ip('fe80::1%eth0').family() == 6", "IP address \"fe80::1%eth0\" with zone value is not allowed"),
    ]);
}

#[test]
fn urls() {
    hold(&[
        "url('https://user@example.com:8080/a').getHost() == 'example.com:8080'",
        "url('https://example.com:8080/').getHostname() == 'example.com' && url('https://[::1]:80/').getHostname() == '::1'",
        "url('https://[::1]:80/').getPort() == '80' && url('https://example.com/a%20b').getEscapedPath() == '/a%20b'",
        "url('https://example.com/?x=1&y=2&x=3').getQuery() == {'x': ['1', '3'], 'y': ['2']}",
        "url('HTTPS://a').getScheme() == 'https' && url('/a/b').getScheme() == ''",
        "isURL('https://example.com') && isURL('/a') && !isURL('example.com') && !isURL('') && isURL('mailto:x')",
        "isURL('http://a/b c') && isURL('//a/b') && isURL('http:') && isURL('/a?b=%zz')",
        "!isURL('http://[::1') && !isURL('http://a:b/') && !isURL('https://ex ample.com') && !isURL('http://a/%zz')",
    ]);
    fail(&[(
        "url('example.com').getHost() == ''",
        "URL parse error during conversion from string: parse \"example.com\": invalid URI for request",
    )]);
}

#[test]
fn quantities() {
    hold(&[
        "quantity('1Gi').compareTo(quantity('1024Mi')) == 0 && quantity('1').isLessThan(quantity('1500m'))",
        "quantity('2').isGreaterThan(quantity('1.5')) && quantity('100m').asApproximateFloat() == 0.1",
        "quantity('1k').asInteger() == 1000 && !quantity('1000m').isInteger() && !quantity('1.0').isInteger()",
        "quantity('50').add(quantity('50')).asInteger() == 100 && quantity('50').sub(20).asInteger() == 30",
        "sign(quantity('-5')) == -1 && quantity('1e3') == quantity('1k') && quantity('0.1n') == quantity('1n')",
        "isQuantity('1.3Gi') && isQuantity('1E') && isQuantity('1e-3') && !isQuantity('20Ka') && !isQuantity('')",
        "!isQuantity('1.1.1') && !isQuantity('1 Gi') && !isQuantity('1K') && !isQuantity('1e')",
    ]);
    fail(&[
        ("quantity('1500m').asInteger() == 1", "cannot convert value to integer"),
        (
            "sign(quantity(self.s)) == 1",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
    ]);
}

#[test]
fn versions() {
    hold(&[
        "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() == 3",
        "semver('1.2.3').isLessThan(semver('1.2.4')) && semver('1.0.0-alpha').isLessThan(semver('1.0.0'))",
        "semver('1.0.0').compareTo(semver('1.0.0+x')) == 0 && semver('1.0.0-1').isLessThan(semver('1.0.0-a'))",
        "semver('1.0.0-alpha.2').isLessThan(semver('1.0.0-alpha.10'))",
        "isSemver('1.2.3-a.1+b') && !isSemver('1.2') && !isSemver('v1.2.3') && !isSemver('01.2.3') && !isSemver('1.2.3-01')",
        "isSemver('v1.2.3', true) && isSemver('01.2', true) && isSemver('1', true)",
    ]);
    fail(&[("semver('x').major() == 1", "No Major.Minor.Patch elements found")]);
}

#[test]
fn formats() {
    hold(&[
        "!format.dns1123Label().validate('a').hasValue() && format.dns1035Label().validate('1a').hasValue()",
        "format.uuid().validate('x').value() == ['does not match the UUID format']",
        "format.byte().validate('%').value() == ['invalid base64'] && format.datetime().validate('x').value() == ['invalid datetime']",
        "!format.uri().validate('https://a').hasValue() && format.uri().validate('x').value() == ['parse \"x\": invalid URI for request']",
        "format.named('dns1123Label').value().validate('A').value().size() == 1 && !format.named('x').hasValue()",
        "!format.dns1123LabelPrefix().validate('a-').hasValue() && format.dns1123Label().validate('a-').hasValue()",
    ]);
}

#[test]
fn fields_whose_names_cel_cannot_say() {
    let this = json!({"a-b": 1, "c.d": 2, "e/f": 3, "x__y": 4, "namespace": 5});
    let source = "self.a__dash__b == 1 && self.c__dot__d == 2 && self.e__slash__f == 3 && \
                  self.x__underscores__y == 4 && self.__namespace__ == 5";
    let holds = Program::parse(source).unwrap().holds(&this, &any().finish(), &Budget::new(1000));
    assert_eq!(holds, Ok(true));
}

/// What one call can make is bounded, however little the expression says.
#[test]
fn no_call_makes_too_much() {
    for source in [
        "lists.range(1000000000).size() == 1",
        "lists.range(100000).distinct().size() == 1",
        "lists.range(90000).map(x, 'aaaaaaaaaaaaaaaaaaaa').join('bbbbbbbbbbbbbbbbbbbbbbbbb').size() == 1",
        "lists.range(3000).all(x, lists.range(3000).size() == 3000)",
        "lists.range(3000).all(x, '%.100f'.format([1e300]).replace('', 'xxxxxxxxxx').size() > 1)",
    ] {
        assert_eq!(eval(source), Err(EvalError::OutOfBudget), "{source}");
    }
}
