//! The tables as the databases themselves tell them: the same on both, as `src/db/schema` says, and guarded.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test stops where it goes wrong")]

#[path = "api/support/cluster.rs"]
mod cluster;
#[path = "api/support/database.rs"]
mod database;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use aplp::db::map::{Class, Kept, MAP};
use aplp::db::told::Column;
use aplp::db::{Conn, Place};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use uuid::Uuid;

/// A database of a test's own, removed with it.
struct Own {
    place: Place,
    folder: PathBuf,
}

impl Own {
    fn migrated() -> Self {
        let folder = database::scratch().join(format!("aplp-schema-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        Self { place: database::database(&folder, database::postgres()), folder }
    }

    fn conn(&self) -> Conn {
        self.place.open(false).unwrap()
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        database::remove(&self.place);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn is_sqlite(place: &Place) -> bool {
    matches!(place, Place::Sqlite(_))
}

/// The tables as the database tells them, without its own and those of the migrations.
fn tables(own: &Own) -> BTreeSet<String> {
    let query = if is_sqlite(&own.place) {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
    };
    let names: Vec<String> = sql::<Text>(query).load(&mut own.conn()).unwrap();
    names.into_iter().filter(|name| !name.starts_with("__diesel")).collect()
}

/// The tables as `src/db/schema` declares them: name, and each column with whether it may be null.
fn declared() -> Vec<(String, Vec<(String, bool)>)> {
    let mut found: Vec<(String, Vec<(String, bool)>)> = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/db/schema")).unwrap() {
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            if let Some((column, kind)) = line.strip_prefix("        ").and_then(|line| line.split_once(" -> ")) {
                found.last_mut().unwrap().1.push((column.to_owned(), kind.starts_with("Nullable")));
            } else if let Some((table, _)) = line.trim_start().split_once(" (").filter(|_| line.ends_with(") {")) {
                found.push((table.to_owned(), Vec::new()));
            }
        }
    }
    found
}

/// Runs every rule of this file once more, on PostgreSQL.
#[test]
fn the_same_rules_hold_on_postgresql() {
    cluster::again_on_postgresql(cluster::Cluster::start, "the_same_rules_hold_on_postgresql");
}

#[test]
fn migrations_go_up_down_and_up_again() {
    let own = Own::migrated();
    let steps = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite")).unwrap().count();
    let before = tables(&own);

    assert_eq!(own.place.migrate().unwrap(), 0, "nothing is left to do");
    assert_eq!(own.place.revert().unwrap(), steps);
    let between = tables(&own);
    assert_eq!(own.place.migrate().unwrap(), steps);

    assert_eq!(between, BTreeSet::new(), "going down leaves nothing behind");
    assert_eq!(tables(&own), before);
}

// OP-02
#[test]
fn a_database_is_served_at_the_newest_version_of_this_release_and_at_no_other() {
    let own = Own::migrated();
    assert_eq!(own.place.unfit().unwrap(), [""; 0]);

    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101')";
    own.conn().batch_execute(newer).unwrap();
    let ahead = own.place.unfit().unwrap();
    own.conn().batch_execute("DELETE FROM __diesel_schema_migrations").unwrap();
    let behind = own.place.unfit().unwrap();

    assert_eq!(ahead, ["the database was migrated by a newer release than this one"]);
    assert_eq!(behind, ["the database is not at its newest version: run `aplp migrate` first"]);
}

// OP-02
#[test]
fn a_database_that_may_lose_what_was_answered_is_not_served() {
    let own = Own::migrated();
    let Place::Postgres(url) = &own.place else { return };

    let hasty = Place::Postgres(format!("{url}?options=-c%20synchronous_commit%3Doff"));

    let reasons = hasty.unfit().unwrap();
    assert_eq!(reasons, ["PostgreSQL runs with synchronous_commit = off and may lose what was answered"]);
}

#[test]
fn the_code_names_exactly_the_tables_and_columns_that_are_there() {
    let own = Own::migrated();

    let declared = declared();

    let names: BTreeSet<String> = declared.iter().map(|(table, _)| table.clone()).collect();
    assert_eq!(names, tables(&own));
    for (table, columns) in declared {
        let there = own.conn().columns_of(&table).unwrap().into_iter();
        let there: Vec<(String, bool)> = there.map(|column| (column.name, column.nullable)).collect();
        assert_eq!(there, columns, "{table}");
    }
}

// PR-01
#[test]
fn every_column_is_on_the_data_map_and_nothing_else_is() {
    let own = Own::migrated();
    let mut conn = own.conn();

    let mapped: BTreeMap<&str, BTreeSet<String>> = MAP.iter().map(|kept| (kept.table, columns(kept))).collect();

    assert_eq!(mapped.keys().map(|table| (*table).to_owned()).collect::<BTreeSet<_>>(), tables(&own));
    for (table, columns) in mapped {
        let there = conn.columns_of(table).unwrap();
        assert_eq!(columns, there.into_iter().map(|column| column.name).collect(), "{table}");
    }
}

/// The columns of a table by the data map, each of which stands there once. What is special is sealed.
fn columns(kept: &Kept) -> BTreeSet<String> {
    let mut columns: BTreeSet<String> = kept.sealed.iter().map(|_| "sealed".to_owned()).collect();
    for (class, names) in kept.open {
        assert_ne!(*class, Class::Special, "{} has something special that stands open", kept.table);
        for name in names.split_whitespace() {
            assert!(columns.insert(name.to_owned()), "{}.{name} stands on the map twice", kept.table);
        }
    }
    columns
}

#[test]
fn what_was_recorded_can_neither_be_changed_nor_deleted() {
    let own = Own::migrated();
    let mut conn = own.conn();
    let mut refusing = BTreeSet::new();
    let sqlite = is_sqlite(&own.place);
    // Any row will do, so what rows must hold is set aside in this database.
    conn.batch_execute(if sqlite {
        "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON"
    } else {
        "DO $$ DECLARE c record; BEGIN \
            FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint \
                WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace \
            LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP; END $$"
    })
    .unwrap();

    conn.batch_execute("DELETE FROM data_keys").unwrap();
    for table in tables(&own) {
        let columns = conn.columns_of(&table).unwrap();
        let values: Vec<String> = columns.iter().map(value).collect();
        if table == "written_rows" {
            conn.batch_execute("DELETE FROM written_rows").unwrap();
        }
        conn.batch_execute(&format!("INSERT INTO {table} VALUES ({})", values.join(", "))).unwrap();
        let changes: Vec<bool> = columns
            .iter()
            .map(|Column { name, .. }| conn.batch_execute(&format!("UPDATE {table} SET {name} = {name}")).is_err())
            .collect();
        let deletion = conn.batch_execute(&format!("DELETE FROM {table}"));
        // SQLite has no such statement.
        if !sqlite && deletion.is_err() {
            assert!(conn.batch_execute(&format!("TRUNCATE {table} CASCADE")).is_err(), "{table} can be emptied");
        }
        for (Column { name, .. }, refused) in columns.iter().zip(changes) {
            // What is sealed is sealed anew when keys change; whether it still says the same, only its keys can tell.
            let guarded = deletion.is_err() && name != "sealed";
            assert_eq!(refused, guarded, "{table}.{name} is half guarded");
        }
        if let Err(fault) = deletion {
            assert!(fault.to_string().contains("append-only table"), "{table}: {fault}");
            refusing.insert(table);
        }
    }

    let append_only = MAP.iter().filter(|kept| kept.append_only);
    assert_eq!(refusing, append_only.map(|kept| kept.table.to_owned()).collect());
}

/// Some value of a column's type.
fn value(column: &Column) -> String {
    match column.kind.as_str() {
        "blob" => "randomblob(16)",
        "bytea" => "'\\x00'",
        "uuid" => "gen_random_uuid()",
        "boolean" => "true",
        "integer" | "bigint" | "smallint" => "1",
        "text" => "'x'",
        "date" => "'2026-03-02'",
        kind if kind.starts_with("timestamp") => "'2026-03-02T09:00:00'",
        kind => panic!("{} is a {kind}", column.name),
    }
    .to_owned()
}

/// OP-03.
#[test]
fn sqlite_is_durable_strict_and_trusts_no_file() {
    let own = Own::migrated();
    if !is_sqlite(&own.place) {
        return;
    }
    let number = |conn: &mut Conn, query: &str| sql::<BigInt>(query).get_result::<i64>(conn).unwrap();

    let mut writer = own.conn();
    let mut reader = own.place.open(true).unwrap();

    assert_eq!(sql::<Text>("PRAGMA journal_mode").get_result::<String>(&mut writer).unwrap(), "wal");
    for (setting, wanted) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("busy_timeout", 5_000),
        // What is undone in part is kept in memory for that, not in files of its own.
        ("temp_store", 2),
        ("query_only", 0),
    ] {
        assert_eq!(number(&mut writer, &format!("PRAGMA {setting}")), wanted, "{setting}");
    }
    assert_eq!(number(&mut reader, "PRAGMA query_only"), 1);
    let loose = "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
        AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'";
    assert_eq!(number(&mut writer, loose), 0, "a table is not STRICT");
    // Or every statement with a bound limit would be read anew at every use.
    let stable = "SELECT count(*) FROM pragma_compile_options WHERE compile_options = 'ENABLE_QPSG'";
    assert_eq!(number(&mut writer, stable), 1, "SQLite was built without what .cargo/config.toml says");
    let version: String = sql::<Text>("SELECT sqlite_version()").get_result(&mut writer).unwrap();
    let version: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(version >= vec![3, 51, 3], "older versions can lose commits of a WAL");
}

#[test]
fn postgresql_holds_nobody_up_for_long() {
    let own = Own::migrated();
    if is_sqlite(&own.place) {
        return;
    }
    let mut conn = own.conn();

    for (setting, wanted) in [
        ("statement_timeout", "5s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("timezone", "UTC"),
    ] {
        let held: String = sql::<Text>(&format!("SHOW {setting}")).get_result(&mut conn).unwrap();
        assert_eq!(held, wanted, "{setting}");
    }
}
