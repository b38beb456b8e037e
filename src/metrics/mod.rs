//! Figures of the running service for whoever watches it: how much, how fast, how late; nothing of anybody's.

pub mod listener;

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::db::Db;
use crate::error::Error;

/// The limits between which requests are counted by how long they took, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Everything that is counted. What stands in a label is one of few: a template of a route, never an address that was asked
/// for; a method that is known; a status.
pub struct Metrics {
    registry: Registry,
    db: Db,
    requests: Family<Request, Counter>,
    seconds: Family<Operation, Histogram, fn() -> Histogram>,
    security: Family<Security, Counter>,
    alarms: Family<Security, Counter>,
    waiting_reads: Gauge,
    waiting_writes: Gauge,
    /// Open connections of clients.
    pub connections: Gauge,
    /// Applications that nobody has decided although their last day has passed.
    pub overdue_applications: Gauge,
    /// Rows of the journal that have no link yet.
    pub sequencer_lag: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    method: &'static str,
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Security {
    event: &'static str,
}

/// What an operator may want to be woken for when there is much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecurityEvent {
    /// A token was not accepted.
    TokenRefused,
    /// A token was sent where tokens are not looked for.
    TokenMisplaced,
    /// A caller asked for what their roles do not carry.
    RightMissing,
    /// A quota was used up.
    QuotaUsedUp,
    /// The clock stands where it cannot be right, or long after what is due was last done.
    ClockDoubted,
}

impl SecurityEvent {
    /// Its name in logs and figures.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TokenRefused => "token_refused",
            Self::TokenMisplaced => "token_misplaced",
            Self::RightMissing => "right_missing",
            Self::QuotaUsedUp => "quota_used_up",
            Self::ClockDoubted => "clock_doubted",
        }
    }
}

impl Metrics {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(db: Db) -> Self {
        let mut registry = Registry::with_prefix("aplp");
        let all = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            security: Family::default(),
            alarms: Family::default(),
            waiting_reads: Gauge::default(),
            waiting_writes: Gauge::default(),
            connections: Gauge::default(),
            overdue_applications: Gauge::default(),
            sequencer_lag: Gauge::default(),
            registry: Registry::default(),
            db,
        };
        let load = all.db.load();
        registry.register("requests", "Requests answered", all.requests.clone());
        let about = "How long requests took";
        registry.register_with_unit("request_duration", about, Unit::Seconds, all.seconds.clone());
        registry.register("security_events", "What should happen seldom", all.security.clone());
        let about =
            "How often somebody was refused too often, once a window for each, and how often the clock was in doubt";
        registry.register("alarms", about, all.alarms.clone());
        registry.register("database_waiting_reads", "Reads that no thread has taken yet", all.waiting_reads.clone());
        registry.register("database_waiting_writes", "Writes that no thread has taken yet", all.waiting_writes.clone());
        registry.register("database_commits", "Durable commits", load.commits.clone());
        let about = "How many writes shared a commit";
        registry.register("database_writes_a_commit", about, load.writes_a_commit.clone());
        registry.register("connections_open", "Open connections of clients", all.connections.clone());
        let about = "Applications that are not decided although their last day has passed";
        registry.register("overdue_applications", about, all.overdue_applications.clone());
        registry.register("sequencer_lag_rows", "Rows of the journal without a link", all.sequencer_lag.clone());
        Self { registry, ..all }
    }

    /// Counts a request that was answered.
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        let method = Self::known(method);
        let route = route.unwrap_or("-");
        self.requests.get_or_create(&Request { method, route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Operation { method, route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Counts something that should happen seldom.
    pub fn security(&self, event: SecurityEvent) {
        self.security.get_or_create(&Security { event: event.code() }).inc();
    }

    /// Counts that something happened so often that somebody should look.
    pub fn alarm(&self, event: SecurityEvent) {
        self.alarms.get_or_create(&Security { event: event.code() }).inc();
    }

    /// All figures as text (OpenMetrics 1.0).
    ///
    /// # Errors
    /// `Internal` when they cannot be written.
    pub fn text(&self) -> Result<String, Error> {
        let (reads, writes) = self.db.waiting();
        self.waiting_reads.set(reads);
        self.waiting_writes.set(writes);
        let mut text = String::new();
        encode(&mut text, &self.registry).map_err(|fault| Error::Internal(fault.to_string()))?;
        Ok(text)
    }

    /// A method by its name, if it is one of HTTP's: a client may send any word.
    #[must_use]
    pub fn known(method: &str) -> &'static str {
        let all = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
        all.into_iter().find(|known| *known == method).unwrap_or("other")
    }
}
