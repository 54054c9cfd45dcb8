/// A metric that the filter defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Metric {
    Counter { name: String, value: u64 },
    Gauge { name: String, value: u64 },
    Histogram { name: String, values: Vec<u64> },
}

/// Every metric of a VM. As in Envoy the low two bits of an id are the metric's kind.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Vec<Metric>);

const KIND_BITS: u32 = 2;

// === impl Metrics ===

impl Metrics {
    /// Defines a metric and gives its id; `None` for a kind that does not exist.
    pub(crate) fn define(&mut self, kind: u32, name: String) -> Option<u32> {
        let metric = match kind {
            0 => Metric::Counter { name, value: 0 },
            1 => Metric::Gauge { name, value: 0 },
            2 => Metric::Histogram { name, values: Vec::new() },
            _ => return None,
        };
        let index = match self.0.iter().position(|known| known.same_as(&metric)) {
            Some(index) => index,
            None => {
                self.0.push(metric);
                self.0.len() - 1
            }
        };
        Some((u32::try_from(index).expect("fewer than 2^30 metrics") << KIND_BITS) | kind)
    }

    /// `None` when the id names no metric of its kind.
    pub(crate) fn find(&mut self, id: u32) -> Option<&mut Metric> {
        let metric = self.0.get_mut((id >> KIND_BITS) as usize)?;
        (metric.kind() == kind(id)).then_some(metric)
    }

    pub(crate) fn all(&self) -> &[Metric] {
        &self.0
    }
}

/// The kind that an id claims.
pub(crate) fn kind(id: u32) -> u32 {
    id & ((1 << KIND_BITS) - 1)
}

// === impl Metric ===

impl Metric {
    fn kind(&self) -> u32 {
        match self {
            Self::Counter { .. } => 0,
            Self::Gauge { .. } => 1,
            Self::Histogram { .. } => 2,
        }
    }

    pub fn name(&self) -> &str {
        match self {
            Self::Counter { name, .. } | Self::Gauge { name, .. } | Self::Histogram { name, .. } => name,
        }
    }

    fn same_as(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.name() == other.name()
    }
}
