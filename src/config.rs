//! Every setting, read once; all faults are reported together.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;

use crate::db::Place;
use crate::disk;
use crate::http::connections;
use crate::http::forwarded::{Field, Network};
use crate::http::limits::{self, Quotas};
use crate::http::origins::Origins;
use crate::http::outbound::Outbound;
use crate::http::token::{DEMO_ISSUER, Jwks};

/// The settings as given on the command line or in the environment.
#[derive(Args, Clone, Debug)]
pub struct Given {
    /// The folder for the database file and the keys.
    #[arg(long, env = "APLP_DATA", default_value = "./data", global = true)]
    data: PathBuf,
    /// The database: `sqlite:FILE` or `postgres://…` [default: a SQLite file in the data folder].
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// Says that the network keeps others out between here and a PostgreSQL on another machine: without it only verified TLS goes there.
    #[arg(long, env = "APLP_DATABASE_PLAIN", global = true)]
    database_plain: bool,
    /// The address to listen on.
    #[arg(long, env = "APLP_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    listen: String,
    /// The master key of the sealed data, a file of 32 bytes made at the first start [default: in the data folder].
    #[arg(long, env = "APLP_MASTER_KEY", global = true)]
    master_key: Option<PathBuf>,
    /// The public keys whose tokens are accepted, a JWKS file or its https address [default: the demo issuer's in the data folder].
    #[arg(long, env = "APLP_JWKS", global = true)]
    jwks: Option<String>,
    /// The hosts that the service may fetch from, between commas [default: none].
    #[arg(long, env = "APLP_OUTBOUND_HOSTS", global = true, value_delimiter = ',')]
    outbound_hosts: Vec<String>,
    /// Who may issue tokens, between commas [default: the demo issuer].
    #[arg(long, env = "APLP_ISSUERS", global = true, value_delimiter = ',')]
    issuers: Vec<String>,
    /// How many threads take requests [default: one for each core].
    #[arg(long, env = "APLP_WORKERS", global = true)]
    workers: Option<String>,
    /// Says that a proxy in front ends TLS: without it plain HTTP listens on loopback only.
    #[arg(long, env = "APLP_BEHIND_PROXY", global = true)]
    behind_proxy: bool,
    /// Lets in only whom an operator has registered.
    #[arg(long, env = "APLP_REGISTERED_ONLY", global = true)]
    registered_only: bool,
    /// The proxies whose word is taken for where a request comes from: addresses or networks, between commas [default: none].
    #[arg(long, env = "APLP_TRUSTED_PROXIES", global = true, value_delimiter = ',')]
    trusted_proxies: Vec<String>,
    /// The one header in which those proxies say it, `forwarded` or `x-forwarded-for`; needed where there are any.
    #[arg(long, env = "APLP_FORWARDED_HEADER", global = true)]
    forwarded_header: Option<String>,
    /// How many connections one address may hold open at once, but for those proxies [default: 100].
    #[arg(long, env = "APLP_CONNECTIONS_PER_ADDRESS", global = true)]
    connections_per_address: Option<String>,
    /// The origins whose pages may call from a browser, between commas [default: none].
    #[arg(long, env = "APLP_CORS_ORIGINS", global = true, value_delimiter = ',')]
    cors_origins: Vec<String>,
    /// The address to show figures on, at `/metrics` [default: nowhere].
    #[arg(long, env = "APLP_METRICS_LISTEN", global = true)]
    metrics_listen: Option<String>,
    /// How much of the disk must be free for the service to be ready, in percent [default: 5].
    #[arg(long, env = "APLP_DISK_FREE", global = true)]
    disk_free: Option<String>,
    #[command(flatten)]
    quotas: GivenQuotas,
}

/// The quotas as given.
#[derive(Args, Clone, Debug)]
struct GivenQuotas {
    /// Requests a minute for each client [default: 600].
    #[arg(long, env = "APLP_QUOTA_REQUESTS", global = true)]
    quota_requests: Option<String>,
    /// Requests a minute for each address without a token that is accepted [default: 600].
    #[arg(long, env = "APLP_QUOTA_STRANGERS", global = true)]
    quota_strangers: Option<String>,
    /// Searches for persons a minute for each client [default: 30].
    #[arg(long, env = "APLP_QUOTA_SEARCHES", global = true)]
    quota_searches: Option<String>,
    /// Rows about persons an hour for each client [default: 20000].
    #[arg(long, env = "APLP_QUOTA_ROWS", global = true)]
    quota_rows: Option<String>,
    /// Tokens a minute that are not accepted, for each address [default: 10].
    #[arg(long, env = "APLP_QUOTA_FAILURES", global = true)]
    quota_failures: Option<String>,
}

