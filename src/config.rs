//! Every setting, read once; all faults are reported together.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;

use crate::db::Place;
use crate::http::token::DEMO_ISSUER;

/// The settings as given on the command line or in the environment.
#[derive(Args, Clone, Debug)]
pub struct Given {
    /// The folder for the database file and the keys.
    #[arg(long, env = "APLP_DATA", default_value = "./data", global = true)]
    data: PathBuf,
    /// The database: `sqlite:FILE` or `postgres://…` [default: a SQLite file in the data folder].
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// The address to listen on.
    #[arg(long, env = "APLP_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    listen: String,
    /// The master key of the sealed data, a file of 32 bytes made at the first start [default: in the data folder].
    #[arg(long, env = "APLP_MASTER_KEY", global = true)]
    master_key: Option<PathBuf>,
    /// The public keys whose tokens are accepted, a JWKS file [default: the demo issuer's in the data folder].
    #[arg(long, env = "APLP_JWKS", global = true)]
    jwks: Option<PathBuf>,
    /// Who may issue tokens, between commas [default: the demo issuer].
    #[arg(long, env = "APLP_ISSUERS", global = true, value_delimiter = ',')]
    issuers: Vec<String>,
    /// How many threads take requests [default: one for each core].
    #[arg(long, env = "APLP_WORKERS", global = true)]
    workers: Option<String>,
    /// Says that a proxy in front ends TLS: without it plain HTTP listens on loopback only.
    #[arg(long, env = "APLP_BEHIND_PROXY", global = true)]
    behind_proxy: bool,
}

/// The settings as they hold.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder for the database file and the keys.
    pub data: PathBuf,
    /// Where the data is kept.
    pub place: Place,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The file with the master key of the sealed data.
    pub master_key: PathBuf,
    /// The public keys whose tokens are accepted.
    pub jwks: PathBuf,
    /// Who may issue tokens.
    pub issuers: Vec<String>,
    /// How many threads take requests.
    pub workers: usize,
}

impl Given {
    /// Checks everything that was given.
    ///
    /// # Errors
    /// One sentence for each setting that cannot hold.
    pub fn settings(self) -> Result<Settings, Vec<String>> {
        let mut faults = Vec::new();
        let url = self.database_url.unwrap_or_else(|| format!("sqlite:{}", self.data.join("aplp.sqlite").display()));
        let place = Place::from_str(&url).map_err(|why| faults.push(format!("DATABASE_URL {why}"))).ok();
        let listen = self.listen.parse::<SocketAddr>();
        let listen = listen.map_err(|_| faults.push("APLP_LISTEN is not an address with a port".to_owned())).ok();
        if listen.is_some_and(|listen| !listen.ip().is_loopback()) && !self.behind_proxy {
            faults.push("APLP_LISTEN is not a loopback address: plain HTTP needs APLP_BEHIND_PROXY=true".to_owned());
        }
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let workers = self.workers.map_or(Some(cores()), |workers| workers.parse().ok());
        let workers = workers.filter(|workers| (1..=256).contains(workers));
        if workers.is_none() {
            faults.push("APLP_WORKERS is not a number from 1 to 256".to_owned());
        }
        let issuers = if self.issuers.is_empty() { vec![DEMO_ISSUER.to_owned()] } else { self.issuers };
        if issuers.iter().any(|issuer| issuer.trim().is_empty()) {
            faults.push("APLP_ISSUERS has an empty name".to_owned());
        }
        let master_key = self.master_key.unwrap_or_else(|| keys_folder(&self.data).join("master.key"));
        let jwks = self.jwks.unwrap_or_else(|| keys_folder(&self.data).join("jwks.json"));
        match (place, listen, workers) {
            (Some(place), Some(listen), Some(workers)) if faults.is_empty() => {
                Ok(Settings { data: self.data, place, listen, master_key, jwks, issuers, workers })
            }
            _ => Err(faults),
        }
    }
}

/// The folder of the keys inside a data folder.
#[must_use]
pub fn keys_folder(data: &Path) -> PathBuf {
    data.join("keys")
}
