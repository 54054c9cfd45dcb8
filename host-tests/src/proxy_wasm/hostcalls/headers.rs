use crate::proxy_wasm::headers::Headers;
use crate::proxy_wasm::map::Map;
use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::pairs;
use crate::proxy_wasm::status::{Answer, Status};

/// A map that is not there has no pairs; that is no failure in Envoy.
pub(crate) fn get_pairs(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let map = kind(args)?;
    let headers =
        guest.host().stream().and_then(|stream| stream.map(map)).filter(|headers| !headers.is_empty());
    let bytes = headers.map(pairs::encode).unwrap_or_default();
    guest.give(&bytes, args.u32(1), args.u32(2))
}

pub(crate) fn set_pairs(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let map = kind(args)?;
    let bytes = guest.read(args.u32(1), args.u32(2))?;
    let headers = writable(guest, map)?;
    *headers = Headers::new();
    for (name, value) in pairs::decode(&bytes) {
        headers.add_in(map, &name, &value);
    }
    Ok(())
}

pub(crate) fn get_value(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let map = kind(args)?;
    let name = guest.read(args.u32(1), args.u32(2))?;
    let headers = guest.host().stream().and_then(|stream| stream.map(map)).ok_or(Status::BadArgument)?;
    let value = headers.get(map.canonical(&name)).ok_or(Status::NotFound)?.to_vec();
    guest.give(&value, args.u32(3), args.u32(4))
}

pub(crate) fn add_value(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let (map, name, value) = named(guest, args)?;
    writable(guest, map)?.add_in(map, &name, &value);
    Ok(())
}

pub(crate) fn replace_value(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let (map, name, value) = named(guest, args)?;
    writable(guest, map)?.set(map.canonical(&name), value);
    Ok(())
}

pub(crate) fn remove_value(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let map = kind(args)?;
    let name = guest.read(args.u32(1), args.u32(2))?;
    writable(guest, map)?.remove(map.canonical(&name));
    Ok(())
}

/// Unlike the readers above this one asks for a map that can be written.
pub(crate) fn get_size(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let map = kind(args)?;
    let size = writable(guest, map)?.byte_size();
    Ok(guest.write_u32(args.u32(1), u32::try_from(size).map_err(|_| Status::InternalFailure)?)?)
}

fn kind(args: &Args<'_>) -> Result<Map, Status> {
    Map::from_number(args.u32(0)).ok_or(Status::BadArgument)
}

fn named(guest: &mut Guest<'_>, args: &Args<'_>) -> Result<(Map, Vec<u8>, Vec<u8>), Status> {
    let map = kind(args)?;
    Ok((map, guest.read(args.u32(1), args.u32(2))?, guest.read(args.u32(3), args.u32(4))?))
}

fn writable<'a>(guest: &'a mut Guest<'_>, map: Map) -> Result<&'a mut Headers, Status> {
    guest.host().stream().and_then(|stream| stream.map_mut(map)).ok_or(Status::BadArgument)
}
