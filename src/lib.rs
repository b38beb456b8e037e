//! The service *Atbalsta persona lēmumu pieņemšanā*, over HTTP.
//!
//! A request goes one way: `http` (limits, caller, right, contract) → a slice's handler → one `read` or `write` of `db`
//! → its `store` (facts) → `aplp_domain` (the decision) → `store` and `db::journal` (the change and its trace, in the
//! same transaction) → `wire` (what is sent). Rules live in `aplp_domain` and nowhere else.
//!
//! A resource is a small folder: `mod.rs` (routes, rights, handlers), `wire.rs` (what is sent and received), `store.rs`
//! (rows and SQL). Wings know only the wings before them, and of those only `store`:
//! `register` ← `intake` ← `delivery` ← `safeguards` ← `insight`. `tests/tidy.rs` holds that.
//!
//! Inside a `write`, what must not change meanwhile is claimed (`db::claim`) before it is read.

pub mod admit;
pub mod backup;
pub mod caller;
pub mod cipher;
pub mod clock;
pub mod codes;
pub mod config;
pub mod db;
pub mod delivery;
pub mod demo;
pub mod disk;
pub mod error;
pub mod files;
pub mod health;
pub mod http;
pub mod insight;
pub mod intake;
pub mod keys;
pub mod metrics;
pub mod register;
pub mod safeguards;
pub mod service;
pub mod timers;
pub mod token_check;
pub mod verify;

use crate::http::routes::Routes;

/// Every route of the service.
pub fn routes(to: &mut Routes<'_>) {
    http::pages::routes(to);
    http::health::routes(to);
    http::clients::routes(to);
    register::routes(to);
    intake::routes(to);
    delivery::routes(to);
    safeguards::routes(to);
    insight::routes(to);
}
