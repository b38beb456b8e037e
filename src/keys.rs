//! `aplp keys`: which keys seal what, a new data key, another master key.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use clap::Subcommand;

use crate::config::Whereabouts;
use crate::db::keyring::Master;
use crate::db::{Keyring, rotation, standing};
use crate::error::Error;

/// What to do with the keys.
#[derive(Subcommand, Clone, Debug)]
pub enum KeysWish {
    /// Says how many rows each data key seals.
    Status,
    /// Makes a new data key and seals every row by it; goes on where it was stopped. The service may run meanwhile.
    Rotate {
        /// Makes no new key: only goes on sealing by the newest one.
        #[arg(long)]
        resume: bool,
    },
    /// Forgets the data keys that seal nothing any more, three days after they were replaced.
    Drop,
    /// Wraps the data keys by a new master key, made in this file; from then on it is the one to start with.
    Rewrap {
        /// The file for the new master key; there is none yet.
        new_master_key: PathBuf,
    },
}

impl KeysWish {
    /// Does it, and says what was done.
    ///
    /// # Errors
    /// When the database is away or of another release, the master key is lost, or the clock is in doubt.
    pub fn fulfil(&self, at: &Whereabouts, now: NaiveDateTime) -> Result<String, Error> {
        at.place.must_be_of_this_release()?;
        let mut conn = at.place.open_whole(false)?;
        standing::believed(standing::before(&mut conn, now.and_utc())?)?;
        let keys = Keyring::read(&mut conn, &at.master_key)?;
        let _held = keys.here();
        match self {
            Self::Status => {
                let line = |used: &rotation::Use| {
                    let state = used.retired_at.map_or("seals".to_owned(), |at| format!("opens only, since {at}"));
                    format!("key {}: {} rows, {state}", used.key, used.rows)
                };
                Ok(rotation::uses(&mut conn)?.iter().map(line).collect::<Vec<_>>().join("\n"))
            }
            Self::Rotate { resume } => {
                if !resume {
                    keys.next(&mut conn, now)?;
                }
                let (mut progress, mut sealed) = (rotation::Progress::default(), 0);
                while let Some(rows) = progress.batch(&mut conn, &keys)? {
                    sealed += rows;
                }
                Ok(format!("{sealed} rows sealed by key {}", keys.current()))
            }
            Self::Drop => {
                standing::believed(standing::doubt(&mut conn, now.and_utc())?)?;
                let dropped: Vec<String> =
                    rotation::drop_unused(&mut conn, now)?.iter().map(ToString::to_string).collect();
                Ok(format!("{} keys forgotten {}", dropped.len(), dropped.join(", ")).trim_end().to_owned())
            }
            Self::Rewrap { new_master_key } => {
                let master = Master::make(new_master_key)?;
                let wrapped = keys.rewrap(&mut conn, &master, now)?;
                Ok(format!("{wrapped} keys wrapped anew: start with APLP_MASTER_KEY={}", new_master_key.display()))
            }
        }
    }
}
