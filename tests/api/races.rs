//! What may happen at the same time, and may not go wrong.
