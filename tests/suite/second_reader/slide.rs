//! A stretch of text that stands elsewhere than it was matched first.

/// A stretch that was taken for left out at one place and is told from another.
#[derive(Clone, Copy)]
pub struct Slide {
    pub start: usize,
    pub length: usize,
    pub from: usize,
}

impl Slide {
    /// Moves the place of a sign that was matched beside the stretch.
    pub fn apply(self, at: &mut usize) {
        if self.start < self.from && (self.start..self.from).contains(at) {
            *at += self.length;
        } else if self.start > self.from {
            let end = self.from + self.length;
            if (end..end + (self.start - self.from)).contains(at) {
                *at -= self.length;
            }
        }
    }
}

/// Letters and digits alone.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
