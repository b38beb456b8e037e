//! What stories need: an office with its own database and clock, people at desks, and answers held against the contract.

pub mod cluster;
pub mod contract;
pub mod database;
pub mod normal;
pub mod office;
pub mod raw;
pub mod records;
pub mod reply;
pub mod rulings;
pub mod service;
pub mod steps;
pub mod tour;

pub use office::{Desk, Office};
pub use reply::Reply;
