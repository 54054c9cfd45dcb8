use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::metrics::{Metric, kind};
use crate::proxy_wasm::status::{Answer, Status};

const HISTOGRAM: u32 = 2;

pub(crate) fn define(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let name = guest.read(args.u32(1), args.u32(2))?;
    let name = String::from_utf8_lossy(&name).into_owned();
    let id = guest.host().metrics.define(args.u32(0), name).ok_or(Status::BadArgument)?;
    Ok(guest.write_u32(args.u32(3), id)?)
}

/// A counter only grows, a gauge does both, a histogram neither.
pub(crate) fn increment(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let (id, offset) = (args.u32(0), args.i64(1));
    if kind(id) >= HISTOGRAM {
        return Err(Status::BadArgument.into());
    }
    match guest.host().metrics.find(id).ok_or(Status::NotFound)? {
        Metric::Counter { .. } if offset <= 0 => Err(Status::BadArgument.into()),
        Metric::Counter { value, .. } | Metric::Gauge { value, .. } => {
            *value = value.wrapping_add_signed(offset);
            Ok(())
        }
        Metric::Histogram { .. } => Err(Status::BadArgument.into()),
    }
}

pub(crate) fn record(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let recorded = args.u64(1);
    match guest.host().metrics.find(args.u32(0)).ok_or(Status::NotFound)? {
        Metric::Counter { value, .. } => *value = value.wrapping_add(recorded),
        Metric::Gauge { value, .. } => *value = recorded,
        Metric::Histogram { values, .. } => values.push(recorded),
    }
    Ok(())
}

pub(crate) fn get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let id = args.u32(0);
    if kind(id) >= HISTOGRAM {
        return Err(Status::BadArgument.into());
    }
    let value = match guest.host().metrics.find(id).ok_or(Status::NotFound)? {
        Metric::Counter { value, .. } | Metric::Gauge { value, .. } => *value,
        Metric::Histogram { .. } => return Err(Status::BadArgument.into()),
    };
    Ok(guest.write_u64(args.u32(1), value)?)
}
