use std::io;
use std::net::{Ipv4Addr, TcpListener};

/// Added to the ports of listeners: 80 needs no privilege then, and no port is one that the system gives out on its
/// own.
pub const PORT_OFFSET: u16 = 20_000;

/// Loopback addresses that no other test of this machine uses meanwhile. A free port would not do: Envoy shares a
/// port with other Envoys of the same user without a word.
#[derive(Debug)]
pub struct Loopback {
    /// The port, which only one process can hold, makes the addresses ours.
    held: TcpListener,
    given: u32,
}

/// How many bits of an address count within one block.
const BITS: u32 = 9;

// === impl Loopback ===

impl Loopback {
    pub fn reserve() -> io::Result<Self> {
        Ok(Self { held: TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?, given: 0 })
    }

    /// # Panics
    ///
    /// After 511 addresses.
    pub fn address(&mut self) -> io::Result<Ipv4Addr> {
        self.given += 1;
        assert!(self.given < 1 << BITS, "a block has no more addresses");
        // 127.0.0.0/8 leaves 24 bits. Ports that are given out differ in their lower 15.
        let block = u32::from(self.held.local_addr()?.port()) & 0x7fff;
        Ok(Ipv4Addr::from(127 << 24 | block << BITS | self.given))
    }
}
