/** What `GatewrightError.code` can be. */
export type ErrorCode =
  /** An argument does not have its type. */
  | "invalid-argument"
  /** The text, URL, method or header of a request cannot be read. */
  | "invalid-request"
  /** The manifests have no Gateway, or none that is served. */
  | "no-gateway"
  /** `Request.gateway` names a Gateway that the manifests do not have. */
  | "unknown-gateway"
  /** No Gateway listens on the request's port. */
  | "no-listener"
  /** The listener of the request's port has faults of its own and serves nobody. */
  | "listener-not-served"
  /** Several Gateways listen on the request's port: choose one by `Request.gateway`. */
  | "ambiguous-gateway"
  /** The manifests have errors, and what was asked for is only made of manifests without. */
  | "input-has-errors"
  /** The Gateways cannot be given addresses. */
  | "no-place"
  /** The answer cannot be written: a bug of Gatewright. */
  | "not-json"
  | "not-initialised"
  | "cannot-load"
  | "engine-freed"
  | "engine-crashed";

/** Everything that this package throws. */
export class GatewrightError extends Error {
  /** Stable, for programs; the message is for people. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  static {
    this.prototype.name = "GatewrightError";
  }
}

/** `init()` has not been awaited. */
export class NotInitialised extends GatewrightError {
  declare readonly code: "not-initialised";

  constructor() {
    super("not-initialised", "the engine is not loaded yet: await `init()` first");
  }

  static {
    this.prototype.name = "NotInitialised";
  }
}

/** The WebAssembly module or the documentation could not be loaded; `cause` says why. It may be tried again. */
export class LoadFailed extends GatewrightError {
  declare readonly code: "cannot-load";

  constructor(cause: unknown, what = "the engine") {
    super("cannot-load", `${what} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }

  static {
    this.prototype.name = "LoadFailed";
  }
}

/** An engine was used after `free()`. */
export class EngineFreed extends GatewrightError {
  declare readonly code: "engine-freed";

  constructor() {
    super("engine-freed", "this engine has been freed: open a new one");
  }

  static {
    this.prototype.name = "EngineFreed";
  }
}

/**
 * The engine came to an unexpected end, and every engine that was open with it; `cause` is what it died of.
 * A new one works. It is a bug of Gatewright, unless memory or stack ran out.
 */
export class EngineCrashed extends GatewrightError {
  declare readonly code: "engine-crashed";

  constructor(cause?: unknown) {
    super("engine-crashed", "the engine has crashed: open a new one", { cause });
  }

  static {
    this.prototype.name = "EngineCrashed";
  }
}
