//! Random numbers whose seed is told, and can be set as `FAULTS_SEED`.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// Random numbers (splitmix64).
pub struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    /// Others each time, unless a seed is set.
    pub fn new() -> Self {
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
        let set = std::env::var("FAULTS_SEED").ok();
        let seed = set.map_or_else(|| now() as u64, |seed| seed.parse().expect("a number"));
        Self { seed, state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl fmt::Display for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FAULTS_SEED={}", self.seed)
    }
}
