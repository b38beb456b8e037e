//! The cellar: connections, threads, tables, ids and the journal.

mod area_set;
pub mod chain;
pub mod columns;
pub mod connection;
pub mod evidence;
pub mod filters;
mod groups;
pub mod journal;
mod kept;
pub mod keyring;
pub mod keyset;
pub mod load;
pub mod lock;
mod look_ups;
pub(crate) mod many;
pub mod map;
pub mod patience;
pub mod prepared;
pub mod privileges;
pub mod rotation;
pub(crate) mod rows;
pub mod schema;
pub mod seal;
pub mod standing;
pub mod threads;
pub mod told;
mod work;

pub use area_set::AreaSet;
pub use columns::{Coded, Id};
pub use connection::{Conn, MultiBackend, Place};
pub use keyring::Keyring;
pub use lock::{Scope, claim};
pub use prepared::prepared;
pub use threads::Db;
