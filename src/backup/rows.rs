//! The digests of the rows of a table.

use sha2::{Digest, Sha256};

use super::Count;
use crate::db::chain::{hex, unhex};

/// Adds a row's digest to those of the others: whatever order they come in, the same rows make the same sum.
pub(super) fn add(count: &mut Count, row: &[Option<String>]) {
    let mut hash = Sha256::new();
    for value in row {
        match value {
            None => hash.update([0]),
            Some(value) => {
                hash.update([1]);
                hash.update((value.len() as u64).to_be_bytes());
                hash.update(value);
            }
        }
    }
    let mut sum: [u8; 32] = unhex(&count.digest).and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
    let mut carry = 0;
    for (byte, more) in sum.iter_mut().zip(hash.finalize()).rev() {
        let whole = u16::from(*byte) + u16::from(more) + carry;
        *byte = whole.to_be_bytes()[1];
        carry = whole >> 8;
    }
    count.rows += 1;
    count.digest = hex(&sum);
}
