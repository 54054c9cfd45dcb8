//! Filters written as WebAssembly text, for tests of the host itself.

use host_tests::proxy_wasm::Module;

/// A filter with an allocator that never frees, and whatever functions a test adds.
#[derive(Default)]
pub(crate) struct Filter {
    imports: String,
    data: String,
    functions: String,
    data_end: usize,
}

/// Where the results of hostcalls go: an address and a size, below the data.
pub(crate) const ADDRESS: &str = "(i32.const 16)";
pub(crate) const SIZE: &str = "(i32.const 20)";
/// What the hostcall left there, as the operands of the next one.
pub(crate) const RESULT: &str = "(i32.load (i32.const 16)) (i32.load (i32.const 20))";

const DATA_START: usize = 1024;

impl Filter {
    pub(crate) fn new() -> Self {
        Self { data_end: DATA_START, ..Self::default() }
    }

    /// Imports a hostcall under its own name; the parameters are all `i32` unless written out.
    pub(crate) fn import(mut self, name: &str, parameters: &str) -> Self {
        let module = if name.starts_with("proxy_") { "env" } else { "wasi_snapshot_preview1" };
        self.imports +=
            &format!("(import \"{module}\" \"{name}\" (func ${name} (param {parameters}) (result i32)))\n");
        self
    }

    /// Puts bytes in memory and gives the operands that name them.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let at = self.data_end;
        let escaped: String = text.bytes().map(|byte| format!("\\{byte:02x}")).collect();
        self.data += &format!("(data (i32.const {at}) \"{escaped}\")\n");
        self.data_end += text.len();
        format!("(i32.const {at}) (i32.const {})", text.len())
    }

    pub(crate) fn function(mut self, wat: &str) -> Self {
        self.functions += wat;
        self
    }

    /// Runs in `proxy_on_request_headers`; the statuses of the calls in it are dropped, the answer is "continue".
    pub(crate) fn on_request(self, calls: &[String]) -> Self {
        let calls = drop_all(calls);
        self.function(&format!(
            "(func (export \"proxy_on_request_headers\") (param i32 i32 i32) (result i32) {calls} (i32.const 0))\n"
        ))
    }

    pub(crate) fn on_response(self, calls: &[String]) -> Self {
        let calls = drop_all(calls);
        self.function(&format!(
            "(func (export \"proxy_on_response_headers\") (param i32 i32 i32) (result i32) {calls} (i32.const 0))\n"
        ))
    }

    pub(crate) fn wat(&self) -> String {
        let Self { imports, data, functions, .. } = self;
        format!(
            "(module {imports} (memory (export \"memory\") 1) {data}
               (global $top (mut i32) (i32.const 32768))
               (func (export \"proxy_abi_version_0_2_1\"))
               (func (export \"malloc\") (param i32) (result i32)
                 (global.get $top)
                 (global.set $top (i32.add (global.get $top) (local.get 0))))
               {functions})"
        )
    }

    pub(crate) fn module(&self) -> Module {
        Module::compile(self.wat().as_bytes()).expect("a valid test filter")
    }
}

fn drop_all(calls: &[String]) -> String {
    calls.iter().map(|call| format!("(drop {call})")).collect()
}
