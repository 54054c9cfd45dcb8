/** `Symbol.dispose` for compilers whose library does not have it yet. */
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

export {};
