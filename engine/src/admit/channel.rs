/// Which release of the Gateway API CRDs an object is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Fields and kinds that are stable.
    Standard,
    /// Everything in the standard channel, and what may still change.
    #[default]
    Experimental,
}
