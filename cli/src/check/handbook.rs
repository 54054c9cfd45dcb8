//! What docs/DIAGNOSTICS.md says of each code.

const TEXT: &str = include_str!("../../../docs/DIAGNOSTICS.md");

/// The section of one code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) code: &'static str,
    body: &'static str,
}

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    TEXT.split("\n## ").flat_map(|chapter| chapter.split("\n### `").skip(1)).filter_map(|section| {
        let (code, body) = section.split_once("`\n")?;
        Some(Entry { code, body })
    })
}

pub(super) fn entry(code: &str) -> Option<Entry> {
    entries().find(|entry| entry.code == code)
}

impl Entry {
    /// `error`, `warning` or `note`: what most findings of this code are.
    pub(super) fn severity(&self) -> String {
        self.first().split('.').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// What the code means.
    pub(super) fn meaning(&self) -> &'static str {
        self.first().split_once(". ").map_or("", |(_, meaning)| meaning)
    }

    pub(super) fn remedy(&self) -> &'static str {
        self.body.split_once("\nRemedy: ").map_or("", |(_, remedy)| remedy.trim())
    }

    /// The first paragraph: the severity, then the meaning.
    fn first(&self) -> &'static str {
        self.body.trim_start().lines().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
