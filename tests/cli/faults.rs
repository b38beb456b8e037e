//! What is said when something is missing, wrong or taken: which path, which setting, what to do.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use rstest::rstest;

use super::{Folder, told};

/// Holds that a command fails with one line that says all of this.
#[track_caller]
fn fails(folder: &Folder, arguments: &[&str], settings: &[(&str, &str)], parts: &[&str]) {
    let output = folder.aplp(arguments, settings);

    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let told = told(&output);
    assert_eq!(told.lines().count(), 1, "{told}");
    for part in parts {
        assert!(told.contains(part), "{part:?} is not said in {told}");
    }
}

// OP-02
#[rstest]
#[case::no_folder(&["migrate"], "one/two/x.sqlite", &["/one: is not there", "DATABASE_URL", "APLP_DATA"])]
#[case::no_database(&["verify"], "x.sqlite", &["/x.sqlite: there is no database yet", "run `aplp migrate` first", "DATABASE_URL"])]
#[case::no_folder_for_a_reader(&["verify"], "one/x.sqlite", &["/one: is not there", "DATABASE_URL"])]
#[case::a_folder(&["verify"], "keys", &["/keys: is a folder", "DATABASE_URL"])]
#[case::no_sqlite(&["verify"], "text", &["/text: is not a database of SQLite", "DATABASE_URL"])]
#[case::no_sqlite_to_migrate(&["migrate"], "text", &["/text: is not a database of SQLite", "DATABASE_URL"])]
#[case::below_a_file(&["verify"], "text/x.sqlite", &["/text/x.sqlite: goes through something that is no folder"])]
fn a_database_that_cannot_be_opened_is_named(#[case] arguments: &[&str], #[case] file: &str, #[case] parts: &[&str]) {
    let folder = Folder::new();
    folder.issues();
    std::fs::write(folder.file("text"), "Tas nav SQLite, bet tikai kaut kāds teksts.\n".repeat(100)).unwrap();

    fails(&folder, arguments, &[("DATABASE_URL", &format!("sqlite:{}", folder.file(file)))], parts);
}

#[test]
fn a_database_that_another_process_has_locked_is_named() {
    let folder = Folder::ready();
    let mut other = SqliteConnection::establish(&folder.file("aplp.sqlite")).unwrap();
    other.batch_execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT").unwrap();

    fails(&folder, &["verify"], &[], &["/aplp.sqlite: another process has locked it", "DATABASE_URL"]);
}

// OP-02, PR-04
#[test]
fn a_master_key_that_cannot_be_used_is_named() {
    let folder = Folder::ready();
    let key = folder.file("keys/master.key");
    let right = std::fs::read(&key).unwrap();

    std::fs::write(&key, &right[1..]).unwrap();
    let short = ["/master.key: a master key has 32 bytes, and this file has 31", "APLP_MASTER_KEY"];
    fails(&folder, &["keys", "status"], &[], &short);
    std::fs::write(&key, &right).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let open = ["/master.key: others on this machine can use this key", "chmod 600"];
    fails(&folder, &["keys", "status"], &[], &open);
    let lost = ["/no.key: the master key is not there", "APLP_MASTER_KEY"];
    fails(&folder, &["tick"], &[("APLP_MASTER_KEY", &folder.file("no.key"))], &lost);
    let folder_for_a_key = ["/keys: is a folder", "APLP_MASTER_KEY"];
    fails(&folder, &["tick"], &[("APLP_MASTER_KEY", &folder.file("keys"))], &folder_for_a_key);
}

#[test]
fn keys_of_tokens_that_are_not_there_are_named_with_the_setting_that_names_them() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);
    let listen = ("APLP_LISTEN", "127.0.0.1:0");

    let missing = ["/jwks.json: the public keys of the issuer cannot be read: is not there", "APLP_JWKS", "aplp demo"];
    fails(&folder, &["serve"], &[listen], &missing);
    std::fs::write(folder.file("own.json"), "{}").unwrap();
    let none = ["/own.json: is no set of keys", "(APLP_JWKS)"];
    fails(&folder, &["serve"], &[listen, ("APLP_JWKS", &folder.file("own.json"))], &none);
}

#[rstest]
#[case("APLP_LISTEN")]
#[case("APLP_METRICS_LISTEN")]
fn an_address_that_is_taken_is_named(#[case] setting: &str) {
    let folder = Folder::ready();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();

    let output = folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0"), (setting, &address)]);

    assert_eq!(output.status.code(), Some(1));
    let told = told(&output);
    assert!(told.contains(&format!("{address}: another program listens there")), "{told}");
    assert!(told.contains(&format!("({setting})")), "{told}");
}

#[test]
fn files_that_are_written_are_named() {
    let folder = Folder::ready();
    std::fs::create_dir(folder.file("checkpoints.ndjson")).unwrap();

    fails(&folder, &["backup", &folder.file("no/backup")], &[], &["/no/backup: is not there", "FILE"]);
    fails(&folder, &["backup", &folder.file("aplp.sqlite")], &[], &["/aplp.sqlite: is there already", "FILE"]);
    fails(&folder, &["restore", &folder.file("no.backup")], &[], &["/no.backup: is not there", "FILE"]);
    fails(&folder, &["verify"], &[], &["/checkpoints.ndjson: is a folder", "APLP_DATA"]);
    let there = folder.file("keys/master.key");
    fails(&folder, &["keys", "rewrap", &there], &[], &["/master.key: there is a file already"]);
}

// OP-02
#[test]
fn every_subcommand_refuses_a_database_of_another_release_with_the_same_sentence() {
    let folder = Folder::ready();
    let backup = folder.file("backup");
    let all: [&[&str]; 7] = [
        &["serve"],
        &["backup", &backup],
        &["tick"],
        &["keys", "status"],
        &["keys", "rotate"],
        &["checkpoint"],
        &["verify"],
    ];
    let mut conn = SqliteConnection::establish(&folder.file("aplp.sqlite")).unwrap();
    for (change, sentence) in [
        (
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101')",
            "the database was migrated by a newer release than this one",
        ),
        (
            "DELETE FROM __diesel_schema_migrations WHERE version > '0005'",
            "the database is not at its newest version: run `aplp migrate` first",
        ),
    ] {
        conn.batch_execute(change).unwrap();
        for arguments in all {
            fails(&folder, arguments, &[("APLP_LISTEN", "127.0.0.1:0")], &[sentence]);
        }
    }
    assert!(!std::path::Path::new(&backup).exists(), "no backup was begun");
}
