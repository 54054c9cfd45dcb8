use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::status::{Answer, Status};

pub(crate) fn get_current_time(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let now = guest.host().settings.now;
    Ok(guest.write_u64(args.u32(0), now)?)
}

pub(crate) fn set_tick_period(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let period = args.u32(0);
    guest.host().tick_period = (period != 0).then_some(period);
    Ok(())
}

pub(crate) fn set_effective_context(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let id = args.u32(0);
    let host = guest.host();
    if id != 0 && !host.contexts.contains_key(&id) {
        return Err(Status::BadArgument.into());
    }
    host.effective = (id != 0).then_some(id);
    Ok(())
}

/// Only a root context that answered "not yet" to `proxy_on_done` may say that it is done; [`Plugin`] takes every
/// answer for "done", so there is never one waiting.
///
/// [`Plugin`]: crate::proxy_wasm::Plugin
pub(crate) fn done(_: &mut Guest<'_>, _: &Args<'_>) -> Answer {
    Err(Status::NotFound.into())
}

/// Accepted, as Envoy does whether or not the stream waits.
pub(crate) fn continue_stream(_: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    stream_kind(args.u32(0))
}

pub(crate) fn close_stream(_: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    stream_kind(args.u32(0))
}

fn stream_kind(kind: u32) -> Answer {
    if kind > 3 { Err(Status::BadArgument.into()) } else { Ok(()) }
}

pub(crate) fn call_foreign_function(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let name = guest.read(args.u32(0), args.u32(1))?;
    guest.read(args.u32(2), args.u32(3))?;
    if name != b"clear_route_cache" {
        return Err(Status::NotFound.into());
    }
    for result in [args.u32(4), args.u32(5)] {
        if result != 0 {
            guest.write_u32(result, 0)?;
        }
    }
    Ok(())
}
