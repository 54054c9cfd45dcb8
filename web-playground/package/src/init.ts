/** What `init` takes; nothing is right nearly always. */
export interface InitOptions {
  /**
   * Another place for the WebAssembly module: its URL (text or a `URL`), its bytes, a `Response`, a
   * `WebAssembly.Module`, or a promise of one of them. The file is `gatewright/gatewright.wasm`.
   */
  module?: unknown;
}
