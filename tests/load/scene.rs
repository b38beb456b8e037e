//! An office with people in it, and what clients ask of it.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use serde_json::json;

use super::CLIENTS;
use super::drive::{Rate, drive, request};
use super::support::service::{A_YEAR, Granting, Service, entry, served_by, supporter};
use super::support::{Office, steps};

/// How many persons the register has besides those who are served.
const PERSONS: u32 = 500;
/// How many minutes a month of each grant takes.
const MONTH: usize = 2_100;

/// An office at work.
pub struct Scene {
    office: Office,
    address: String,
    programme: String,
    persons: Vec<String>,
    services: Vec<Service>,
}

/// The same statements, bare.
pub struct Yardsticks {
    pub url: String,
    pub folder: PathBuf,
    pub programme: String,
    pub person: String,
    pub list: String,
    pub hours: String,
}

impl Scene {
    /// An office with people in it, on PostgreSQL if a server is given and else on SQLite.
    pub fn set(server: Option<String>) -> Self {
        let office = Office::open_as("2026-01-05T08:00:00Z", server, |settings| settings.workers = 2);
        let ilze = office.coordinator();
        let persons = (0..PERSONS).map(|number| steps::registered_person(&ilze, 1_000_000 + number)).collect();
        let granting = Granting { level: 3, volume: 2_100, ..A_YEAR };
        let services = (0..CLIENTS).map(|_| served_by(&office, granting, supporter(&office))).collect();
        let programme = steps::programme(&ilze, "state");
        office.move_to("2026-07-15T12:00:00Z");
        let address = office.base.strip_prefix("http://").unwrap().to_owned();
        Self { office, address, programme, persons, services }
    }

    pub fn programme(&self, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        let path = format!("/v1/programmes/{}", self.programme);
        drive(&self.address, clients, time, 200, |_, _| request("GET", &path, &token, "", ""))
    }

    pub fn person(&self, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        drive(&self.address, clients, time, 200, |client, turn| {
            let person = &self.persons[(client * 31 + turn) % self.persons.len()];
            request("GET", &format!("/v1/persons/{person}"), &token, "", "")
        })
    }

    pub fn list(&self, clients: usize, time: Duration) -> Rate {
        let token = self.office.coordinator().bearer();
        drive(&self.address, clients, time, 200, |_, _| request("GET", "/v1/persons?limit=50", &token, "", ""))
    }

    /// Minute after minute, each client under a grant of its own.
    pub fn hours(&self, clients: usize, time: Duration) -> Rate {
        let tokens: Vec<String> =
            self.services.iter().map(|service| self.office.support_person(&service.supporter).bearer()).collect();
        drive(&self.address, clients, time, 201, |client, turn| {
            let key = format!("idempotency-key: load-{client:08}-{turn:08}\r\n");
            let first: DateTime<Utc> = format!("2026-{:02}-01T00:00:00Z", 2 + turn / MONTH).parse().unwrap();
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
        drive(&self.address, clients, time, 200, |_, _| request("POST", "/v1/eligibility-checks", "", "", &facts))
    }

    pub fn empty(&self, clients: usize, time: Duration) -> Rate {
        drive(&self.address, clients, time, 200, |_, _| request("GET", "/livez", "", "", ""))
    }

    /// The bare statements on PostgreSQL, on tables like ours with as many rows.
    pub fn yardsticks(&self, server: &str) -> Yardsticks {
        let folder = std::env::temp_dir().join(format!("aplp-load-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut conn = PgConnection::establish(server).unwrap();
        conn.batch_execute(
            "DROP SCHEMA IF EXISTS yard CASCADE; CREATE SCHEMA yard; \
             CREATE TABLE yard.programmes AS SELECT gen_random_uuid() AS id, repeat('x', 600) AS facts \
                 FROM generate_series(1, 10); ALTER TABLE yard.programmes ADD PRIMARY KEY (id); \
             CREATE TABLE yard.persons AS SELECT gen_random_uuid() AS id, lpad(n::text, 30, 'x') AS name_folded, \
                 'Anna' AS given_name, 'Liepa' AS family_name, '0001000' AS municipality, decode(repeat('ab', 200), 'hex') \
                 AS sealed, 1 AS version, now()::timestamp AS created_at, now()::timestamp AS updated_at \
                 FROM generate_series(1, 600) n; ALTER TABLE yard.persons ADD PRIMARY KEY (id); \
             CREATE INDEX ON yard.persons (name_folded, id); ANALYZE yard.programmes; ANALYZE yard.persons; \
             CREATE TABLE yard.entries (id uuid PRIMARY KEY, grant_id int, started_at timestamp, ended_at timestamp, \
                 minutes int, sealed bytea); CREATE INDEX ON yard.entries (grant_id, started_at); \
             CREATE TABLE yard.parts (entry_id uuid, day date, minutes int, PRIMARY KEY (entry_id, day)); \
             CREATE TABLE yard.totals (grant_id int PRIMARY KEY, minutes bigint); \
             INSERT INTO yard.totals SELECT n, 0 FROM generate_series(1, 64) n; \
             CREATE TABLE yard.journal (id uuid PRIMARY KEY, at timestamp, facts text); \
             CREATE TABLE yard.repeats (key text PRIMARY KEY, sealed bytea)",
        )
        .unwrap();
        let one = |table: &str| {
            use diesel::RunQueryDsl;
            let query = format!("SELECT min(id::text) FROM yard.{table}");
            diesel::dsl::sql::<diesel::sql_types::Text>(&query)
                .get_result::<String>(&mut PgConnection::establish(server).unwrap())
                .unwrap()
        };
        Yardsticks {
            url: server.to_owned(),
            folder,
            programme: format!("SELECT * FROM yard.programmes WHERE id = '{}';", one("programmes")),
            person: format!("SELECT * FROM yard.persons WHERE id = '{}';", one("persons")),
            list: "SELECT * FROM yard.persons ORDER BY name_folded, id LIMIT 51;".to_owned(),
            hours: HOURS.to_owned(),
        }
    }
}

/// What posting an hour says to the database, without the service: claims, facts, entry, part, total, journal, answer.
const HOURS: &str = "\\set grant :client_id + 1
\\set key random(1, 1000000000000)
BEGIN;
SELECT pg_advisory_xact_lock(:key);
SELECT sealed FROM yard.repeats WHERE key = :key::text;
SELECT pg_advisory_xact_lock(:grant);
SELECT * FROM yard.totals WHERE grant_id = :grant;
SELECT pg_advisory_xact_lock(1000 + :grant);
SELECT count(*) FROM yard.entries WHERE grant_id = :grant AND started_at > now()::timestamp;
SELECT * FROM yard.programmes LIMIT 1;
INSERT INTO yard.entries VALUES (gen_random_uuid(), :grant, now(), now(), 1, '\\x00');
INSERT INTO yard.parts VALUES (gen_random_uuid(), now(), 1);
UPDATE yard.totals SET minutes = minutes + 1 WHERE grant_id = :grant;
INSERT INTO yard.journal VALUES (gen_random_uuid(), now(), repeat('x', 200));
INSERT INTO yard.repeats VALUES (:key::text, '\\x00');
COMMIT;
";
