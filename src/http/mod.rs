//! The door to the service: limits, callers, problems, repetition, paging and the published contract.

pub mod access;
pub mod alarms;
pub mod answer;
pub mod asked;
pub mod body;
mod choices;
mod citation;
pub mod clients;
mod components;
mod compression;
pub mod concern;
pub mod connections;
pub mod contract;
pub mod cursor;
pub mod denials;
mod directions;
mod docs;
pub mod document;
pub mod door;
mod examples;
pub mod expand;
mod filters;
mod formats;
mod forms;
pub mod forwarded;
mod found_faults;
pub mod health;
mod identity;
pub mod json;
pub mod known;
pub mod limits;
mod list;
mod meanings;
mod media;
pub mod memo;
pub mod origins;
pub mod outbound;
pub mod page;
pub mod pages;
mod patches;
pub mod problem;
pub mod purpose;
mod query;
pub mod repeat;
pub mod reports;
pub mod rights;
pub mod routes;
mod schemas;
mod security;
pub mod seen;
pub mod server;
mod shared;
mod table_export;
mod tags;
pub(crate) mod text;
pub mod token;
pub mod wire;
mod written;

pub use access::Allowed;
pub use answer::Answer;
pub use body::{Create, Patch, Post, Question};
pub use citation::Citation;
pub use concern::{Concern, Concerns};
pub use list::Slice;
pub use page::Paging;
pub use repeat::once;
pub use rights::Right;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use self::alarms::Alarms;
use self::connections::Connections;
use self::contract::Contract;
use self::cursor::CursorKey;
use self::denials::Denials;
use self::expand::Expansion;
use self::forwarded::{Field, Network};
use self::known::Known;
use self::limits::Limits;
use self::memo::Memo;
use self::origins::Origins;
use self::repeat::MaySee;
use self::reports::Reports;
use self::token::Keys;
use crate::clock::Clock;
use crate::db::Db;
use crate::disk::Disks;
use crate::metrics::Metrics;

/// What every handler may reach.
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The keys whose tokens we accept.
    pub keys: Arc<Keys>,
    /// The callers who were looked up lately.
    pub known: Known,
    /// What was read lately and is the same for everybody.
    pub memo: Memo,
    /// Figures for whoever watches the service.
    pub metrics: Metrics,
    /// What each client has used of its quotas.
    pub limits: Limits,
    /// The origins whose pages may call from a browser.
    pub origins: Origins,
    /// The proxies whose word is taken for where a request comes from.
    pub proxies: Vec<Network>,
    /// The header in which they say it.
    pub forwarded: Field,
    /// The open connections by address.
    pub connections: Connections,
    /// The key that seals cursors.
    pub cursor_key: CursorKey,
    /// The places for large pages.
    pub reports: Reports,
    /// The published contract.
    pub contract: Contract,
    /// Who was refused in the minute that runs.
    pub denials: Denials,
    /// Who was refused too often in the window that runs.
    pub alarms: Alarms,
    /// How the resources that lists bring along are read, by the names of their kinds.
    pub expansions: fn(&str) -> Option<Expansion>,
    /// Who may be told again what was answered.
    pub may_see: MaySee,
    /// The disks that the service writes to.
    pub disks: Arc<Disks>,
    /// Whether no second admin is asked.
    pub single_admin: bool,
    /// Whether the data is real.
    pub livemode: bool,
    /// Set when the service is about to stop, so that nobody sends it new work.
    pub stopping: AtomicBool,
}
