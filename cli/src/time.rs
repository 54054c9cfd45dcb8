use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;

use crate::exit::Failure;

/// The time that conditions carry, RFC 3339 in seconds: now, or what SOURCE_DATE_EPOCH says
/// (reproducible-builds.org).
pub(crate) fn now() -> Result<String, Failure> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text.parse().map_err(|_| {
            Failure::Usage(format!("SOURCE_DATE_EPOCH is `{text}` and not a number of seconds since 1970"))
        })?,
        Err(_) => {
            let since =
                SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?;
            i64::try_from(since.as_secs()).context("the clock stands too far ahead")?
        }
    };
    let time = jiff::Timestamp::from_second(seconds)
        .map_err(|_| Failure::Usage(format!("SOURCE_DATE_EPOCH {seconds} is no time that can be written")))?;
    Ok(time.to_string())
}
