//! Who waits, where and why there.
