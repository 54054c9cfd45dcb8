use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::status::{Answer, Status};

/// `proxy_get_property(path, size, &address, &size)`, the path's segments separated by NUL.
pub(crate) fn get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let path = guest.read(args.u32(0), args.u32(1))?;
    if path.is_empty() {
        return Err(Status::SerializationFailure.into());
    }
    let value =
        guest.host().stream().and_then(|stream| stream.property(&path)).ok_or(Status::NotFound)?.to_vec();
    guest.give(&value, args.u32(2), args.u32(3))
}

/// Properties belong to a request: there is none to set in a root context.
pub(crate) fn set(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let path = guest.read(args.u32(0), args.u32(1))?;
    let value = guest.read(args.u32(2), args.u32(3))?;
    let stream = guest.host().stream().ok_or(Status::NotFound)?;
    stream.filter_state.insert(path, value);
    Ok(())
}
