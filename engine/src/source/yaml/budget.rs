/// What one file may use up, over all its documents.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(crate) values: Allowance,
    /// What anchors and aliases multiply.
    pub(crate) copied_bytes: Allowance,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    pub(crate) most: usize,
    left: usize,
}

// === impl Budget ===

impl Default for Budget {
    /// Far above what an API server would take in one file, and at worst about 2 GiB of memory.
    fn default() -> Self {
        Budget { values: Allowance::of(8_000_000), copied_bytes: Allowance::of(16 << 20) }
    }
}

// === impl Allowance ===

impl Allowance {
    pub(crate) fn of(most: usize) -> Self {
        Allowance { most, left: most }
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.left == self.most
    }

    /// Takes an amount, or answers that there is not as much left.
    pub(crate) fn spend(&mut self, amount: usize) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(amount).ok_or(Exhausted)?;
        Ok(())
    }
}

#[derive(Debug)]
pub(crate) struct Exhausted;