impl GivenQuotas {
    fn quotas(self, faults: &mut Vec<String>) -> Quotas {
        let mut quota = |name: &str, given: Option<String>, default: u32| {
            let number = given.map_or(Some(default), |given| given.parse().ok());
            number.filter(|number| (1..=limits::MAX).contains(number)).unwrap_or_else(|| {
                faults.push(format!("{name} is not a number from 1 to {}", limits::MAX));
                default
            })
        };
        let Quotas { requests, strangers, searches, rows, failures } = Quotas::default();
        Quotas {
            requests: quota("APLP_QUOTA_REQUESTS", self.quota_requests, requests),
            strangers: quota("APLP_QUOTA_STRANGERS", self.quota_strangers, strangers),
            searches: quota("APLP_QUOTA_SEARCHES", self.quota_searches, searches),
            rows: quota("APLP_QUOTA_ROWS", self.quota_rows, rows),
            failures: quota("APLP_QUOTA_FAILURES", self.quota_failures, failures),
        }
    }
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
    /// How many threads take requests.
    pub workers: usize,
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

impl Given {
    /// Checks everything that was given.
    ///
    /// # Errors
    /// One sentence for each setting that cannot hold.
    pub fn settings(self) -> Result<Settings, Vec<String>> {
        let mut faults = Vec::new();
        let url = self.database_url.unwrap_or_else(|| format!("sqlite:{}", self.data.join("aplp.sqlite").display()));
        let place = Place::from_str(&url).map_err(|why| faults.push(format!("DATABASE_URL {why}"))).ok();
        if let Some(why) = place.as_ref().and_then(|place| place.exposed(self.database_plain)) {
            faults.push(format!("DATABASE_URL {why}"));
        }
        let listen = self.listen.parse::<SocketAddr>();
        let listen = listen.map_err(|_| faults.push("APLP_LISTEN is not an address with a port".to_owned())).ok();
        if listen.is_some_and(|listen| !listen.ip().is_loopback()) && !self.behind_proxy {
            faults.push("APLP_LISTEN is not a loopback address: plain HTTP needs APLP_BEHIND_PROXY=true".to_owned());
        }
        let metrics = self.metrics_listen.map(|address| address.parse::<SocketAddr>());
        let metrics = metrics.transpose().unwrap_or_else(|_| {
            faults.push("APLP_METRICS_LISTEN is not an address with a port".to_owned());
            None
        });
        if metrics.is_some_and(|address| !address.ip().is_loopback()) && !self.behind_proxy {
            let why = "plain HTTP needs APLP_BEHIND_PROXY=true";
            faults.push(format!("APLP_METRICS_LISTEN is not a loopback address: {why}"));
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
        let proxies: Result<Vec<Network>, ()> = self.trusted_proxies.iter().map(|network| network.parse()).collect();
        let proxies = proxies.unwrap_or_else(|()| {
            faults.push("APLP_TRUSTED_PROXIES has something that is neither an address nor a network".to_owned());
            Vec::new()
        });
        let forwarded = match self.forwarded_header.as_deref().map(str::parse) {
            Some(Ok(field)) => field,
            None if self.trusted_proxies.is_empty() => Field::XForwardedFor,
            None => {
                let why = "say which one header they write, forwarded or x-forwarded-for; a client may write the other";
                faults.push(format!("APLP_FORWARDED_HEADER is needed beside APLP_TRUSTED_PROXIES: {why}"));
                Field::XForwardedFor
            }
            Some(Err(())) => {
                faults.push("APLP_FORWARDED_HEADER is neither forwarded nor x-forwarded-for".to_owned());
                Field::XForwardedFor
            }
        };
        let connections = self.connections_per_address.map_or(Some(connections::MOST), |most| most.parse().ok());
        let connections_per_address = connections.filter(|most| (1..=100_000).contains(most)).unwrap_or_else(|| {
            faults.push("APLP_CONNECTIONS_PER_ADDRESS is not a number from 1 to 100000".to_owned());
            connections::MOST
        });
        let origins = Origins::new(self.cors_origins).unwrap_or_else(|wrong| {
            faults.push(format!("APLP_CORS_ORIGINS: {wrong:?} is not an origin as a browser writes it"));
            Origins::default()
        });
        let disk_free_percent = self.disk_free.map_or(Some(disk::FREE_PERCENT_MIN), |share| share.parse().ok());
        let disk_free_percent = disk_free_percent.filter(|share| *share <= 100).unwrap_or_else(|| {
            faults.push("APLP_DISK_FREE is not a number from 0 to 100".to_owned());
            disk::FREE_PERCENT_MIN
        });
        let quotas = self.quotas.quotas(&mut faults);
        let master_key = self.master_key.unwrap_or_else(|| keys_folder(&self.data).join("master.key"));
        let jwks = match self.jwks {
            None => Jwks::File(keys_folder(&self.data).join("jwks.json")),
            Some(page) if page.contains("://") => {
                if let Err(why) = Outbound::new(&self.outbound_hosts).permits(&page) {
                    faults.push(format!("APLP_JWKS {why}"));
                }
                Jwks::Page(page)
            }
            Some(file) => Jwks::File(file.into()),
        };
        let (outbound_hosts, registered_only) = (self.outbound_hosts, self.registered_only);
        match (place, listen, workers) {
            (Some(place), Some(listen), Some(workers)) if faults.is_empty() => Ok(Settings {
                data: self.data,
                place,
                listen,
                metrics,
                master_key,
                jwks,
                outbound_hosts,
                issuers,
                registered_only,
                workers,
                disk_free_percent,
                quotas,
                proxies,
                forwarded,
                connections_per_address,
                origins,
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
