//! What stories need: an office with its own database and clock, people at desks, and answers held against the contract.

pub mod acts;
pub mod budgets;
pub mod chance;
pub mod clients;
pub mod cluster;
pub mod contract;
pub mod database;
pub mod desk;
pub mod file;
pub mod hostile;
pub mod logs;
pub mod normal;
pub mod office;
pub mod page_of_keys;
pub mod planted;
pub mod raw;
pub mod records;
pub mod remedies;
pub mod reply;
pub mod rulings;
pub mod service;
pub mod steps;
pub mod tour;
pub mod turns;

pub use desk::Desk;
pub use office::Office;
pub use reply::Reply;
