//! Where the data and its keys are: what every sub-command reads that works on the database.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::keys_folder;
use crate::db::Place;

/// The data folder as given.
#[derive(Args, Clone, Debug)]
pub struct GivenFolder {
    /// The folder for the database file and the keys.
    #[arg(long, env = "APLP_DATA", default_value = "./data")]
    pub data: PathBuf,
}

/// The data folder, the database and the master key as given.
#[derive(Args, Clone, Debug)]
pub struct GivenWhereabouts {
    #[command(flatten)]
    folder: GivenFolder,
    /// The database: `sqlite:FILE` or `postgres://…` [default: a SQLite file in the data folder].
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// Says that the network keeps others out between here and a PostgreSQL on another machine: without it only verified TLS goes there.
    #[arg(long, env = "APLP_DATABASE_PLAIN")]
    database_plain: bool,
    /// The master key of the sealed data, a file of 32 bytes made at the first start [default: in the data folder].
    #[arg(long, env = "APLP_MASTER_KEY")]
    master_key: Option<PathBuf>,
}

/// Where the data and its keys are.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// The folder for the database file and the keys.
    pub data: PathBuf,
    /// Where the data is kept.
    pub place: Place,
    /// The file with the master key of the sealed data.
    pub master_key: PathBuf,
}

impl GivenWhereabouts {
    /// Checks what was given.
    ///
    /// # Errors
    /// One sentence for each setting that cannot hold.
    pub fn whereabouts(self) -> Result<Whereabouts, Vec<String>> {
        let mut faults = Vec::new();
        self.checked(&mut faults).ok_or(faults)
    }

    /// The data folder.
    pub(super) fn folder(&self) -> PathBuf {
        self.folder.data.clone()
    }

    pub(super) fn checked(self, faults: &mut Vec<String>) -> Option<Whereabouts> {
        let data = self.folder.data;
        let url = self.database_url.unwrap_or_else(|| format!("sqlite:{}", data.join("aplp.sqlite").display()));
        let place = Place::from_str(&url).map_err(|why| faults.push(format!("DATABASE_URL {why}"))).ok()?;
        if let Some(why) = place.exposed(self.database_plain) {
            faults.push(format!("DATABASE_URL {why}"));
            return None;
        }
        let master_key = self.master_key.unwrap_or_else(|| keys_folder(&data).join("master.key"));
        Some(Whereabouts { data, place, master_key })
    }
}
