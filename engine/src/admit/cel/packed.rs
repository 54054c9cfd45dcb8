//! How expressions are packed: what our own rules use, which is not all that there is.

use super::{
    Program,
    ast::{Expr, Format, Function, Item, Macro, Operator, Quantifier},
};
#[allow(unused_imports, reason = "packing is for tests")]
use crate::admit::schema::packed::{Packed, packed};

packed! {
    struct Program { root, transition }
    struct Item { value, optional }
    struct Macro { quantifier, range, variables, condition, body }
}

packed! {
    enum Operator {
        0 = Add,
        1 = Subtract,
        2 = Multiply,
        3 = Divide,
        4 = Modulo,
        5 = Equal,
        6 = NotEqual,
        7 = Less,
        8 = LessOrEqual,
        9 = Greater,
        10 = GreaterOrEqual,
        _ = In,
    }
    enum Quantifier { 0 = All, 1 = Exists, 2 = ExistsOne, 3 = Filter, _ = Map }
    enum Function {
        0 = Size,
        1 = Contains,
        2 = StartsWith,
        3 = EndsWith,
        4 = Matches,
        5 = Split,
        6 = Substring,
        7 = LowerAscii,
        8 = Duration,
        9 = IsIp,
        10 = Validate,
        _ = HasValue,
    }
    enum Format { 0 = Dns1123Label, 1 = Dns1123Subdomain, 2 = QualifiedName, _ = LabelValue }
}

packed! {
    once enum Expr {
        0 = Bool(value),
        1 = Int(value),
        2 = String(text),
        3 = List(items),
        4 = Variable(name),
        5 = Select { operand, field },
        6 = Has { operand, field },
        7 = Index { operand, index },
        8 = Not(operand),
        9 = Negate(operand),
        10 = And(left, right),
        11 = Or(left, right),
        12 = Conditional { condition, then, otherwise },
        13 = Binary { operator, left, right },
        14 = Matches { text, pattern },
        15 = Call { function, arguments },
        16 = Macro(quantified),
        17 = Format(format),
        _ = Null,
    }
}
