//! An office with people in it, and what clients ask of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aplp::db::{Keyring, Place};
use chrono::{DateTime, Datelike, Months, NaiveTime, TimeDelta, Utc};
use serde_json::json;

use super::CLIENTS;
use super::drive::{Rate, drive, request};
use super::fill::{Size, USUAL, fill};
use super::process::Process;
use super::support::service::{A_YEAR, Granting, Service, entry, served_by, supporter};
use super::support::{Office, steps};
use super::yard::Yard;

/// How many minutes a month of each grant takes.
const MONTH: usize = 2_100;

/// An office at work.
pub struct Scene {
    pub office: Office,
    process: Process,
    /// The first month in which hours are posted.
    first: DateTime<Utc>,
    programme: String,
    persons: Vec<String>,
    services: Vec<Service>,
    size: Size,
    /// How many hours were posted under each grant already.
    turns: AtomicUsize,
}

impl Scene {
    /// An office that has been at work for most of a year, on a disk; on PostgreSQL if a server is given and else on SQLite.
    /// What is measured is a process of its own beside it, with the time of today.
    pub fn set(server: Option<String>) -> Self {
        let mut scene = Self::small(server);
        scene.grow(USUAL);
        scene
    }

    /// The same with nobody in it but whom the clients serve, and nothing that the service did not write itself.
    pub fn small(server: Option<String>) -> Self {
        let disk = std::env::temp_dir();
        let now = Utc::now();
        let began = now.with_day(1).unwrap() - Months::new(10);
        let office = Office::open_below(&disk, &began.to_rfc3339(), server, |_| {});
        let ilze = office.coordinator();
        let from = office.today().to_string();
        let granting = Granting { level: 3, volume: 2_100, from: &from, ..A_YEAR };
        let services = (0..CLIENTS).map(|_| served_by(&office, granting, supporter(&office))).collect();
        let programme = steps::programme(&ilze, "state");
        office.move_to(&now.to_rfc3339());
        let process = Process::start(&office.folder, &office.place);
        let first = (began + Months::new(1)).date_naive().and_time(NaiveTime::MIN).and_utc();
        let (size, persons) = (Size { persons: 0, entries: 0 }, Vec::new());
        Self { office, process, first, programme, persons, services, size, turns: AtomicUsize::new(0) }
    }

    /// Fills the register and the ledger.
    pub fn grow(&mut self, to: Size) {
        let Self { office, size, persons, .. } = self;
        let mut conn = office.place.open(false).unwrap();
        let keys = Keyring::open(&mut conn, &office.settings.master_key, Utc::now().naive_utc()).unwrap();
        persons.extend(fill(&office.place, &keys, *size, to));
        *size = to;
    }

    /// The yardsticks on the database of this office, which is PostgreSQL's.
    pub fn yard(&self) -> Yard {
        let Place::Postgres(url) = &self.office.place else { panic!("only PostgreSQL has a pgbench") };
        Yard::on(url, &self.office.folder, &self.programme, &self.persons[0], &self.services)
    }

    /// The figure with this number.
    pub fn figure(&self, number: usize, clients: usize, time: Duration) -> Rate {
        let all = [Self::programme, Self::person, Self::list, Self::hours, Self::eligibility];
        all[number](self, clients, time)
    }

    pub fn programme(&self, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        let request = request("GET", &format!("/v1/programmes/{}", self.programme), &token, "", "");
        drive(&self.process.address, clients, time, 200, |_, _| &request)
    }

    pub fn person(&self, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        let form = String::from_utf8(request("GET", "/v1/persons/{person}", &token, "", "")).unwrap();
        let (before, after) = form.split_once("{person}").unwrap();
        drive(&self.process.address, clients, time, 200, |client, turn| {
            // Everybody in turn, far apart from one another.
            let person = &self.persons[(client * 15_485_863 + turn * 104_729) % self.persons.len()];
            [before, person, after].concat()
        })
    }

    pub fn list(&self, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        let request = request("GET", "/v1/persons?limit=50", &token, "", "");
        drive(&self.process.address, clients, time, 200, |_, _| &request)
    }

    /// A page of 50 grants, each of a person of its own, with this behind its limit.
    pub fn grants(&self, more: &str, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        let request = request("GET", &format!("/v1/grants?limit=50{more}"), &token, "", "");
        drive(&self.process.address, clients, time, 200, |_, _| &request)
    }

    /// Minute after minute, each client under a grant of its own.
    pub fn hours(&self, clients: usize, time: Duration) -> Rate {
        let tokens: Vec<String> =
            self.services.iter().map(|service| self.office.support_person(&service.supporter).bearer()).collect();
        let before = self.turns.load(Ordering::Relaxed);
        drive(&self.process.address, clients, time, 201, |client, turn| {
            let turn = before + turn;
            self.turns.fetch_max(turn + 1, Ordering::Relaxed);
            let key = format!("idempotency-key: load-{client:08}-{turn:08}\r\n");
            let first = self.first + Months::new(u32::try_from(turn / MONTH).unwrap());
            let minute = |at: usize| {
                let at = first + TimeDelta::minutes(i64::try_from(at).unwrap());
                at.format("%Y-%m-%dT%H:%M").to_string()
            };
            let at = turn % MONTH;
            let body = entry(&minute(at), &minute(at + 1)).to_string();
            request("POST", &self.services[client].entries(), &tokens[client], &key, &body)
        })
    }

    pub fn eligibility(&self, clients: usize, time: Duration) -> Rate {
        let facts = json!({
            "on": "2026-03-02", "programme": "state", "born_on": "1975-11-16", "mental_disorder": "confirmed",
            "disability": { "group": "iii", "valid_from": "2020-01-01", "valid_to": null }, "municipality": "0001000",
        })
        .to_string();
        let request = request("POST", "/v1/eligibility-checks", "", "", &facts);
        drive(&self.process.address, clients, time, 200, |_, _| &request)
    }

    pub fn empty(&self, clients: usize, time: Duration) -> Rate {
        let request = request("GET", "/livez", "", "", "");
        drive(&self.process.address, clients, time, 200, |_, _| &request)
    }
}
