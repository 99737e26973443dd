//! Chance from a seed: the only place where the generator draws, so that one seed always gives the same bytes.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of chance. It uses no transcendental functions, which differ between machines.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// This starts the stream of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// This draws evenly from 0 (included) to 1 (excluded).
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// This is true in that share of draws.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// This draws a whole number below `limit`; 0 where the limit is 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.unit() * limit as f64) as usize
    }

    /// This draws a whole number, both ends included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1) as f64) as i64
    }

    /// This draws one item of a list, which is never empty here.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// This draws an item of a short list in proportion to its weight.
    pub(super) fn weighted<T: Copy>(&mut self, items: &[(T, f64)]) -> T {
        let mut left = self.unit() * items.iter().map(|(_, weight)| weight).sum::<f64>();
        let mut chosen = items[0].0;
        for (item, weight) in items {
            chosen = *item;
            if left < *weight {
                break;
            }
            left -= weight;
        }
        chosen
    }
}
