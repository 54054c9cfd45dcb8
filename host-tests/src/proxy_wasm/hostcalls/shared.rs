use wasmtime::format_err;

use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::status::{Answer, Refusal, Status};

/// `proxy_get_shared_data(key, size, &address, &size, &cas)`
pub(crate) fn get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let key = guest.read(args.u32(0), args.u32(1))?;
    let (value, cas) = guest.host().shared.get(&key).ok_or(Status::NotFound)?.clone();
    guest.give(&value, args.u32(2), args.u32(3))?;
    Ok(guest.write_u32(args.u32(4), cas)?)
}

/// `proxy_set_shared_data(key, size, value, size, cas)`; a `cas` of 0 overwrites whatever is there.
pub(crate) fn set(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let key = guest.read(args.u32(0), args.u32(1))?;
    let value = guest.read(args.u32(2), args.u32(3))?;
    let shared = &mut guest.host().shared;
    let present = shared.get(&key).map_or(0, |(_, cas)| *cas);
    let cas = args.u32(4);
    if cas != 0 && present != 0 && cas != present {
        return Err(Status::CasMismatch.into());
    }
    shared.insert(key, (value, present + 1));
    Ok(())
}

/// Envoy offers it, so a module may import it; a test that gets here needs a host that models it.
pub(crate) fn not_modelled(_: &mut Guest<'_>, _: &Args<'_>) -> Answer {
    Err(Refusal::Trap(format_err!("this test host does not model shared queues and gRPC calls")))
}
