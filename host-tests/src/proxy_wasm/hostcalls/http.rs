use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::pairs;
use crate::proxy_wasm::status::{Answer, Status};

/// `proxy_http_call(cluster, size, pairs, size, body, size, trailers, size, timeout, &token)`: accepted or not. The
/// response never arrives in this host.
pub(crate) fn call(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let cluster = guest.read(args.u32(0), args.u32(1))?;
    let headers = pairs::decode(&guest.read(args.u32(2), args.u32(3))?);
    guest.read(args.u32(4), args.u32(5))?;
    guest.read(args.u32(6), args.u32(7))?;
    guest.write_u32(args.u32(9), 0)?;

    let known = str::from_utf8(&cluster).is_ok_and(|name| guest.host().settings.clusters.contains(name));
    let complete = [":method", ":path", ":authority"]
        .iter()
        .all(|name| headers.iter().any(|(key, _)| key == name.as_bytes()));
    if !known || !complete || args.u32(8).cast_signed() < 0 {
        return Err(Status::BadArgument.into());
    }
    let token = guest.host().next_http_call();
    Ok(guest.write_u32(args.u32(9), token)?)
}

/// The status of a gRPC call; none was made.
pub(crate) fn get_status(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    guest.write_u32(args.u32(0), 0)?;
    guest.give(&[], args.u32(1), args.u32(2))
}
