//! What stories need: an office with its own database and clock, people at desks, and answers held against the contract.

pub mod cluster;
pub mod contract;
pub mod normal;
pub mod office;
pub mod steps;
pub mod service;

pub use office::{Desk, Office, Reply};
