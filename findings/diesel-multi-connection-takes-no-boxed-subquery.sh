#!/usr/bin/env bash
# diesel's MultiConnection: a boxed statement can be run, but not stand within another one, as it can with one database.
#
# diesel 2.3.14 (crates.io), with its features `sqlite` and `postgres`.
# `into_boxed()` is how a statement is put together from filters that are there or not. Within another statement
# (`eq_any(boxed.select(id))`) it compiles for a connection to one database. For an enum that derives MultiConnection the
# same lines do not: the boxed statement is a fragment for the enum's own backend only, while what stands within a statement
# has to be one for each database behind it. Without `into_boxed()` the same subquery compiles there too. So filters that
# are put together once cannot narrow a second statement; their ids have to be read first.
# Fails (exit 1) when that is no longer so.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

cat >Cargo.toml <<'TOML'
[package]
name = "boxed"
version = "1.0.0"
edition = "2021"

[dependencies]
diesel = { version = "=2.3.14", default-features = false, features = ["sqlite", "postgres"] }
libsqlite3-sys = { version = "*", features = ["bundled"] }
pq-sys = { version = "0.7", features = ["bundled_without_openssl"] }

[[bin]]
name = "one_boxed"
path = "one_boxed.rs"
[[bin]]
name = "several_boxed"
path = "several_boxed.rs"
[[bin]]
name = "several_plain"
path = "several_plain.rs"
TOML

# $1: the type of the connection, $2: what is called on the inner statement.
program() {
    cat <<RUST
use diesel::prelude::*;

diesel::table! { people (id) { id -> Integer, name -> Text, } }
diesel::table! { visits (id) { id -> Integer, person_id -> Integer, } }
diesel::allow_tables_to_appear_in_same_query!(people, visits);

#[derive(diesel::MultiConnection)]
pub enum Several {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

pub fn visits_of(conn: &mut $1, name: &str) -> QueryResult<i64> {
    let these = people::table.filter(people::name.eq(name.to_owned()))$2.select(people::id);
    visits::table.filter(visits::person_id.eq_any(these)).count().get_result(conn)
}

fn main() {}
RUST
}
program SqliteConnection '.into_boxed::<diesel::sqlite::Sqlite>()' >one_boxed.rs
program Several '.into_boxed::<MultiBackend>()' >several_boxed.rs
program Several '' >several_plain.rs

for name in one_boxed several_boxed several_plain; do
    if cargo check --quiet --bin "$name" >"$name.log" 2>&1; then echo "$name compiles"; else
        echo "$name does not: $(grep -o 'E0277' "$name.log" | head -n 1)"
    fi
done | tee said
grep -q 'BoxedSelectStatement' several_boxed.log

diff - said <<'TEXT'
one_boxed compiles
several_boxed does not: E0277
several_plain compiles
TEXT
echo "as described"
