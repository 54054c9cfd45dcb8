//! Texts in an order in which each stands near those that it is like. Compressors of the kind of gzip look for
//! repetitions in the last 32 KB alone.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;

/// How far back gzip looks.
pub(super) const WINDOW: usize = 32 << 10;
/// What is compared: pieces of so many bytes. It is what two or three instructions take.
pub(super) const PIECE: usize = 6;
/// A piece of more texts than this tells nothing about any of them.
const COMMON: usize = 400;
/// Counts as many pieces that nobody else has, or a text of five bytes would be like everything.
const HANDICAP: u64 = 20;

/// Which pieces each text has, and which texts each piece.
struct Pieces {
    of_text: Vec<Vec<usize>>,
    texts: Vec<Vec<usize>>,
}

/// The texts that gzip still sees.
struct Window<'a> {
    pieces: &'a Pieces,
    texts: VecDeque<usize>,
    /// How many of the texts have a piece.
    holders: Vec<u32>,
    /// How many of a text's pieces are there.
    shared: Vec<u64>,
}

/// Begins with the shortest, then always takes the text of which most is in the window.
pub(super) fn order(texts: &[&[u8]]) -> Vec<usize> {
    let pieces = Pieces::of(texts);
    let mut window = Window::new(&pieces);
    let mut left: Vec<usize> = (0..texts.len()).collect();
    left.sort_by_key(|&text| texts[text].len());
    let mut ordered: Vec<usize> = Vec::new();
    let (mut bytes, mut oldest) = (0, 0);
    while !left.is_empty() {
        let text = left.remove(window.most_alike(&left));
        ordered.push(text);
        window.add(text);
        bytes += texts[text].len();
        while bytes > WINDOW && window.texts.len() > 1 {
            bytes -= texts[ordered[oldest]].len();
            oldest += 1;
            window.forget();
        }
    }
    ordered
}

// === impl Pieces ===

impl Pieces {
    fn of(texts: &[&[u8]]) -> Self {
        let mut found: Vec<(&[u8], usize)> = Vec::new();
        for (number, text) in texts.iter().enumerate() {
            found.extend(text.windows(PIECE).map(|piece| (piece, number)));
        }
        found.sort_unstable();
        found.dedup();
        let mut pieces = Self { of_text: vec![Vec::new(); texts.len()], texts: Vec::new() };
        for same in found.chunk_by(|one, other| one.0 == other.0) {
            if (2..COMMON).contains(&same.len()) {
                same.iter().for_each(|&(_, text)| pieces.of_text[text].push(pieces.texts.len()));
                pieces.texts.push(same.iter().map(|&(_, text)| text).collect());
            }
        }
        pieces
    }
}

// === impl Window ===

impl<'a> Window<'a> {
    fn new(pieces: &'a Pieces) -> Self {
        let (holders, shared) = (vec![0; pieces.texts.len()], vec![0; pieces.of_text.len()]);
        Self { pieces, texts: VecDeque::new(), holders, shared }
    }

    /// The place in the list of the one whose pieces are there to the largest part.
    fn most_alike(&self, texts: &[usize]) -> usize {
        let size = |text: usize| self.pieces.of_text[text].len() as u64 + HANDICAP;
        let mut best = 0;
        for (place, &text) in texts.iter().enumerate() {
            if self.shared[text] * size(texts[best]) > self.shared[texts[best]] * size(text) {
                best = place;
            }
        }
        best
    }

    fn add(&mut self, text: usize) {
        self.texts.push_back(text);
        for &piece in &self.pieces.of_text[text] {
            self.holders[piece] += 1;
            if self.holders[piece] == 1 {
                self.pieces.texts[piece].iter().for_each(|&other| self.shared[other] += 1);
            }
        }
    }

    fn forget(&mut self) {
        let Some(text) = self.texts.pop_front() else { return };
        for &piece in &self.pieces.of_text[text] {
            self.holders[piece] -= 1;
            if self.holders[piece] == 0 {
                self.pieces.texts[piece].iter().for_each(|&other| self.shared[other] -= 1);
            }
        }
    }
}
