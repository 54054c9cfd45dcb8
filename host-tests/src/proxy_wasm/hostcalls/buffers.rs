use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::status::{Answer, Status};

/// `proxy_get_buffer_bytes(type, start, length, &address, &size)`
pub(crate) fn get_bytes(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let bytes = buffer(guest, args.u32(0))?;
    let start = args.u32(1) as usize;
    let end = start.checked_add(args.u32(2) as usize).ok_or(Status::BadArgument)?.min(bytes.len());
    guest.give(bytes.get(start..end).unwrap_or_default(), args.u32(3), args.u32(4))
}

/// `proxy_get_buffer_status(type, &length, &flags)`
pub(crate) fn get_status(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let bytes = buffer(guest, args.u32(0))?;
    guest.write_u32(args.u32(1), u32::try_from(bytes.len()).map_err(|_| Status::InternalFailure)?)?;
    Ok(guest.write_u32(args.u32(2), 0)?)
}

/// Bodies never reach this host, and configurations cannot be written.
pub(crate) fn set_bytes(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    buffer(guest, args.u32(0))?;
    Err(Status::BadArgument.into())
}

fn buffer(guest: &mut Guest<'_>, kind: u32) -> Result<Vec<u8>, Status> {
    let host = guest.host();
    match kind {
        // Bodies, TCP data, gRPC messages, call data: there, and empty.
        0..=3 | 5 | 8 => Ok(Vec::new()),
        // The body of an HTTP call's response: only there while one arrives.
        4 => Err(Status::NotFound),
        6 => Ok(host.settings.vm_configuration.clone()),
        7 => host.configuration.clone().ok_or(Status::NotFound),
        _ => Err(Status::BadArgument),
    }
}
