use std::path::Path;

use serde_json::{Value, json};
use wasmtime::{
    Caller, Config, Engine, Extern, ExternRef, Instance, Linker, Memory, Module, Ref, Rooted, Store, Val,
};

use super::{Observed, decided};
use crate::corpus::{Case, Subject};

/// The module that the npm package carries, without the JavaScript around it.
pub struct WebModule {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

/// What the module calls of the JavaScript that wasm-bindgen writes.
const IMPORTS: &str = "./gatewright_bg.js";

type Text = Option<Rooted<ExternRef>>;

// === impl WebModule ===

impl WebModule {
    pub const SUBJECT: Subject = Subject { name: "module of the package", explains: true };

    /// Loads what `cargo xtask web` has built.
    pub fn load() -> wasmtime::Result<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/web/engine/gatewright_bg.wasm");
        let mut config = Config::new();
        let engine = Engine::new(config.wasm_reference_types(true))?;
        let module = Module::from_file(&engine, &path)
            .map_err(|error| error.context(format!("`cargo xtask web` builds {}", path.display())))?;
        let mut linker = Linker::new(&engine);
        for import in module.imports() {
            link(&mut linker, import.name())?;
        }
        let mut store = Store::new(&engine, ());
        let instance = linker.instantiate(&mut store, &module)?;
        let memory = memory(instance.get_export(&mut store, "memory"));
        let mut module = Self { store, instance, memory };
        module.call("__wbindgen_start", &[], 0)?;
        Ok(module)
    }

    /// Asks the requests of a case.
    pub fn ask(&mut self, case: &Case) -> wasmtime::Result<Vec<Observed>> {
        let question = decided::question(case);
        let engine = self.open(&question["files"])?;
        let mut seen = Vec::new();
        for (step, request) in case.steps.iter().zip(question["requests"].as_array().into_iter().flatten()) {
            let decision = self.decide(engine, request)?;
            seen.push(decided::observed(&step.request, &decision));
        }
        self.call("__wbg_engine_free", &[Val::I32(engine), Val::I32(0)], 0)?;
        Ok(seen)
    }

    /// How many bytes the memory has.
    pub fn memory_size(&self) -> usize {
        self.memory.data_size(&self.store)
    }

    pub fn open(&mut self, files: &Value) -> wasmtime::Result<i32> {
        let arguments = [self.put(&files.to_string())?, self.put(&json!({}).to_string())?].concat();
        let results = self.call("engine_open", &arguments, 3)?;
        match integers(&results)[..] {
            [engine, _, 0] => Ok(engine),
            [_, thrown, _] => Err(self.thrown(thrown)?),
            _ => Err(wasmtime::format_err!("engine_open has changed")),
        }
    }

    /// The decision, or the failure as an error.
    pub fn decide(&mut self, engine: i32, request: &Value) -> wasmtime::Result<Value> {
        let mut arguments = vec![Val::I32(engine)];
        arguments.extend(self.put(&request.to_string())?);
        let trace = Val::I32(1);
        arguments.push(trace);
        let results = self.call("engine_decide", &arguments, 4)?;
        match integers(&results)[..] {
            [address, size, _, 0] => {
                let text = read(&self.memory, &self.store, address, size);
                self.call("__wbindgen_free", &[Val::I32(address), Val::I32(size), Val::I32(1)], 0)?;
                Ok(serde_json::from_str(&text)?)
            }
            [_, _, thrown, _] => Err(self.thrown(thrown)?),
            _ => Err(wasmtime::format_err!("engine_decide has changed")),
        }
    }

    /// Address and size of a text in the module's memory, which then belongs to the module.
    fn put(&mut self, text: &str) -> wasmtime::Result<[Val; 2]> {
        let size = Val::I32(i32::try_from(text.len())?);
        let address = self.call("__wbindgen_malloc", &[size, Val::I32(1)], 1)?;
        let address = integers(&address)[0];
        self.memory.write(&mut self.store, address.cast_unsigned().try_into()?, text.as_bytes())?;
        Ok([Val::I32(address), size])
    }

    /// What was thrown, out of the table where it waits for JavaScript.
    fn thrown(&mut self, index: i32) -> wasmtime::Result<wasmtime::Error> {
        let table = self.instance.get_table(&mut self.store, "__wbindgen_externrefs").expect("the table");
        let thrown = table.get(&mut self.store, u64::from(index.cast_unsigned()));
        let Some(Ref::Extern(Some(thrown))) = thrown else {
            return Err(wasmtime::format_err!("nothing was thrown"));
        };
        let data = thrown.data(&self.store)?.and_then(|data| data.downcast_ref::<String>().cloned());
        self.call("__externref_table_dealloc", &[Val::I32(index)], 0)?;
        Ok(wasmtime::format_err!("{}", data.unwrap_or_default()))
    }

    fn call(&mut self, name: &str, arguments: &[Val], results: usize) -> wasmtime::Result<Vec<Val>> {
        let function = self.instance.get_func(&mut self.store, name);
        let function = function.ok_or_else(|| wasmtime::format_err!("the module has no `{name}`"))?;
        let mut found = vec![Val::I32(0); results];
        function.call(&mut self.store, arguments, &mut found)?;
        Ok(found)
    }
}

impl std::fmt::Debug for WebModule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebModule").finish_non_exhaustive()
    }
}

/// Gives one import; their names end in hashes.
fn link(linker: &mut Linker<()>, name: &str) -> wasmtime::Result<()> {
    if name.contains("wbindgen_throw") {
        linker.func_wrap(
            IMPORTS,
            name,
            |mut caller: Caller<'_, ()>, address: i32, size: i32| -> wasmtime::Result<()> {
                Err(wasmtime::format_err!("{}", text_of(&mut caller, address, size)))
            },
        )?;
    } else if name == "__wbindgen_init_externref_table" {
        linker.func_wrap(IMPORTS, name, || {})?;
    } else {
        // The only cast there is: text becomes something that can be thrown.
        linker.func_wrap(
            IMPORTS,
            name,
            |mut caller: Caller<'_, ()>, address: i32, size: i32| -> wasmtime::Result<Text> {
                let text = text_of(&mut caller, address, size);
                Ok(Some(ExternRef::new(&mut caller, text)?))
            },
        )?;
    }
    Ok(())
}

fn text_of(caller: &mut Caller<'_, ()>, address: i32, size: i32) -> String {
    let memory = memory(caller.get_export("memory"));
    read(&memory, caller, address, size)
}

fn memory(export: Option<Extern>) -> Memory {
    export.and_then(Extern::into_memory).expect("the module exports its memory")
}

fn read(memory: &Memory, store: impl wasmtime::AsContext, address: i32, size: i32) -> String {
    let [start, size] = [address, size].map(|number| number.cast_unsigned() as usize);
    let bytes = memory.data(&store).get(start..start + size).expect("text lies in the memory");
    String::from_utf8_lossy(bytes).into_owned()
}

fn integers(values: &[Val]) -> Vec<i32> {
    values.iter().map(Val::unwrap_i32).collect()
}
