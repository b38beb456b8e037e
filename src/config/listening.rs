//! Where the server listens, and with how much of the machine.

use std::fmt::Display;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::str::FromStr;

use clap::Args;

use crate::db::Place;
use crate::disk;
use crate::http::connections;

/// The address of the service as given.
#[derive(Args, Clone, Debug)]
pub struct GivenAddress {
    /// The address to listen on.
    #[arg(long, env = "APLP_LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
    /// The address to show figures on, at `/metrics`, and whether the service lives and can work [default: nowhere].
    #[arg(long, env = "APLP_METRICS_LISTEN")]
    metrics_listen: Option<String>,
}

/// The addresses, and the share of the machine, as given.
#[derive(Args, Clone, Debug)]
pub(super) struct GivenListening {
    #[command(flatten)]
    address: GivenAddress,
    /// Says that a proxy in front ends TLS: without it plain HTTP listens on loopback only.
    #[arg(long, env = "APLP_BEHIND_PROXY")]
    behind_proxy: bool,
    /// How many connections one address may hold open at once, but for the trusted proxies [default: 100].
    #[arg(long, env = "APLP_CONNECTIONS_PER_ADDRESS")]
    connections_per_address: Option<String>,
    /// How many threads take requests [default: one for each core].
    #[arg(long, env = "APLP_WORKERS")]
    workers: Option<String>,
    /// How many connections to PostgreSQL do the work; one more writes what is recorded of reads [default: 8].
    #[arg(long, env = "APLP_DATABASE_CONNECTIONS")]
    database_connections: Option<String>,
    /// How much of the disk must be free for the service to be ready, in percent [default: 5].
    #[arg(long, env = "APLP_DISK_FREE")]
    disk_free: Option<String>,
}

/// The same as it holds.
pub(super) struct Listening {
    pub(super) listen: SocketAddr,
    pub(super) metrics: Option<SocketAddr>,
    pub(super) workers: usize,
    pub(super) database_connections: usize,
    pub(super) disk_free_percent: u8,
    pub(super) connections_per_address: u32,
}

impl GivenAddress {
    /// The address.
    ///
    /// # Errors
    /// One sentence where it is none.
    pub fn address(&self) -> Result<SocketAddr, Vec<String>> {
        self.listen.parse().map_err(|_| vec!["APLP_LISTEN is not an address with a port".to_owned()])
    }

    /// The address at which the service answers whoever watches it: its own one for that, if it has one.
    ///
    /// # Errors
    /// One sentence where it is none.
    pub fn watched(&self) -> Result<SocketAddr, Vec<String>> {
        self.metrics()?.map_or_else(|| self.address(), Ok)
    }

    fn metrics(&self) -> Result<Option<SocketAddr>, Vec<String>> {
        let parsed = self.metrics_listen.as_deref().map(str::parse).transpose();
        parsed.map_err(|_| vec!["APLP_METRICS_LISTEN is not an address with a port".to_owned()])
    }
}

impl GivenListening {
    pub(super) fn checked(self, faults: &mut Vec<String>) -> Option<Listening> {
        let plain = |name: &str, address: Option<SocketAddr>| {
            let leaves = address.is_some_and(|address| !address.ip().is_loopback()) && !self.behind_proxy;
            leaves.then(|| format!("{name} is not a loopback address: plain HTTP needs APLP_BEHIND_PROXY=true"))
        };
        let listen = self.address.address().map_err(|fault| faults.extend(fault)).ok();
        faults.extend(plain("APLP_LISTEN", listen));
        let metrics = self.address.metrics().map_err(|fault| faults.extend(fault)).unwrap_or_default();
        faults.extend(plain("APLP_METRICS_LISTEN", metrics));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers = number("APLP_WORKERS", self.workers, cores, 1..=256, faults);
        let kept = Place::POSTGRES_THREADS;
        let database = number("APLP_DATABASE_CONNECTIONS", self.database_connections, kept, 1..=100, faults);
        let disk_free = number("APLP_DISK_FREE", self.disk_free, disk::FREE_PERCENT_MIN, 0..=100, faults);
        let most = 1..=connections::MOST_MAX;
        let connections =
            number("APLP_CONNECTIONS_PER_ADDRESS", self.connections_per_address, connections::MOST, most, faults);
        Some(Listening {
            listen: listen?,
            metrics,
            workers: workers?,
            database_connections: database?,
            disk_free_percent: disk_free?,
            connections_per_address: connections?,
        })
    }
}

/// A setting that is a number within limits.
fn number<N: FromStr + PartialOrd + Display>(
    name: &str,
    given: Option<String>,
    unless_given: N,
    limits: RangeInclusive<N>,
    faults: &mut Vec<String>,
) -> Option<N> {
    let number = given.map_or(Some(unless_given), |given| given.parse().ok());
    let number = number.filter(|number| limits.contains(number));
    if number.is_none() {
        faults.push(format!("{name} is not a number from {} to {}", limits.start(), limits.end()));
    }
    number
}
