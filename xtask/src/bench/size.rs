//! Goal 7: bytes of what is loaded.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::bench::table::{Table, grouped};
use crate::checkout::Checkout;
use crate::filter::{Filter, FilterTools};
use crate::{sizes, web};

pub(crate) fn measure(checkout: &Checkout, table: &mut Table) -> Result<()> {
    let tools = FilterTools::find_or_install(checkout)?;
    for (filter, raw_goal, brotli_goal) in
        [(Filter::Lean, 180_000, Some(60_000)), (Filter::Full, 450_000, None)]
    {
        filter.build(checkout, &tools)?;
        let (raw, brotli) = sizes::of(checkout, filter)?;
        let goal = match brotli_goal {
            Some(brotli) => format!("≤ {} and {}", grouped(f64::from(raw_goal)), grouped(f64::from(brotli))),
            None => format!("≤ {}", grouped(f64::from(raw_goal))),
        };
        let within = |size: usize, goal: i32| usize::try_from(goal).is_ok_and(|goal| size <= goal);
        let met = within(raw, raw_goal) && brotli_goal.is_none_or(|goal| within(brotli, goal));
        let value = format!("{} bytes, {} with brotli", grouped(raw as f64), grouped(brotli as f64));
        table.goal(filter.file_name(), value, goal, met);
    }
    web::build(checkout, &tools)?;
    let module = web::module(checkout);
    let bytes = fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&bytes)?;
    let packed = gzip.finish()?.len();
    let value = format!("{} bytes, {} with gzip", grouped(bytes.len() as f64), grouped(packed as f64));
    table.goal("the browser's module", value, "≤ 400,000 with gzip", packed <= 400_000);
    Ok(())
}
