use super::{Listener, read::object};

object! {
    #[derive(Debug, Clone)]
    pub struct ListenerSet {
        pub spec: ListenerSetSpec,
    }

    #[derive(Debug, Clone)]
    pub struct ListenerSetSpec {
        pub parent_ref: ParentGatewayReference,
        /// `ListenerEntry`, which has the fields of a `Listener`.
        pub listeners: Vec<Listener>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ParentGatewayReference {
        pub group: String,
        pub kind: String,
        pub name: String,
        pub namespace: Option<String>,
    }
}
