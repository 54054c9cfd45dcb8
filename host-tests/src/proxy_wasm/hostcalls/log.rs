use crate::proxy_wasm::host::LogLevel;
use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::status::{Answer, Status};

pub(crate) fn log(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let level = LogLevel::from_number(args.u32(0)).ok_or(Status::BadArgument)?;
    let message = guest.read(args.u32(1), args.u32(2))?;
    guest.host().log(level, &message);
    Ok(())
}

pub(crate) fn get_log_level(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let level = guest.host().settings.log_level;
    Ok(guest.write_u32(args.u32(0), level as u32)?)
}
