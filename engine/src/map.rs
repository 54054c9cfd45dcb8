//! The map that costs least.

#[cfg(not(feature = "yaml"))]
use std::collections::BTreeMap;
#[cfg(feature = "yaml")]
use std::collections::HashMap;

/// A map that is never asked for its order. Who reads files has many objects; the filter has the code of ordered maps
/// anyway.
#[cfg(feature = "yaml")]
pub(crate) type Map<K, V> = HashMap<K, V, foldhash::fast::FixedState>;
#[cfg(not(feature = "yaml"))]
pub(crate) type Map<K, V> = BTreeMap<K, V>;
