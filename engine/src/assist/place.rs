//! Where somebody is in an object: the path, what the schema says there and what the documentation says.

use super::{
    documentation::{self, Documentation},
    outline::{Id, Outline, Shape, Side, Step},
    schema::{self, Form},
};
use crate::admit::{AdmitOptions, KindInfo};

/// A key or a value of an object.
#[derive(Debug)]
pub(super) struct Place<'t, 's> {
    pub(super) outline: &'s Outline<'t>,
    pub(super) part: Id,
    pub(super) side: Side,
    /// The part that is the whole object.
    pub(super) object: Id,
    /// Nothing while the object does not say what it is, and for kinds that somebody brought along.
    pub(super) kind: Option<&'static KindInfo>,
    pub(super) documentation: &'s Documentation,
    is_known: bool,
    /// From the object down to the part, which comes last.
    trail: Vec<Spot<'s>>,
}

/// One step of the way to a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'s> {
    pub(super) part: Id,
    /// Nothing where the schema has nothing.
    pub(super) content: Option<schema::Type<'s>>,
    /// The field, for an item that of its list.
    pub(super) entry: Option<documentation::Entry<'s>>,
    /// What is documented below it.
    pub(super) documented: Option<documentation::Type<'s>>,
}

impl<'t, 's> Place<'t, 's> {
    /// The place of a part.
    pub(super) fn of(
        outline: &'s Outline<'t>,
        (part, side): (Id, Side),
        options: &'s AdmitOptions,
        documentation: &'s Documentation,
    ) -> Option<Self> {
        let mut ids: Vec<_> = std::iter::successors(Some(part), |id| outline.get(*id)?.parent).collect();
        ids.reverse();
        let depth = depth_of_object(outline, &ids);
        let object = *ids.get(depth)?;
        let (kind, is_known, root) = root(outline, object, options, documentation);
        let mut trail = vec![root];
        for id in ids.iter().skip(depth + 1) {
            let last = trail.last().copied()?;
            trail.push(last.step(outline, *id));
        }
        Some(Place { outline, part, side, object, kind, documentation, is_known, trail })
    }

    /// Whether there is a schema of the object's kind.
    pub(super) fn is_known(&self) -> bool {
        self.is_known
    }

    /// The place itself.
    pub(super) fn spot(&self) -> Option<Spot<'s>> {
        self.trail.last().copied()
    }

    /// The map or the list around it.
    pub(super) fn around(&self) -> Option<Spot<'s>> {
        self.trail.iter().rev().nth(1).copied()
    }

    /// The name of the innermost field around the place, lists left out.
    pub(super) fn field_around(&self) -> Option<&'t str> {
        self.trail.iter().rev().skip(1).find_map(|spot| self.outline.name(spot.part))
    }

    /// `spec.rules[].matches[].path`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for spot in self.trail.iter().skip(1) {
            match self.outline.name(spot.part) {
                Some(name) if name.contains(['.', '/', '[']) => path.push_str(&format!("[{name}]")),
                Some(name) if path.is_empty() => path.push_str(name),
                Some(name) => path.push_str(&format!(".{name}")),
                None => path.push_str("[]"),
            }
        }
        path
    }

    /// A scalar of the object.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&'t str> {
        self.outline.text_at(self.object, path)
    }
}

/// How far down the object begins: the document, or an item of a list of objects.
fn depth_of_object(outline: &Outline<'_>, ids: &[Id]) -> usize {
    let shape = outline.get(0).map(|part| part.shape);
    match shape {
        Some(Shape::List) => 1,
        Some(Shape::Map) => {
            let is_list = outline.text_of(0, "kind").is_some_and(|kind| kind.ends_with("List"));
            let in_items = ids.get(1).is_some_and(|id| outline.name(*id) == Some("items"));
            if is_list && in_items && ids.len() > 2 { 2 } else { 0 }
        }
        _ => 0,
    }
}

/// The object itself, and whether its kind is known. Of one that does not say what it is, the metadata are.
fn root<'s>(
    outline: &Outline<'_>,
    object: Id,
    options: &'s AdmitOptions,
    documentation: &'s Documentation,
) -> (Option<&'static KindInfo>, bool, Spot<'s>) {
    let api_version = outline.text_of(object, "apiVersion").unwrap_or_default();
    let name = outline.text_of(object, "kind").unwrap_or_default();
    let custom = schema::custom(api_version, name, options);
    let known = schema::kind(api_version, name, options.channel).filter(|_| custom.is_none());
    let documented = known.and_then(|(kind, _)| documentation.find(kind.kind));
    let documented = documented.or_else(|| documentation.find("Object"));
    let built_in: Option<schema::Type<'s>> = known.map(|(_, root)| root);
    let content = built_in.or(custom);
    let is_known = content.is_some();
    let spot = Spot { part: object, content: content.or(schema::any()), entry: None, documented };
    (known.map(|(kind, _)| kind), is_known, spot)
}

impl Spot<'_> {
    /// The place one step further down.
    fn step(self, outline: &Outline<'_>, part: Id) -> Self {
        let name = match outline.get(part).map(|part| &part.step) {
            Some(Step::Field { .. }) => outline.name(part),
            _ => None,
        };
        match name {
            // The keys of a map are documented with it.
            Some(name) if self.content.is_some_and(|content| content.form() == Form::Map) => {
                Spot { part, content: self.content.and_then(|content| content.field(name)), ..self }
            }
            Some(name) => {
                let entry = self.documented.and_then(|documented| documented.entry(name));
                Spot {
                    part,
                    content: self.content.and_then(|content| content.field(name)),
                    entry,
                    documented: entry.and_then(documentation::Entry::content),
                }
            }
            None => Spot { part, content: self.content.and_then(schema::Type::items), ..self },
        }
    }
}
