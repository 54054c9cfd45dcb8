use std::fmt;

use wasmtime::{Instance, Store, Val};

use super::host::Host;
use super::module::Module;
use super::settings::Settings;

/// An instance of the filter and the host's side of it: calls exports, and no more once one of them trapped.
pub(crate) struct Vm {
    store: Store<Host>,
    instance: Instance,
    /// Why the VM is gone. Envoy calls nothing in it any more.
    failed: Option<String>,
    /// Fuel taken so far.
    spent: u64,
}

/// The filter ended abnormally: a panic, an endless loop, no memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    pub message: String,
}

// === impl Vm ===

impl Vm {
    pub(crate) fn new(module: &Module, settings: Settings) -> Result<Self, Trap> {
        let fuel = settings.fuel;
        let mut store = Store::new(module.module.engine(), Host::new(settings));
        store.limiter(|host| &mut host.limits);
        // A start section runs while the module is instantiated.
        let instance = store
            .set_fuel(fuel)
            .and_then(|()| module.linker.instantiate(&mut store, &module.module))
            .map_err(|error| Trap { message: format!("instantiation: {}", error.root_cause()) })?;
        let mut vm = Self { store, instance, failed: None, spent: 0 };
        let initialize = ["_initialize", "_start"]
            .into_iter()
            .find(|name| instance.get_func(&mut vm.store, name).is_some());
        if let Some(initialize) = initialize {
            vm.call(0, initialize, &[])?;
        }
        Ok(vm)
    }

    /// Calls an export about a context; a module without it answers nothing.
    pub(crate) fn call(&mut self, context: u32, name: &str, args: &[u32]) -> Result<Option<u32>, Trap> {
        if let Some(message) = &self.failed {
            return Err(Trap { message: format!("the VM is gone: {message}") });
        }
        let Some(function) = self.instance.get_func(&mut self.store, name) else { return Ok(None) };
        let args: Vec<Val> = args.iter().map(|number| Val::I32(number.cast_signed())).collect();
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        let host = self.store.data_mut();
        host.current = context;
        host.effective = None;
        let fuel = host.settings.fuel;
        let called =
            self.store.set_fuel(fuel).and_then(|()| function.call(&mut self.store, &args, &mut results));
        self.spent += fuel.saturating_sub(self.store.get_fuel().unwrap_or_default());
        if let Err(error) = called {
            let message = format!("`{name}`: {}", error.root_cause());
            self.failed = Some(message.clone());
            return Err(Trap { message });
        }
        Ok(results.first().map(|result| result.unwrap_i32().cast_unsigned()))
    }

    pub(crate) fn host(&self) -> &Host {
        self.store.data()
    }

    pub(crate) fn host_mut(&mut self) -> &mut Host {
        self.store.data_mut()
    }

    /// Gives the fuel taken since the last time, and counts from zero.
    pub(crate) fn take_spent(&mut self) -> u64 {
        std::mem::take(&mut self.spent)
    }

    pub(crate) fn memory_bytes(&mut self) -> usize {
        self.instance.get_memory(&mut self.store, "memory").map_or(0, |memory| memory.data_size(&self.store))
    }
}

impl fmt::Debug for Vm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vm").field("failed", &self.failed).finish_non_exhaustive()
    }
}

// === impl Trap ===

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trap {}
