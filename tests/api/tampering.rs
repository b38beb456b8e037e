//! Tampering: whoever edits, takes out, moves, cuts or writes anew what the journal says is found out.

use aplp::db::chain;
use aplp::db::{Conn, Id, Place};
use aplp::error::Error;
use aplp::insight::checkpoints::key::SigningKey;
use aplp::insight::checkpoints::store::{file, signed};
use aplp::verify;
use diesel::Connection;
use diesel::connection::SimpleConnection;
use rstest::rstest;
use uuid::Uuid;

use crate::support::chance::Chance;
use crate::support::records::{journal, sequence, sign};
use crate::support::service::{A_YEAR, office, served};
use crate::support::{Office, steps};

/// How many tamperings are tried on each database; another seed tries others.
const TRIES: (usize, usize) = (200, 60);
const SEED: u64 = 20_260_302;
/// The tables that nobody may write to, and whose guards somebody with the keys of the database takes away.
const GUARDED: [&str; 5] = ["journal", "journal_links", "journal_persons", "person_sets", "checkpoints"];

/// An office with a case, a hundred reads, and a checkpoint in the middle and at the end.
fn watched() -> (Office, usize) {
    let office = office();
    let service = served(&office, A_YEAR);
    let ilze = office.coordinator();
    steps::registered_person(&ilze, 9_000_001);
    for round in 0..50 {
        ilze.get("/v1/persons").ok(200);
        ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200);
        if round == 25 {
            sign(&office).unwrap();
        }
    }
    sign(&office).unwrap();
    let last = journal(&office).len();
    (office, last)
}

/// Ids as each database writes them.
fn id(place: &Place, digit: char) -> String {
    let digits: String = std::iter::repeat_n(digit, 32).collect();
    match place {
        Place::Sqlite(_) => format!("x'{digits}'"),
        Place::Postgres(_) => format!("'{digits}'"),
    }
}

fn bytes(place: &Place, digits: &str) -> String {
    match place {
        Place::Sqlite(_) => format!("x'{digits}'"),
        Place::Postgres(_) => format!("'\\x{digits}'"),
    }
}

fn unguard(conn: &mut Conn, place: &Place) {
    for table in GUARDED {
        let drop = match place {
            Place::Sqlite(_) => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete"),
            Place::Postgres(_) => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
        };
        conn.batch_execute(&drop).unwrap();
    }
}

/// A change of one entry, by its position.
fn edit(place: &Place, chance: &mut Chance, last: usize) -> String {
    let other = id(place, 'a');
    let persons = bytes(place, &"b".repeat(64));
    let column = [
        "at = '2020-01-01 00:00:00'".to_owned(),
        "request = request || 'x'".to_owned(),
        "issuer = issuer || 'x'".to_owned(),
        "subject = subject || 'x'".to_owned(),
        "client = client || ' '".to_owned(),
        "source = source || '0'".to_owned(),
        "action = 'person_changed' || action".to_owned(),
        "object = object || 's'".to_owned(),
        format!("object_id = {other}"),
        "object_version = object_version + 1".to_owned(),
        format!("person_id = {other}"),
        "purpose = coalesce(purpose, '') || 'x'".to_owned(),
        "purpose = NULL".to_owned(),
        "outcome = CASE outcome WHEN 'done' THEN 'denied' ELSE 'done' END".to_owned(),
        format!("persons = {persons}"),
    ];
    let column = &column[chance.below(column.len())];
    let position = chance.below(last) + 1;
    format!("UPDATE journal SET {column} WHERE id = (SELECT journal_id FROM journal_links WHERE position = {position})")
}

fn at(position: usize) -> String {
    format!("(SELECT journal_id FROM journal_links WHERE position = {position})")
}

/// Takes out everything from a position on, as if it had never been.
fn cut(after: usize) -> String {
    format!(
        "DELETE FROM journal WHERE id IN (SELECT journal_id FROM journal_links WHERE position > {after}); \
         DELETE FROM journal_persons WHERE position > {after}; DELETE FROM journal_links WHERE position > {after}"
    )
}

