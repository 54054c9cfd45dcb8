use std::fmt;
use std::path::Path;

use wasmtime::{Config, Engine, Linker};

use super::abi;
use super::host::Host;
use super::memory::ALLOCATORS;

/// A compiled filter. Compiling is the slow part; any number of [`Plugin`](super::Plugin)s start from one module.
#[derive(Clone)]
pub struct Module {
    pub(crate) module: wasmtime::Module,
    pub(crate) linker: Linker<Host>,
}

/// Why Envoy would not take the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(String);

const ABI: &str = "proxy_abi_version_0_2_1";

// === impl Module ===

impl Module {
    pub fn load(path: &Path) -> Result<Self, LoadError> {
        let bytes = std::fs::read(path)
            .map_err(|error| LoadError(format!("cannot read `{}`: {error}", path.display())))?;
        Self::compile(&bytes)
    }

    /// Takes a binary module, or one in the text format.
    pub fn compile(bytes: &[u8]) -> Result<Self, LoadError> {
        let wrap = |error: wasmtime::Error| LoadError(format!("{error:#}"));
        let engine = Engine::new(Config::new().consume_fuel(true)).map_err(wrap)?;
        let module = wasmtime::Module::new(&engine, bytes).map_err(wrap)?;
        let mut linker = Linker::new(&engine);
        abi::link(&engine, &mut linker).map_err(wrap)?;
        let module = Self { module, linker };
        module.validate()?;
        Ok(module)
    }

    /// Names of the imports as `module.function`, in the module's order.
    pub fn imports(&self) -> Vec<String> {
        self.module.imports().map(|import| format!("{}.{}", import.module(), import.name())).collect()
    }

    pub fn exports(&self) -> Vec<String> {
        self.module.exports().map(|export| export.name().to_owned()).collect()
    }

    fn validate(&self) -> Result<(), LoadError> {
        let exports = self.exports();
        let exported = |name: &str| exports.iter().any(|export| export == name);
        if !exported(ABI) {
            return Err(LoadError(format!("the module does not export `{ABI}`: build it for that ABI")));
        }
        if !ALLOCATORS.iter().any(|name| exported(name)) {
            return Err(LoadError("the module exports no `malloc`, which hostcalls need".to_owned()));
        }
        let offered =
            |name: &str| abi::functions().any(|(module, call)| name == format!("{module}.{}", call.name));
        let unknown: Vec<String> = self.imports().into_iter().filter(|import| !offered(import)).collect();
        if !unknown.is_empty() {
            let unknown = unknown.join("`, `");
            return Err(LoadError(format!("the module imports `{unknown}`, which this host does not offer")));
        }
        Ok(())
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module").field("imports", &self.imports()).finish_non_exhaustive()
    }
}

// === impl LoadError ===

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LoadError {}
