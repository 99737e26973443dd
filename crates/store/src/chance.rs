//! Chance as an argument: from the operating system, or from a seed where a run must be repeatable.

use sha2::{Digest, Sha256};

/// A source of random bytes.
#[derive(Clone, Debug)]
pub enum Chance {
    /// The operating system's.
    System,
    /// SHA-256 of a seed and a counter: for tests and simulations, never for secrets.
    Seeded {
        /// The seed.
        seed: u64,
        /// How often it was asked.
        count: u64,
    },
}

impl Chance {
    /// This gives the next random bytes.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0u8; N];
        match self {
            // A machine without random numbers must not go on: ids and salts would repeat.
            Self::System => getrandom::fill(&mut out).unwrap_or_else(|_| std::process::abort()),
            Self::Seeded { seed, count } => {
                for chunk in out.chunks_mut(32) {
                    *count += 1;
                    let digest =
                        Sha256::new().chain_update(seed.to_le_bytes()).chain_update(count.to_le_bytes()).finalize();
                    for (byte, random) in chunk.iter_mut().zip(digest) {
                        *byte = random;
                    }
                }
            }
        }
        out
    }
}