/// Writes the whole chain anew, over whatever the journal says now.
fn rewrite(conn: &mut Conn) {
    conn.batch_execute(
        "DELETE FROM journal_persons; DELETE FROM journal_links; INSERT INTO journal_waiting SELECT id FROM journal",
    )
    .unwrap();
    while !chain::link(conn, Id::of(Uuid::nil())).unwrap().is_empty() {}
}

/// Tampers in one of many ways, and says in which.
fn tamper(conn: &mut Conn, place: &Place, chance: &mut Chance, last: usize) -> String {
    let (one, other) = (chance.below(last - 1) + 1, chance.below(8) + 1);
    let second = if one + other > last { one - 1 } else { one + other }.max(1);
    let statements = match chance.below(18) {
        0..=3 => edit(place, chance, last),
        4 => format!("DELETE FROM journal WHERE id = {}", at(one)),
        5 => format!("DELETE FROM journal_links WHERE position = {one}"),
        6 => format!(
            "DELETE FROM journal WHERE id = {}; DELETE FROM journal_persons WHERE position = {one}; \
             DELETE FROM journal_links WHERE position = {one}",
            at(one)
        ),
        7 => format!(
            "DELETE FROM journal WHERE id = {}; DELETE FROM journal_links WHERE position = {one}; \
             DELETE FROM journal_persons WHERE position = {one}; \
             UPDATE journal_links SET position = position + 1000000 WHERE position > {one}; \
             UPDATE journal_links SET position = position - 1000001 WHERE position > 1000000; \
             UPDATE journal_persons SET position = position + 1000000 WHERE position > {one}; \
             UPDATE journal_persons SET position = position - 1000001 WHERE position > 1000000",
            at(one)
        ),
        8 => format!(
            "UPDATE journal_links SET position = 1000000 WHERE position = {one}; \
             UPDATE journal_links SET position = {one} WHERE position = {}; \
             UPDATE journal_links SET position = {} WHERE position = 1000000",
            if second == one { last } else { second },
            if second == one { last } else { second }
        ),
        9 => cut(one),
        10 => format!("{}; DELETE FROM checkpoints WHERE position > {one}", cut(one)),
        11 => format!(
            "DELETE FROM journal_persons WHERE position = (SELECT max(position) FROM journal_persons WHERE position <= {})",
            one + 10
        ),
        12 => format!("INSERT INTO journal_persons VALUES ({}, {one})", id(place, 'c')),
        13 => format!("UPDATE journal_links SET hash = {} WHERE position = {one}", bytes(place, &"d".repeat(64))),
        14 => "DELETE FROM person_sets WHERE set_id = (SELECT set_id FROM journal_persons ORDER BY position LIMIT 1)"
            .to_owned(),
        15 => format!(
            "INSERT INTO person_sets SELECT set_id, {} FROM (SELECT set_id FROM person_sets LIMIT 1) one",
            id(place, 'c')
        ),
        16 => {
            let edit = edit(place, chance, last);
            conn.batch_execute(&edit).unwrap();
            rewrite(conn);
            ["SELECT 1", "DELETE FROM checkpoints"][chance.below(2)].to_owned()
        }
        _ => {
            // Everything anew, and signed with a key of one's own.
            let edit = edit(place, chance, last);
            conn.batch_execute(&edit).unwrap();
            rewrite(conn);
            conn.batch_execute("DELETE FROM checkpoints").unwrap();
            let folder = crate::support::database::scratch().join(format!("aplp-forger-{}", uuid::Uuid::new_v4()));
            let key = SigningKey::open(&folder).unwrap();
            signed(conn, &key, "2026-03-02T07:00:00Z".parse().unwrap()).unwrap().unwrap();
            std::fs::remove_dir_all(folder).unwrap();
            return format!("everything anew and signed, after {edit}");
        }
    };
    conn.batch_execute(&statements).unwrap();
    statements
}

