//! Every setting, read once; all faults are reported together.

mod access;
mod listening;
pub mod misspelt;
mod quotas;
mod whereabouts;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use self::access::GivenAccess;
pub use self::access::GivenIssuers;
pub use self::listening::GivenAddress;
use self::listening::GivenListening;
use self::quotas::GivenQuotas;
pub use self::whereabouts::{GivenFolder, GivenWhereabouts, Whereabouts};
use crate::db::Place;
use crate::http::forwarded::{Field, Network};
use crate::http::limits::Quotas;
use crate::http::origins::Origins;
use crate::http::token::Jwks;

/// What a server reads, as given on the command line or in the environment. Each group stands where its sub-commands take it,
/// so that the help of a sub-command names what it reads and nothing else.
#[derive(Args, Clone, Debug)]
pub struct Given {
    #[command(flatten)]
    whereabouts: GivenWhereabouts,
    #[command(flatten)]
    listening: GivenListening,
    #[command(flatten)]
    access: GivenAccess,
    #[command(flatten)]
    quotas: GivenQuotas,
}

/// The settings of a server as they hold.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder for the database file and the keys.
    pub data: PathBuf,
    /// Where the data is kept.
    pub place: Place,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The address to show figures on, if any.
    pub metrics: Option<SocketAddr>,
    /// The file with the master key of the sealed data.
    pub master_key: PathBuf,
    /// The public keys whose tokens are accepted.
    pub jwks: Jwks,
    /// The hosts that the service may fetch from.
    pub outbound_hosts: Vec<String>,
    /// Who may issue tokens.
    pub issuers: Vec<String>,
    /// Whether only those are let in whom an operator has registered.
    pub registered_only: bool,
    /// Whether one admin alone lets clients in.
    pub single_admin: bool,
    /// How many threads take requests.
    pub workers: usize,
    /// How many connections to PostgreSQL do the work.
    pub database_connections: usize,
    /// How much of the disk must be free, in percent.
    pub disk_free_percent: u8,
    /// How much each client may ask for.
    pub quotas: Quotas,
    /// The proxies whose word is taken for where a request comes from.
    pub proxies: Vec<Network>,
    /// The header in which they say it.
    pub forwarded: Field,
    /// How many connections one address may hold open at once.
    pub connections_per_address: u32,
    /// The origins whose pages may call from a browser.
    pub origins: Origins,
}

impl Settings {
    /// Where the data and its keys are.
    #[must_use]
    pub fn whereabouts(&self) -> Whereabouts {
        Whereabouts { data: self.data.clone(), place: self.place.clone(), master_key: self.master_key.clone() }
    }
}

impl Given {
    /// Checks everything that was given.
    ///
    /// # Errors
    /// One sentence for each setting that cannot hold.
    pub fn settings(self) -> Result<Settings, Vec<String>> {
        let mut faults = Vec::new();
        let data = self.whereabouts.folder();
        let whereabouts = self.whereabouts.checked(&mut faults);
        let listening = self.listening.checked(&mut faults);
        let access = self.access.checked(&data, &mut faults);
        let quotas = self.quotas.checked(&mut faults);
        match (whereabouts, listening) {
            (Some(Whereabouts { data, place, master_key }), Some(listening)) if faults.is_empty() => Ok(Settings {
                data,
                place,
                listen: listening.listen,
                metrics: listening.metrics,
                master_key,
                jwks: access.jwks,
                outbound_hosts: access.outbound_hosts,
                issuers: access.issuers,
                registered_only: access.registered_only,
                single_admin: access.single_admin,
                workers: listening.workers,
                database_connections: listening.database_connections,
                disk_free_percent: listening.disk_free_percent,
                quotas,
                proxies: access.proxies,
                forwarded: access.forwarded,
                connections_per_address: listening.connections_per_address,
                origins: access.origins,
            }),
            _ => Err(faults),
        }
    }
}

/// The folder of the keys inside a data folder.
#[must_use]
pub fn keys_folder(data: &Path) -> PathBuf {
    data.join("keys")
}
