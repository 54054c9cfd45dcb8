//! How the types of this module are packed.

#[cfg(test)]
use super::packed::Packing;
use super::{
    Bound, Evident, Facets, Field, Format, ListShape, Logic, MapShape, Node, NumberShape, NumberSize,
    ObjectShape, Pattern, PatternRef, Rule, Shape, Skip, StringShape, Unique,
    packed::{Packed, Unpacking, packed},
};
use crate::admit::{Channel, kinds::PATTERNS};

packed! {
    once struct Node { shape, nullable, default, values, logic, rules, evident, skip; experimental }
    once struct Rule { message, program, channel; more }
}

packed! {
    struct ObjectShape { fields, withheld, required, open, embedded, min, max }
    struct MapShape { values, forbidden, min, max }
    struct ListShape { items, min, max, unique }
    struct StringShape { min, max, pattern, format }
    struct NumberShape { size, min, max; multiple_of }
    struct Facets { int_or_string, open, text, number, list, object, map }
    struct Logic { all_of, any_of, one_of, not }
    struct Field { name, node, required, channel }
    struct Skip { rules, defaults, unique, channels }
}

packed! {
    enum Shape {
        0 = Object(object),
        1 = Map(map),
        2 = List(list),
        3 = String(text),
        4 = Number(number),
        5 = Untyped(facets),
        _ = Boolean,
    }
    enum Evident {
        0 = Path,
        1 = Reference,
        2 = Filter,
        3 = Filters,
        4 = Rule,
        5 = Rules,
        6 = Parents,
        7 = Method,
        _ = Never,
    }
    enum Unique { 0 = Items, 1 = Keys(names), _ = No }
    enum NumberSize { 0 = Int32, 1 = Int64 { named }, _ = Any }
    enum Format { 0 = Base64, 1 = Ipv4, _ = Ipv6 }
    enum Channel { 0 = Standard, _ = Experimental }
}

/// Our own limits are whole numbers.
impl Packed for Bound {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        assert!(self.limit >= 0.0 && self.limit.fract() == 0.0 && !self.exclusive);
        to.number(self.limit as usize);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        Bound { limit: u32::try_from(from.number()).unwrap_or_default().into(), exclusive: false }
    }
}

impl Packed for PatternRef {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        to.number(PATTERNS.iter().position(|pattern| std::ptr::eq(*pattern, &**self)).unwrap());
    }

    fn unpack(from: &mut Unpacking) -> Self {
        static NONE: Pattern = Pattern::new("");
        PatternRef::Ours(PATTERNS.get(from.number()).copied().unwrap_or(&NONE))
    }
}

/// One that stands in a rule.
impl Packed for Pattern {
    #[cfg(test)]
    fn pack(&self, to: &mut Packing) {
        self.source().to_owned().pack(to);
    }

    fn unpack(from: &mut Unpacking) -> Self {
        Pattern::of(Packed::unpack(from))
    }
}
