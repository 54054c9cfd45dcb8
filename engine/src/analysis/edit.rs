use std::mem;

use super::Analysis;
use crate::admit::Taken;

impl Analysis {
    /// Gives a file another text: what differs is read and admitted, the rest of the pipeline runs again. Afterwards all
    /// is as [`Analysis::of`] makes it of the new files. A file that is not there changes nothing.
    pub fn edit(&mut self, file: usize, text: String) {
        if file >= self.sources.files.len() {
            return;
        }
        let mut admission = self.problems.split_off(self.of_reading);
        admission.truncate(self.of_input - self.of_reading);
        let mut found = mem::take(&mut self.problems);
        let Some(edited) = self.sources.edit(file, text, &mut found) else { return };
        let (sources, options) = (mem::take(&mut self.sources), mem::take(&mut self.options));
        let (world, names) = (mem::take(&mut self.world), mem::take(&mut self.names));
        let taken = Taken { world, problems: admission, names }.edit(&sources, &options.admit, &edited);
        *self = Self::of_taken(sources, found, taken, &options);
    }
}
