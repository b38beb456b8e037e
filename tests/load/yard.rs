//! The yardsticks: the same statements said to PostgreSQL by pgbench, on the tables that the service uses.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use super::support::service::Service;

/// The scripts, and the database they are for.
pub struct Yard {
    url: String,
    folder: PathBuf,
    scripts: [String; 4],
}

/// A person as the service reads it, with the code in use.
const PERSON: &str = "SELECT p.id, p.given_name, p.family_name, p.sort_key, p.version, p.created_at, \
    p.updated_at, p.sealed, c.id, c.person_id, c.code_index, c.sealed, c.valid_from, c.valid_to, c.recorded_at, a.id, \
    a.kind, a.valid_from, a.valid_to, a.municipality, a.recorded_by, a.recorded_at, a.sealed \
    FROM persons p LEFT JOIN personal_codes c ON c.person_id = p.id AND c.valid_to IS NULL \
    LEFT JOIN person_addresses a ON a.person_id = p.id AND a.kind = 'actual' AND a.valid_from <= CURRENT_DATE \
    AND (a.valid_to IS NULL OR a.valid_to >= CURRENT_DATE)";

/// What posting an hour says to the database, statement by statement as a log of the service shows it. Each client has its
/// own case; the minute is a random one, so that nothing overlaps.
const HOURS: &str = r"\set n :client_id + 1
\set minute random(1, 500000000)
\set key random(1, 1000000000000)
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT pg_advisory_xact_lock(:key);
SELECT caller, key, fingerprint, status, location, etag, sealed, created_at, about, about_id, about_persons FROM repeats WHERE caller = 'yard' AND key = :key::text LIMIT 1;
SELECT g.id AS grant_id, y.agreement_id, g.person_id, y.support_person_id, g.programme_id, decision_id, decision_outcome, term_from, term_to, areas, level, volume_minutes, state, committed_cents, version, created_at, updated_at FROM yard.cases y JOIN grants g ON g.id = y.grant_id WHERE y.n = :n AND g.person_id IN (SELECT a.person_id FROM agreements a JOIN grants h ON a.grant_id = h.id WHERE a.support_person_id = y.support_person_id AND a.state <> 'superseded' AND h.state <> 'ended') LIMIT 1 \gset
SELECT pg_advisory_xact_lock(:n);
SELECT g.* FROM grants g WHERE g.id = :grant_id AND g.person_id IN (SELECT a.person_id FROM agreements a JOIN grants h ON a.grant_id = h.id WHERE a.support_person_id = :support_person_id AND a.state <> 'superseded' AND h.state <> 'ended') LIMIT 1;
SELECT pg_advisory_xact_lock(1000 + :n);
SELECT * FROM support_persons WHERE id = :support_person_id LIMIT 1;
SELECT * FROM agreements WHERE grant_id = :grant_id AND signed_at IS NOT NULL ORDER BY created_at, updated_at, state DESC;
SELECT * FROM programmes WHERE id = :programme_id LIMIT 1;
SELECT * FROM month_totals WHERE grant_id = :grant_id;
SELECT id, reverses_id FROM time_entries WHERE started_at >= '1000-01-01'::timestamp + (:minute - 1440) * interval '1 minute' AND started_at < '1000-01-01'::timestamp + (:minute + 1) * interval '1 minute' AND ended_at > '1000-01-01'::timestamp + :minute * interval '1 minute' AND person_id = :person_id;
SELECT id, reverses_id FROM time_entries WHERE started_at >= '1000-01-01'::timestamp + (:minute - 1440) * interval '1 minute' AND started_at < '1000-01-01'::timestamp + (:minute + 1) * interval '1 minute' AND ended_at > '1000-01-01'::timestamp + :minute * interval '1 minute' AND support_person_id = :support_person_id;
INSERT INTO time_entries (id, grant_id, agreement_id, person_id, support_person_id, started_at, ended_at, minutes, travel_minutes, area, component, mode, place_kind, posted_by, posted_at, sealed) VALUES (gen_random_uuid(), :grant_id, :agreement_id, :person_id, :support_person_id, '1000-01-01'::timestamp + :minute * interval '1 minute', '1000-01-01'::timestamp + (:minute + 1) * interval '1 minute', 1, 0, 'finance', 'trust_building', 'in_person', 'home', 'yard', now(), decode(repeat('ab', 60), 'hex')) RETURNING id AS entry \gset
INSERT INTO time_entry_parts (entry_id, day, month, minutes) VALUES (:entry, '2026-02-01', '2026-02', 1);
UPDATE month_totals SET minutes = minutes + 0 WHERE grant_id = :grant_id AND month = '2026-02';
INSERT INTO journal (id, at, request, issuer, subject, client, action, object, object_id, object_version, person_id, purpose, outcome, source) VALUES (gen_random_uuid(), now(), 'yard-request-0001', 'https://demo.aplp.example', 'support_person', 'demo', 'hours_posted', 'time_entry', :entry, 1, :person_id, 'service_delivery', 'done', '127.0.0.0/24');
SELECT * FROM month_totals WHERE grant_id = :grant_id;
INSERT INTO repeats (caller, key, fingerprint, status, location, etag, sealed, created_at) VALUES ('yard', :key::text, decode(repeat('ab', 32), 'hex'), 201, '/v1/time-entries/' || :entry, '1', decode(repeat('ab', 900), 'hex'), now()) ON CONFLICT DO NOTHING;
COMMIT;
";

