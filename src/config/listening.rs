//! Where the server listens, and with how much of the machine.

use std::net::SocketAddr;

use clap::Args;

use crate::disk;

/// The address of the service as given.
#[derive(Args, Clone, Debug)]
pub struct GivenAddress {
    /// The address to listen on.
    #[arg(long, env = "APLP_LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
}

/// The addresses, and the share of the machine, as given.
#[derive(Args, Clone, Debug)]
pub(super) struct GivenListening {
    #[command(flatten)]
    address: GivenAddress,
    /// Says that a proxy in front ends TLS: without it plain HTTP listens on loopback only.
    #[arg(long, env = "APLP_BEHIND_PROXY")]
    behind_proxy: bool,
    /// The address to show figures on, at `/metrics` [default: nowhere].
    #[arg(long, env = "APLP_METRICS_LISTEN")]
    metrics_listen: Option<String>,
    /// How many threads take requests [default: one for each core].
    #[arg(long, env = "APLP_WORKERS")]
    workers: Option<String>,
    /// How much of the disk must be free for the service to be ready, in percent [default: 5].
    #[arg(long, env = "APLP_DISK_FREE")]
    disk_free: Option<String>,
}

/// The same as it holds.
pub(super) struct Listening {
    pub(super) listen: SocketAddr,
    pub(super) metrics: Option<SocketAddr>,
    pub(super) workers: usize,
    pub(super) disk_free_percent: u8,
}

impl GivenAddress {
    /// The address.
    ///
    /// # Errors
    /// One sentence where it is none.
    pub fn address(&self) -> Result<SocketAddr, Vec<String>> {
        self.listen.parse().map_err(|_| vec!["APLP_LISTEN is not an address with a port".to_owned()])
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
        let metrics = self.metrics_listen.map(|address| address.parse::<SocketAddr>());
        let metrics = metrics.transpose().unwrap_or_else(|_| {
            faults.push("APLP_METRICS_LISTEN is not an address with a port".to_owned());
            None
        });
        faults.extend(plain("APLP_METRICS_LISTEN", metrics));
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let workers = self.workers.map_or(Some(cores()), |workers| workers.parse().ok());
        let workers = workers.filter(|workers| (1..=256).contains(workers));
        if workers.is_none() {
            faults.push("APLP_WORKERS is not a number from 1 to 256".to_owned());
        }
        let disk_free_percent = self.disk_free.map_or(Some(disk::FREE_PERCENT_MIN), |share| share.parse().ok());
        let disk_free_percent = disk_free_percent.filter(|share| *share <= 100);
        if disk_free_percent.is_none() {
            faults.push("APLP_DISK_FREE is not a number from 0 to 100".to_owned());
        }
        Some(Listening { listen: listen?, metrics, workers: workers?, disk_free_percent: disk_free_percent? })
    }
}
