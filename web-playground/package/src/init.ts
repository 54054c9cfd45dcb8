/** What `init` takes; nothing is right nearly always. */
export interface InitOptions {
  /**
   * Another place for the WebAssembly module: its URL (text or a `URL`), its bytes, a `Response`, a
   * `WebAssembly.Module`, or a promise of one of them. The file is `gatewright/gatewright.wasm`.
   */
  module?: unknown;
  /**
   * Another place for what `complete` and `hover` say in words, which is loaded behind the module: its URL (text or a
   * `URL`), a `Response`, or a promise of one. The file is `gatewright/documentation.txt`. With `false` nothing is
   * loaded before `loadDocumentation` is called.
   */
  documentation?: unknown;
}
