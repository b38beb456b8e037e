//! Taking an entry back: once, by a second row.

use crate::refusal::Refusal;

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryState {
    /// It counts.
    Posted,
    /// It was taken back.
    Reversed,
    /// It takes another one back.
    Reversal,
}

crate::codes!(EntryState { Posted = "posted", Reversed = "reversed", Reversal = "reversal" });

/// Whether an entry may be taken back: once, and what takes back is not taken back itself (design).
///
/// # Errors
/// `EntryReversed`, `EntryIsAReversal`.
pub fn may_reverse(state: EntryState) -> Result<(), Refusal> {
    match state {
        EntryState::Posted => Ok(()),
        EntryState::Reversed => Err(Refusal::EntryReversed.standing(state, Vec::new())),
        EntryState::Reversal => Err(Refusal::EntryIsAReversal.standing(state, Vec::new())),
    }
}