impl Yard {
    /// Lays out the scripts on a database that the service uses.
    pub fn on(url: &str, folder: &Path, programme: &str, person: &str, services: &[Service]) -> Self {
        let mut conn = PgConnection::establish(url).unwrap();
        let cases: Vec<String> = services
            .iter()
            .enumerate()
            .map(|(n, Service { supporter, grant, agreement, .. })| {
                format!("({}, '{grant}'::uuid, '{agreement}'::uuid, '{supporter}'::uuid)", n + 1)
            })
            .collect();
        conn.batch_execute(&format!(
            "DROP SCHEMA IF EXISTS yard CASCADE; CREATE SCHEMA yard; \
             CREATE TABLE yard.cases (n int PRIMARY KEY, grant_id uuid, agreement_id uuid, support_person_id uuid); \
             INSERT INTO yard.cases VALUES {}; ANALYZE",
            cases.join(", ")
        ))
        .unwrap();
        let programme = format!(
            "SELECT p.*, b.* FROM programmes p JOIN balances b ON b.programme_id = p.id WHERE p.id = '{programme}' LIMIT 1;"
        );
        let person = format!("{PERSON} WHERE p.id = '{person}' LIMIT 1;");
        let list = format!("{PERSON} ORDER BY p.sort_key, p.id LIMIT 51;");
        let scripts = [programme, person, list, HOURS.to_owned()];
        Self { url: url.to_owned(), folder: folder.to_owned(), scripts }
    }

    /// The statements of the figure with this number, bare; none where it has none.
    pub fn figure(&self, number: usize, clients: usize, time: Duration) -> Option<f64> {
        self.scripts.get(number).map(|script| self.measure(script, clients, time))
    }

    /// Transactions a second of a script, prepared.
    fn measure(&self, script: &str, clients: usize, time: Duration) -> f64 {
        let file = self.folder.join("script.sql");
        std::fs::write(&file, script).unwrap();
        let output = Command::new("pgbench")
            .args([
                "-n",
                "-M",
                "prepared",
                "-j",
                "2",
                "-c",
                &clients.to_string(),
                "-T",
                &time.as_secs().to_string(),
                "-f",
            ])
            .arg(&file)
            .arg(&self.url)
            // Bare statements: no trigger of ours, and none that looks whether what is referred to is there.
            .env("PGOPTIONS", "-c session_replication_role=replica")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        let rate = told.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("pgbench: {told}{}", String::from_utf8_lossy(&output.stderr)))
    }
}
