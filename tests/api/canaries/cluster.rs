//! The files that PostgreSQL itself writes: the tables, the write-ahead log, and the log for its operator.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use aplp::db::Place;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;

use super::{NAMES, NUMBERS, SEALED, all, provoked, toured};
use crate::support::database;

/// Stands in a row that is refused, to be found where the server tells of rows.
const REFUSED: &str = "Dzelzsknābis";

/// The files in these places that hold one of these words. A debug build of our own would take a minute for what the
/// server writes in a second.
fn holding<P: AsRef<Path>>(words: &[&str], places: &[P]) -> BTreeSet<String> {
    let mut grep = Command::new("grep");
    grep.env("LC_ALL", "C").args(["-r", "-l", "-a", "-s", "-F", "-D", "skip"]);
    for word in words {
        grep.args(["-e", word]);
    }
    let found = grep.arg("--").args(places.iter().map(AsRef::as_ref)).output().unwrap();
    String::from_utf8(found.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// Everything below the data folder but the databases of other offices, whose stories tell what they like.
fn kept(data: &Path, own: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| !path.ends_with("base")).chain([own.to_owned()]).collect()
}

// R24, PR-02, PR-05
#[test]
fn what_is_sealed_stands_in_no_file_of_the_server_and_nothing_of_anybody_in_its_log() {
    // A server that is not ours keeps its files to itself.
    let Some(folder) = database::files() else { return };
    let (office, tour) = toured();
    let Place::Postgres(url) = &office.place else { return };
    let mut owner = PgConnection::establish(url).unwrap();
    let number = "(SELECT oid::text FROM pg_database WHERE datname = current_database())";
    let number: String = diesel::select(sql::<Text>(number)).get_result(&mut owner).unwrap();
    let (data, log) = (folder.join("data"), folder.join("log"));
    let (own, ahead) = (data.join("base").join(number), data.join("pg_wal"));

    provoked(&office, &tour);
    let broken = |conn: &mut PgConnection, statement: &str, name: &str| {
        let refused = diesel::sql_query(statement).bind::<Text, _>(name).execute(conn).unwrap_err().to_string();
        assert!(refused.contains("not-null constraint"), "{refused}");
    };
    broken(&mut owner, "UPDATE persons AS the_last_canary SET given_name = $1, version = NULL", NAMES[0]);
    let last = json!({ "given_name": NAMES[0], "family_name": NAMES[0], "address": SEALED });
    office.coordinator().post("/v1/persons", last).ok(201);
    owner.batch_execute("CHECKPOINT").unwrap();

    let sealed: Vec<&str> = std::iter::once(SEALED).chain(NUMBERS).collect();
    assert_eq!(holding(&sealed, &kept(&data, &own)), BTreeSet::new());
    assert_eq!(holding(&all(), &[&log]), BTreeSet::new());
    for place in [&own, &ahead] {
        assert!(!holding(&NAMES, &[place]).is_empty(), "names stay searchable, so they would be found in {place:?}");
    }
    assert!(!holding(&["the_last_canary"], &[&log]).is_empty(), "what the server logs is looked at");
    // Without the setting that README asks for, the server logs the row that it refuses.
    owner.batch_execute("SET log_error_verbosity = 'default'").unwrap();
    broken(&mut owner, "INSERT INTO persons (given_name) VALUES ($1)", REFUSED);
    assert!(!holding(&[REFUSED], &[&log]).is_empty(), "a refused row would be found");
}
