//! Medians and spread.

use std::fmt;

/// The middle of some samples, and how far they lie apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    pub least: f64,
    pub median: f64,
    pub most: f64,
}

impl Spread {
    /// Nothing of no samples.
    pub fn of(mut samples: Vec<f64>) -> Option<Self> {
        samples.sort_by(f64::total_cmp);
        let middle = samples.len() / 2;
        let median = match samples.len() % 2 {
            0 => (samples.get(middle.checked_sub(1)?)? + samples.get(middle)?) / 2.0,
            _ => *samples.get(middle)?,
        };
        Some(Spread { least: *samples.first()?, median, most: *samples.last()? })
    }
}

/// `median (least–most)`, with as many digits as the size asks for.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.median < 10.0 {
            2
        } else if self.median < 100.0 {
            1
        } else {
            0
        };
        write!(f, "{:.digits$} ({:.digits$}–{:.digits$})", self.median, self.least, self.most)
    }
}

/// The value that a share of sorted samples does not exceed.
pub fn percentile(sorted: &[u64], share: f64) -> u64 {
    let last = sorted.len().saturating_sub(1);
    let place = (last as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Spread, percentile};

    #[test]
    fn the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        let spread = Spread::of(vec![4.0, 1.0, 3.0, 2.0]);
        assert_eq!(spread, Some(Spread { least: 1.0, median: 2.5, most: 4.0 }));
    }

    #[test]
    fn no_samples_have_no_median() {
        assert_eq!(Spread::of(Vec::new()), None);
    }

    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let samples: Vec<u64> = (1..=101).collect();
        assert_eq!((percentile(&samples, 0.5), percentile(&samples, 0.99)), (51, 100));
    }
}
