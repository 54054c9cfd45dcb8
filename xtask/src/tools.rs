use std::path::PathBuf;

use anyhow::Result;

use crate::checkout::Checkout;
use crate::chromium;
use crate::envoy;
use crate::filter::FilterTools;
use crate::progress::say;

/// All the tools that cargo does not bring.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) filter: FilterTools,
    pub(crate) envoy: PathBuf,
    pub(crate) chromium: PathBuf,
}

// === impl Tools ===

impl Tools {
    /// Finds each tool or installs it, and says which it is.
    pub(crate) fn find_or_install(checkout: &Checkout) -> Result<Self> {
        let filter = FilterTools::find_or_install(checkout)?;
        let envoy = envoy::find_or_fetch(checkout)?;
        say("envoy", envoy.display());
        let chromium = chromium::find_or_install()?;
        say("chromium", chromium.display());
        Ok(Self { filter, envoy, chromium })
    }
}
