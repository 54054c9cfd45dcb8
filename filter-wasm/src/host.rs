//! The hostcalls: the only unsafe code, beside the names that `abi` exports. Every status that a host
//! may answer is a value here, also those that the ABI does not know.

#![expect(unsafe_code, reason = "hostcalls pass pointers into linear memory")]

use std::ptr::null_mut;

/// A hostcall that did not work.
#[derive(Debug)]
pub(crate) struct Refused;

/// Which header map.
#[derive(Clone, Copy)]
pub(crate) enum Map {
    Request = 0,
    Response = 2,
}

const OK: i32 = 0;
const PLUGIN_CONFIGURATION: i32 = 7;
#[cfg(feature = "full")]
const LOG_WARNING: i32 = 3;
const LOG_ERROR: i32 = 4;
const NO_GRPC_STATUS: i32 = -1;
const COUNTER: i32 = 0;

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    fn proxy_log(level: i32, message: *const u8, size: usize) -> i32;
    fn proxy_get_buffer_bytes(
        kind: i32,
        start: usize,
        max: usize,
        data: *mut *mut u8,
        size: *mut usize,
    ) -> i32;
    fn proxy_get_header_map_pairs(map: i32, data: *mut *mut u8, size: *mut usize) -> i32;
    fn proxy_get_header_map_value(
        map: i32,
        name: *const u8,
        name_size: usize,
        data: *mut *mut u8,
        size: *mut usize,
    ) -> i32;
    fn proxy_get_current_time_nanoseconds(time: *mut u64) -> i32;
    fn proxy_replace_header_map_value(
        map: i32,
        name: *const u8,
        name_size: usize,
        value: *const u8,
        value_size: usize,
    ) -> i32;
    fn proxy_add_header_map_value(
        map: i32,
        name: *const u8,
        name_size: usize,
        value: *const u8,
        value_size: usize,
    ) -> i32;
    fn proxy_remove_header_map_value(map: i32, name: *const u8, name_size: usize) -> i32;
    fn proxy_get_property(path: *const u8, path_size: usize, data: *mut *mut u8, size: *mut usize) -> i32;
    fn proxy_set_property(path: *const u8, path_size: usize, value: *const u8, value_size: usize) -> i32;
    fn proxy_send_local_response(
        status: u32,
        details: *const u8,
        details_size: usize,
        body: *const u8,
        body_size: usize,
        headers: *const u8,
        headers_size: usize,
        grpc_status: i32,
    ) -> i32;
    fn proxy_define_metric(kind: i32, name: *const u8, name_size: usize, id: *mut u32) -> i32;
    fn proxy_increment_metric(id: u32, offset: i64) -> i32;
}

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    fn random_get(buffer: *mut u8, size: usize) -> i32;
}

fn done(status: i32) -> Result<(), Refused> {
    if status == OK { Ok(()) } else { Err(Refused) }
}

/// Calls something that answers with memory which it got from our allocator.
fn bytes(call: impl FnOnce(*mut *mut u8, *mut usize) -> i32) -> Result<Vec<u8>, Refused> {
    let (mut data, mut size) = (null_mut::<u8>(), 0);
    done(call(&mut data, &mut size))?;
    if data.is_null() || size == 0 {
        return Ok(Vec::new());
    }
    // SAFETY: the host asked our `malloc` for `size` bytes, which answers with a boxed slice of
    // just that size, filled it and gave it to us.
    Ok(unsafe { Vec::from_raw_parts(data, size, size) })
}

#[cfg(feature = "full")]
pub(crate) fn log_warning(message: &str) {
    log(LOG_WARNING, message);
}

pub(crate) fn log_error(message: &str) {
    log(LOG_ERROR, message);
}

fn log(level: i32, message: &str) {
    // SAFETY: pointer and size are those of a live string. A log that fails has nobody to tell.
    let _ = unsafe { proxy_log(level, message.as_ptr(), message.len()) };
}

