use super::read::object;

object! {
    #[derive(Debug, Clone)]
    pub struct ReferenceGrant {
        pub spec: ReferenceGrantSpec,
    }

    #[derive(Debug, Clone)]
    pub struct ReferenceGrantSpec {
        pub from: Vec<ReferenceGrantFrom>,
        pub to: Vec<ReferenceGrantTo>,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReferenceGrantFrom {
        pub group: String,
        pub kind: String,
        pub namespace: String,
    }

    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ReferenceGrantTo {
        pub group: String,
        pub kind: String,
        pub name: Option<String>,
    }
}
