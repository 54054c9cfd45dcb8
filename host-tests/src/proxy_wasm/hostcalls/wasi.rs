//! The part of WASI that Envoy offers and that a filter built by rustc can import.

use wasmtime::format_err;

use crate::proxy_wasm::host::LogLevel;
use crate::proxy_wasm::memory::{Args, Guest};
use crate::proxy_wasm::status::{Answer, Errno, Refusal};

/// Envoy's limit for one `random_get`.
const MAX_RANDOM: u32 = 64 * 1024;

pub(crate) fn args_get(_: &mut Guest<'_>, _: &Args<'_>) -> Answer {
    Ok(())
}

pub(crate) fn args_sizes_get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    write(guest, args.u32(0), &[0; 4])?;
    write(guest, args.u32(1), &[0; 4])
}

pub(crate) fn environ_get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let (mut entry, mut text) = (args.u32(0), args.u32(1));
    for variable in variables(guest) {
        write(guest, entry, &text.to_le_bytes())?;
        write(guest, text, &variable)?;
        entry += 4;
        text += length(&variable);
    }
    Ok(())
}

pub(crate) fn environ_sizes_get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let variables = variables(guest);
    let bytes: u32 = variables.iter().map(|variable| length(variable)).sum();
    write(guest, args.u32(0), &u32::try_from(variables.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    write(guest, args.u32(1), &bytes.to_le_bytes())
}

/// Realtime and monotonic clocks are the test's clock.
pub(crate) fn clock_time_get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    if args.u32(0) > 1 {
        return Err(Errno::NotSupported.into());
    }
    let now = guest.host().settings.now;
    write(guest, args.u32(2), &now.to_le_bytes())
}

pub(crate) fn random_get(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let (address, len) = (args.u32(0), args.u32(1));
    if len > MAX_RANDOM {
        return Err(Errno::Invalid.into());
    }
    let mut bytes = Vec::with_capacity(len as usize + 8);
    while bytes.len() < len as usize {
        bytes.extend(guest.host().random().to_le_bytes());
    }
    bytes.truncate(len as usize);
    write(guest, address, &bytes)
}

/// `fd_write(fd, iovs, count, &written)`: stdout and stderr go to the log.
pub(crate) fn fd_write(guest: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    let level = match args.u32(0) {
        1 => LogLevel::Info,
        2 => LogLevel::Error,
        _ => return Err(Errno::BadFile.into()),
    };
    let mut text = Vec::new();
    for at in 0..args.u32(2) {
        let entry =
            at.checked_mul(8).and_then(|offset| args.u32(1).checked_add(offset)).ok_or(Errno::Fault)?;
        let (address, len) = iovec(guest.peek(entry, 8).ok_or(Errno::Fault)?);
        text.extend_from_slice(guest.peek(address, len).ok_or(Errno::Fault)?);
    }
    let written = length(&text);
    let line = text.strip_suffix(b"\n").unwrap_or(&text);
    if !text.is_empty() {
        guest.host().log(level, line);
    }
    write(guest, args.u32(3), &written.to_le_bytes())
}

pub(crate) fn sched_yield(_: &mut Guest<'_>, _: &Args<'_>) -> Answer {
    Ok(())
}

/// Envoy logs an error and returns into a guest that does not expect it; here the guest ends.
pub(crate) fn proc_exit(_: &mut Guest<'_>, args: &Args<'_>) -> Answer {
    Err(Refusal::Trap(format_err!("the filter exited with code {}", args.u32(0))))
}

fn variables(guest: &mut Guest<'_>) -> Vec<Vec<u8>> {
    let variable = |(name, value): &(String, String)| format!("{name}={value}\0").into_bytes();
    guest.host().settings.environment.iter().map(variable).collect()
}

fn iovec(entry: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_le_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]);
    (number(0), number(4))
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("wasm memory ends at 4 GiB")
}

fn write(guest: &mut Guest<'_>, address: u32, bytes: &[u8]) -> Answer {
    guest.write(address, bytes).map_err(|_| Errno::Fault.into())
}
