//! Agreements of three.
