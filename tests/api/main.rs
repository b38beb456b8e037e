//! Stories over HTTP about people in an office; the whole suite runs on SQLite and, wherever it can, on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a story stops where it goes wrong, and a test is no library"
)]

mod support;

mod access;
mod agreements;
mod applications;
mod assessments;
mod checks;
mod decisions;
mod differential;
mod door;
mod examples;
mod grants;
mod hour_races;
mod hours;
mod ledger;
mod open_calls;
mod paging;
mod persons;
mod programmes;
mod queue;
mod races;
mod repetition;
mod support_persons;

use std::io::Write;
use std::process::Command;

use support::cluster::Cluster;

/// Runs every story of this file once more, on PostgreSQL.
#[test]
fn the_same_stories_hold_on_postgresql() {
    if std::env::var_os("TEST_DATABASE_URL").is_some() {
        return;
    }
    let Some(cluster) = Cluster::start() else {
        let missing = "\n!!! NO POSTGRESQL HERE: the stories ran on SQLite only. Install PostgreSQL or set TEST_DATABASE_URL.\n\n";
        std::io::stderr().write_all(missing.as_bytes()).unwrap();
        assert!(std::env::var_os("APLP_DEMAND_POSTGRES").is_none(), "PostgreSQL is demanded and not there");
        return;
    };
    let mut stories = Command::new(std::env::current_exe().unwrap());
    stories.env("TEST_DATABASE_URL", cluster.url()).args(["--skip", "the_same_stories_hold_on_postgresql"]);
    assert!(stories.status().unwrap().success(), "a story fails on PostgreSQL");
}
