//! A table of a hundred thousand rows, beside the same rows as the database itself writes them out; and the room that it takes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Instant;

use aplp::db::{Keyring, Place};

use super::fill::{Size, fill};
use super::support::Office;

/// How many persons there are.
const PERSONS: u32 = 100_000;
/// Of the rows that the database writes out in the same time so many at the least.
const TARGET: f64 = 0.4;
/// How much more room the service may take meanwhile, in MiB.
const ROOM_MAX: u64 = 32;
/// How often it is measured.
const TURNS: u32 = 3;

/// Measures one database; the yardstick is always `COPY` of the tables that the list reads.
pub fn measure(name: &str, server: Option<String>) {
    let office = Office::open_in("2026-03-02T07:00:00Z", server);
    let mut conn = office.place.open(false).unwrap();
    let keys = Keyring::read(&mut conn, &office.master_key()).unwrap();
    fill(&office.place, &keys, Size { persons: 0, entries: 0 }, Size { persons: PERSONS, entries: 1 });
    table(&office, "csv");
    let (mut copied, mut written, mut room) = (Vec::new(), Vec::new(), 0);
    for _ in 0..TURNS {
        copied.extend(copy(&office));
        let before = resident();
        let began = Instant::now();
        let most = table(&office, "csv");
        written.push(f64::from(PERSONS) / began.elapsed().as_secs_f64());
        room = room.max(most.saturating_sub(before));
    }
    let rate = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates.get(rates.len() / 2).copied()
    };
    let (written, copied) = (rate(written).unwrap(), rate(copied));
    println!(
        "{name}: {PERSONS} persons as CSV: {written:.0} rows a second, {room} MiB more (target at most {ROOM_MAX})"
    );
    if let Some(copied) = copied {
        let ratio = written / copied;
        let verdict = if ratio >= TARGET { "reached" } else { "MISSED" };
        println!(
            "{name}: COPY writes {copied:.0} rows a second: {ratio:.2} of it (target at least {TARGET})  {verdict}"
        );
    }
}

/// Reads a table to its end without keeping it; the most room that the process took meanwhile, in MiB.
fn table(office: &Office, form: &str) -> u64 {
    let address = office.base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let token = office.coordinator().bearer();
    let request = format!(
        "GET /v1/persons/export?format={form} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let (mut part, mut lines, mut end, mut most) = (vec![0; 1 << 16], 0, Vec::new(), 0);
    loop {
        let read = stream.read(&mut part).unwrap();
        if read == 0 {
            break;
        }
        lines += part[..read].windows(2).filter(|two| two == b"\r\n").count();
        end.extend_from_slice(&part[..read]);
        end.drain(..end.len().saturating_sub(5));
        most = most.max(resident());
    }
    assert_eq!(end, b"0\r\n\r\n", "the table was broken off");
    assert!(lines > PERSONS as usize, "{lines} lines");
    most
}

/// How much room the process takes, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

/// Rows a second that PostgreSQL writes out of the tables that the list reads; none where it is not the database.
fn copy(office: &Office) -> Option<f64> {
    let Place::Postgres(url) = &office.place else { return None };
    let rows = "SELECT p.*, c.*, a.* FROM persons p LEFT JOIN personal_codes c ON c.person_id = p.id AND c.valid_to IS NULL \
        LEFT JOIN person_addresses a ON a.person_id = p.id AND a.kind = 'actual' ORDER BY p.sort_key, p.id";
    let began = Instant::now();
    let written = Command::new("psql")
        .args([url.as_str(), "--quiet", "--command", &format!("COPY ({rows}) TO STDOUT (FORMAT csv)")])
        .stdout(Stdio::null())
        .status();
    assert!(written.unwrap().success());
    Some(f64::from(PERSONS) / began.elapsed().as_secs_f64())
}