pub(crate) fn plugin_configuration() -> Result<Vec<u8>, Refused> {
    // SAFETY: both pointers are to live locals of `bytes`.
    bytes(|data, size| unsafe { proxy_get_buffer_bytes(PLUGIN_CONFIGURATION, 0, usize::MAX, data, size) })
}

/// All headers, as `view` reads them.
pub(crate) fn headers(map: Map) -> Result<Vec<u8>, Refused> {
    // SAFETY: both pointers are to live locals of `bytes`.
    bytes(|data, size| unsafe { proxy_get_header_map_pairs(map as i32, data, size) })
}

/// The first value of a header.
pub(crate) fn header(map: Map, name: &str) -> Result<Vec<u8>, Refused> {
    // SAFETY: pointer and size are those of a live string, the others of live locals of `bytes`.
    bytes(|data, size| unsafe {
        proxy_get_header_map_value(map as i32, name.as_ptr(), name.len(), data, size)
    })
}

/// Seconds since 1970. Without a clock it is the end of time: no session lives until then.
pub(crate) fn now() -> u64 {
    let mut time = 0;
    // SAFETY: the pointer is to a live local.
    let known = done(unsafe { proxy_get_current_time_nanoseconds(&raw mut time) });
    known.map_or(u64::MAX, |()| time / 1_000_000_000)
}

pub(crate) fn set_header(map: Map, name: &str, value: &str) -> Result<(), Refused> {
    // SAFETY: pointers and sizes are those of live strings.
    done(unsafe {
        proxy_replace_header_map_value(map as i32, name.as_ptr(), name.len(), value.as_ptr(), value.len())
    })
}

pub(crate) fn add_header(map: Map, name: &str, value: &str) -> Result<(), Refused> {
    // SAFETY: pointers and sizes are those of live strings.
    done(unsafe {
        proxy_add_header_map_value(map as i32, name.as_ptr(), name.len(), value.as_ptr(), value.len())
    })
}

pub(crate) fn remove_header(map: Map, name: &str) -> Result<(), Refused> {
    // SAFETY: pointer and size are those of a live string.
    done(unsafe { proxy_remove_header_map_value(map as i32, name.as_ptr(), name.len()) })
}

/// `path` has its segments separated by NUL.
pub(crate) fn property(path: &str) -> Result<Vec<u8>, Refused> {
    // SAFETY: pointer and size are those of a live string, the others of live locals of `bytes`.
    bytes(|data, size| unsafe { proxy_get_property(path.as_ptr(), path.len(), data, size) })
}

pub(crate) fn set_property(path: &str, value: &str) -> Result<(), Refused> {
    // SAFETY: pointers and sizes are those of live strings.
    done(unsafe { proxy_set_property(path.as_ptr(), path.len(), value.as_ptr(), value.len()) })
}

/// Answers the request. `headers` are serialised as a header map.
pub(crate) fn reply(status: u16, details: &str, body: &str, headers: &[u8]) -> Result<(), Refused> {
    // SAFETY: pointers and sizes are those of live strings and slices.
    done(unsafe {
        proxy_send_local_response(
            u32::from(status),
            details.as_ptr(),
            details.len(),
            body.as_ptr(),
            body.len(),
            headers.as_ptr(),
            headers.len(),
            NO_GRPC_STATUS,
        )
    })
}

pub(crate) fn define_counter(name: &str) -> Result<u32, Refused> {
    let mut id = 0;
    // SAFETY: pointer and size are those of a live string, the other of a live local.
    done(unsafe { proxy_define_metric(COUNTER, name.as_ptr(), name.len(), &raw mut id) })?;
    Ok(id)
}

pub(crate) fn increment(counter: u32) {
    // SAFETY: there are no pointers. A count that fails has nobody to tell.
    let _ = unsafe { proxy_increment_metric(counter, 1) };
}

/// Eight random bytes from the host.
pub(crate) fn entropy() -> Option<u64> {
    let mut buffer = [0; 8];
    // SAFETY: pointer and size are those of a live array.
    let status = unsafe { random_get(buffer.as_mut_ptr(), buffer.len()) };
    (status == OK).then(|| u64::from_le_bytes(buffer))
}
