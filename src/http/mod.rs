//! The door to the service: limits, callers, problems, repetition, paging and the published contract.

pub mod access;
pub mod answer;
pub mod asked;
pub mod body;
pub mod concern;
pub mod contract;
pub mod cursor;
mod docs;
pub mod document;
pub mod door;
pub mod json;
mod media;
pub mod page;
pub mod pages;
pub mod problem;
pub mod purpose;
mod query;
pub mod repeat;
mod rows;
mod schemas;
pub mod security;
pub mod server;
mod shared;
pub mod token;
pub mod wire;
mod workbook;

pub use access::{Allowed, Right};
pub use answer::Answer;
pub use body::{Create, Patch, Post, Question};
pub use concern::{Concern, Concerns};
pub use page::Paging;
pub use repeat::once;

use std::sync::atomic::AtomicBool;

use self::contract::Contract;
use self::cursor::CursorKey;
use self::security::Denials;
use self::token::Keys;
use crate::clock::Clock;
use crate::db::Db;

/// What every handler may reach.
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The keys whose tokens we accept.
    pub keys: Keys,
    /// The key that seals cursors.
    pub cursor_key: CursorKey,
    /// The published contract.
    pub contract: Contract,
    /// Who was refused in the minute that runs.
    pub denials: Denials,
    /// Whether the data is real.
    pub livemode: bool,
    /// Set when the service is about to stop, so that nobody sends it new work.
    pub stopping: AtomicBool,
}
