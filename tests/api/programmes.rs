//! Programmes, their allocations and what they may still promise.
