//! How every state machine of the service answers a move that its state does not know.

use crate::code::Code;
use crate::refusal::Refusal;

/// The codes of the moves a state knows, in the order of the document.
pub(crate) fn allowed<S: Code, E: Code>(state: S, step: fn(S, E) -> Option<S>) -> Vec<&'static str> {
    E::ALL.iter().filter(|&&event| step(state, event).is_some()).map(|event| event.code()).collect()
}

/// The state after the move, or a refusal that lists the moves the state knows.
pub(crate) fn next<S: Code, E: Code>(state: S, event: E, step: fn(S, E) -> Option<S>) -> Result<S, Refusal> {
    step(state, event).ok_or_else(|| Refusal::IllegalMove { current: state.code(), allowed: allowed(state, step) })
}
