use wasmtime::{Caller, Memory, Val, format_err};

use super::host::Host;
use super::status::{Refusal, Status};

/// The guest as a hostcall sees it: its memory, its allocator, its host.
pub(crate) struct Guest<'a> {
    caller: Caller<'a, Host>,
    memory: Memory,
    /// What the guest passed by address, for the record of the call.
    pub(crate) inputs: Vec<Vec<u8>>,
}

/// The numbers of a hostcall.
pub(crate) struct Args<'a>(pub(crate) &'a [Val]);

/// The names under which a module may offer its allocator, the newer first.
pub(crate) const ALLOCATORS: [&str; 2] = ["malloc", "proxy_on_memory_allocate"];

// === impl Guest ===

impl<'a> Guest<'a> {
    pub(crate) fn new(mut caller: Caller<'a, Host>) -> wasmtime::Result<Self> {
        let memory = caller
            .get_export("memory")
            .and_then(|export| export.into_memory())
            .ok_or_else(|| format_err!("the module exports no `memory`"))?;
        Ok(Self { caller, memory, inputs: Vec::new() })
    }

    pub(crate) fn host(&mut self) -> &mut Host {
        self.caller.data_mut()
    }

    /// Reads bytes that the guest passed by address, without a record.
    pub(crate) fn peek(&self, address: u32, len: u32) -> Option<&[u8]> {
        let start = address as usize;
        self.memory.data(&self.caller).get(start..start.checked_add(len as usize)?)
    }

    /// Reads bytes that the guest passed by address.
    pub(crate) fn read(&mut self, address: u32, len: u32) -> Result<Vec<u8>, Status> {
        let bytes = self.peek(address, len).ok_or(Status::InvalidMemoryAccess)?.to_vec();
        self.inputs.push(bytes.clone());
        Ok(bytes)
    }

    pub(crate) fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), Status> {
        self.memory.write(&mut self.caller, address as usize, bytes).map_err(|_| Status::InvalidMemoryAccess)
    }

    pub(crate) fn write_u32(&mut self, address: u32, value: u32) -> Result<(), Status> {
        self.write(address, &value.to_le_bytes())
    }

    pub(crate) fn write_u64(&mut self, address: u32, value: u64) -> Result<(), Status> {
        self.write(address, &value.to_le_bytes())
    }

    /// Gives bytes to the guest: into memory of its own allocator, the address and size at the two places named.
    /// Nothing is allocated for nothing.
    pub(crate) fn give(&mut self, bytes: &[u8], address_at: u32, size_at: u32) -> Result<(), Refusal> {
        let address = if bytes.is_empty() { 0 } else { self.allocate(bytes)? };
        self.write_u32(address_at, address)?;
        self.write_u32(size_at, size(bytes))?;
        Ok(())
    }

    fn allocate(&mut self, bytes: &[u8]) -> Result<u32, Refusal> {
        let allocator = ALLOCATORS
            .iter()
            .find_map(|name| self.caller.get_export(name)?.into_func())
            .ok_or_else(|| Refusal::Trap(format_err!("the module exports no `malloc`")))?;
        let allocator = allocator.typed::<u32, u32>(&self.caller).map_err(Refusal::Trap)?;
        self.host().allocating = true;
        let address = allocator.call(&mut self.caller, size(bytes));
        self.host().allocating = false;
        let address = address.map_err(Refusal::Trap)?;
        if address == 0 {
            return Err(Status::InvalidMemoryAccess.into());
        }
        self.write(address, bytes)?;
        Ok(address)
    }
}

fn size(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("wasm memory ends at 4 GiB")
}

// === impl Args ===

impl Args<'_> {
    /// The n-th argument; the table in `abi` fixes how many there are and of which type.
    pub(crate) fn u32(&self, at: usize) -> u32 {
        self.0[at].unwrap_i32().cast_unsigned()
    }

    pub(crate) fn i64(&self, at: usize) -> i64 {
        self.0[at].unwrap_i64()
    }

    pub(crate) fn u64(&self, at: usize) -> u64 {
        self.i64(at).cast_unsigned()
    }

    pub(crate) fn numbers(&self) -> Vec<u64> {
        let number = |value: &Val| match value {
            Val::I64(number) => number.cast_unsigned(),
            other => u64::from(other.unwrap_i32().cast_unsigned()),
        };
        self.0.iter().map(number).collect()
    }
}
