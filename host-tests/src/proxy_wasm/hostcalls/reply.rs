use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::pairs;
use crate::proxy_wasm::reply::LocalReply;
use crate::proxy_wasm::status::Answer;

/// `proxy_send_local_response(status, details, size, body, size, pairs, size, grpc_status)`. The first one counts;
/// outside a request there is nobody to answer, and Envoy says `Ok` all the same.
pub(crate) fn send_local_response(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let details = guest.read(args.u32(1), args.u32(2))?;
    let body = guest.read(args.u32(3), args.u32(4))?;
    let headers = pairs::decode(&guest.read(args.u32(5), args.u32(6))?);
    let grpc = Some(args.u32(7)).filter(|status| *status != u32::MAX);
    if let Some(stream) = guest.host().stream() {
        let reply = LocalReply { status: args.u32(0), headers, body, details, grpc };
        stream.reply.get_or_insert(reply);
    }
    Ok(())
}
