//! YAML and JSON files with a line and a column for every key and value.

mod budget;
mod compact;
#[cfg(feature = "assist")]
mod edit;
mod load;
mod locate;
mod mapping;
mod node;
mod position;
#[cfg(feature = "quick")]
mod quick;
mod read;
mod scalar;
mod spans;
mod split;
#[cfg(feature = "assist")]
mod stretch;
mod syntax;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use self::{compact::Compact as Body, position::Lines, spans::Spans};
pub use self::{
    locate::Location,
    position::{Position, Range},
    read::{Input, read},
};