// R22
#[test]
fn every_tampering_with_the_journal_is_found() {
    let (office, last) = watched();
    let (kept, unreadable) = verify::chain::kept(&file(&office.folder)).unwrap();
    assert_eq!((kept.len(), unreadable.len()), (2, 0));
    let mut conn = office.place.open(false).unwrap();
    let _held = office.app.db.keyring().here();
    assert_eq!(verify::chain::faults(&mut conn, &kept).unwrap(), Vec::<String>::new());
    let tries = if office.is_sqlite() { TRIES.0 } else { TRIES.1 };
    let mut chance = Chance(SEED);

    for number in 0..tries {
        let mut found = (String::new(), Vec::new());
        // What is tampered with is rolled back each time.
        let end: Result<(), Error> = conn.transaction(|conn| {
            unguard(conn, &office.place);
            let how = tamper(conn, &office.place, &mut chance, last);
            found = (how, verify::chain::faults(conn, &kept)?);
            Err(Error::NotFound)
        });

        assert!(matches!(end, Err(Error::NotFound)), "{end:?}");
        assert!(!found.1.is_empty(), "number {number} of seed {SEED} was not found: {}", found.0);
    }
}

// AD-03
#[rstest]
#[case::an_edit("UPDATE journal SET subject = 'nobody' WHERE action = 'person_registered'", "the hash at position")]
#[case::a_deletion("DELETE FROM journal WHERE action = 'decision_issued'", "is not there any more")]
#[case::a_checkpoint_that_is_gone("DELETE FROM checkpoints", "a checkpoint is not in the database any more")]
#[case::a_place_that_is_gone("DELETE FROM journal_links WHERE position = 3", "the chain has a gap before position 4")]
#[case::an_index_with_holes("DELETE FROM journal_persons WHERE position = 5", "and its index")]
#[case::a_set_without_one_of_its_persons(
    "DELETE FROM person_sets WHERE set_id <> person_id AND person_id = \
     (SELECT person_id FROM person_sets WHERE set_id <> person_id ORDER BY person_id LIMIT 1)",
    "not the one that its id tells of"
)]
#[case::a_set_that_is_gone("DELETE FROM person_sets", "in which nobody is")]
#[case::nobody_waits("DELETE FROM journal_waiting", "has no place in the chain and waits for none")]
fn the_fault_says_what_was_done(#[case] tampering: &str, #[case] expected: &str) {
    let (office, _) = watched();
    office.coordinator().get("/v1/persons").ok(200);
    let mut conn = office.place.open(false).unwrap();
    unguard(&mut conn, &office.place);

    conn.batch_execute(tampering).unwrap();

    let found = office.faults();
    assert!(found.iter().any(|line| line.contains(expected)), "{found:#?}");
}

#[test]
fn an_entry_that_is_gone_before_it_had_its_place_is_missed() {
    let (office, _) = watched();
    for _ in 0..2 {
        office.coordinator().get("/v1/persons").ok(200);
    }
    let mut conn = office.place.open(false).unwrap();
    unguard(&mut conn, &office.place);

    let first = "SELECT journal_id FROM journal_waiting ORDER BY journal_id LIMIT 1";
    conn.batch_execute(&format!("DELETE FROM journal WHERE id = ({first})")).unwrap();

    assert_eq!(sequence(&office), 1, "the next one has its place all the same");
    let found = office.faults();
    assert!(found.iter().any(|line| line.contains("an entry that is not in the journal waits")), "{found:#?}");
}

#[test]
fn what_was_recorded_a_moment_ago_and_waits_for_its_place_is_no_fault() {
    let (office, _) = watched();
    office.coordinator().get("/v1/persons").ok(200);

    assert_eq!(office.faults(), Vec::<String>::new());
    assert_eq!(sequence(&office), 1);
}
