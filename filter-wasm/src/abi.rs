//! What a proxy calls (proxy-wasm ABI 0.2.1). Phases that the filter has nothing to do in are not
//! here, and a proxy skips them: each would be a call into the VM for each request.

#![expect(unsafe_code, reason = "a name that is exported could be somebody else's")]

#[cfg(target_arch = "wasm32")]
use std::alloc::{Layout, alloc};
use std::cell::RefCell;

use crate::{
    contexts::Contexts,
    host,
    stream::{Next, Stream},
};

thread_local! {
    /// A VM has one thread.
    static CONTEXTS: RefCell<Contexts> = const { RefCell::new(Contexts::new()) };
}

/// What a context does. A host that calls while it is being called finds nothing, and nothing panics.
fn with<T: Default>(act: impl FnOnce(&mut Contexts) -> T) -> T {
    CONTEXTS
        .with(|contexts| contexts.try_borrow_mut().map(|mut contexts| act(&mut contexts)).unwrap_or_default())
}

#[unsafe(no_mangle)]
extern "C" fn proxy_abi_version_0_2_1() {}

/// Memory for an answer to a hostcall; [`host`] frees it. Where tests run, it is the C library that has this name.
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
extern "C" fn malloc(size: usize) -> *mut u8 {
    // Null, where there is no memory left, is an answer: the hostcall fails, and nobody else's request.
    match Layout::array::<u8>(size) {
        Ok(layout) if size > 0 => {
            // SAFETY: the layout has a size.
            unsafe { alloc(layout) }
        }
        Ok(_) => std::ptr::dangling_mut(),
        Err(_) => std::ptr::null_mut(),
    }
}

#[unsafe(no_mangle)]
extern "C" fn proxy_on_context_create(context: u32, parent: u32) {
    with(|contexts| contexts.create(context, parent));
}

#[unsafe(no_mangle)]
extern "C" fn proxy_on_delete(context: u32) {
    with(|contexts| contexts.delete(context));
}

/// Whether the configuration is of any use.
#[unsafe(no_mangle)]
extern "C" fn proxy_on_configure(context: u32, _: usize) -> bool {
    match crate::configure() {
        Ok(shared) => with(|contexts| contexts.configure(context, shared)),
        Err(reason) => {
            host::log_error(&format!("gatewright: configuration refused: {reason}"));
            false
        }
    }
}

#[unsafe(no_mangle)]
extern "C" fn proxy_on_request_headers(context: u32, _: usize, _: bool) -> Next {
    let next = with(|contexts| contexts.stream(context).map(Stream::on_request_headers));
    // Who is not known is refused like one without a configuration: nobody waits for an answer that never comes.
    next.unwrap_or_else(|| Stream::new(None).on_request_headers())
}

#[unsafe(no_mangle)]
extern "C" fn proxy_on_response_headers(context: u32, _: usize, _: bool) -> Next {
    with(|contexts| contexts.stream(context).map(Stream::on_response_headers));
    Next::Continue
}
