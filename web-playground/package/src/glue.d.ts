/** What wasm-bindgen writes for the crate `web-playground`: JSON text on both sides, and failures thrown as JSON text. */
declare module "gatewright-glue" {
  export class Engine {
    static open(files: string, options: string): Engine;
    edit(path: string, text: string): void;
    static parseRequest(text: string): string;
    report(time: string): string;
    node(id: string, time: string): string;
    nodeAt(path: string, line: number, column: number): string;
    diagnostics(): string;
    decide(request: string, trace: boolean): string;
    attachments(route: string | undefined, listener: string | undefined): string;
    tables(): string;
    picture(view: string): string;
    compare(after: Engine, requests: string): string;
    document(text: string): void;
    complete(path: string, line: number, column: number): string;
    hover(path: string, line: number, column: number): string;
    envoy(): string;
    bundle(): string;
    free(): void;
  }

  /** Instantiates a module. */
  export default function load(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;

  /** Throws the instance away, and with it every object, and makes a new one. */
  export function __wbg_reset_state(): void;
}

/** The module, compressed by gzip, in base64. */
declare module "gatewright-module" {
  const base64: string;
  export default base64;
}

/** The documentation, in the same way. */
declare module "gatewright-documentation" {
  const base64: string;
  export default base64;
}
