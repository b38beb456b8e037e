//! The calls that are open to anyone.
