//! The structure of the tables: every table is held by digests or named, and whatever is changed by SQL behind the service is found.

use std::collections::BTreeSet;

use aplp::db::Conn;
use aplp::db::evidence::layout::{EXEMPT, STRUCTURE};
use aplp::db::map::MAP;
use aplp::verify::rows::Newest;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::support::Office;
use crate::support::planted::undone;
use crate::support::records::sign;

#[test]
fn every_table_is_held_by_digests_or_named_with_the_reason_why_not() {
    let office = Office::open();
    let mut conn = office.place.open(false).unwrap();
    let query = if office.is_sqlite() {
        r"SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\_written' ESCAPE '\' GROUP BY tbl_name HAVING count(*) = 3"
    } else {
        r"SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\_written' AND tgenabled = 'O'"
    };

    let held: BTreeSet<String> = sql::<Text>(query).load::<String>(&mut conn).unwrap().into_iter().collect();

    let exempt: BTreeSet<String> = EXEMPT.iter().map(|(table, _)| (*table).to_owned()).collect();
    let mapped: BTreeSet<String> = MAP.iter().map(|kept| kept.table.to_owned()).collect();
    assert_eq!(held.intersection(&exempt).count(), 0);
    assert_eq!(held.union(&exempt).cloned().collect::<BTreeSet<_>>(), mapped);
}

/// What somebody may do to the structure: every guard there is, one after another, and some more.
fn structural(conn: &mut Conn, office: &Office) -> Vec<String> {
    let (query, more): (&str, &[&str]) = if office.is_sqlite() {
        (
            "SELECT 'DROP ' || type || ' ' || name FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL",
            &[
                "ALTER TABLE persons ADD COLUMN more TEXT",
                "ALTER TABLE persons RENAME COLUMN given_name TO first_name",
                "CREATE TRIGGER more AFTER UPDATE ON persons BEGIN DELETE FROM counters; END",
                "CREATE TABLE more (id INTEGER)",
                "CREATE VIEW more AS SELECT * FROM persons",
                "DROP TRIGGER journal_no_delete; CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT 1; END",
            ],
        )
    } else {
        (
            "SELECT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal \
             UNION ALL SELECT 'DROP POLICY ' || polname || ' ON ' || polrelid::regclass FROM pg_policy \
             UNION ALL SELECT 'ALTER POLICY ' || polname || ' ON ' || polrelid::regclass || ' USING (true)' FROM pg_policy \
             UNION ALL SELECT 'ALTER TABLE ' || polrelid::regclass || ' DISABLE ROW LEVEL SECURITY' FROM pg_policy \
             UNION ALL SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM pg_constraint \
                WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace",
            &[
                "ALTER TABLE persons ADD COLUMN more TEXT",
                "ALTER TABLE persons ALTER COLUMN given_name DROP NOT NULL",
                "ALTER TABLE journal ALTER COLUMN outcome SET DEFAULT 'denied'",
                "ALTER TABLE time_entries DISABLE TRIGGER USER",
                "ALTER TABLE time_entries DISABLE TRIGGER ALL",
                "CREATE TABLE more (id INTEGER)",
                "CREATE RULE more AS ON DELETE TO persons DO INSTEAD NOTHING",
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                "ALTER FUNCTION aplp_seen() SECURITY INVOKER",
                "GRANT DELETE ON time_entries TO aplp_stories",
                "GRANT UPDATE ON journal TO aplp_stories",
                "GRANT UPDATE (outcome) ON journal TO aplp_stories",
                "GRANT TRUNCATE ON journal TO aplp_stories",
                "GRANT CREATE ON SCHEMA public TO aplp_stories",
                "GRANT SELECT ON persons TO PUBLIC",
                "GRANT EXECUTE ON FUNCTION aplp_seen() TO PUBLIC",
                "REVOKE INSERT ON journal FROM aplp_stories",
                "ALTER ROLE aplp_stories BYPASSRLS",
                "ALTER TABLE persons OWNER TO aplp_stories",
                "DROP INDEX journal_by_time",
            ],
        )
    };
    let all: Vec<String> = sql::<Text>(query).load(conn).unwrap();
    all.into_iter().chain(more.iter().map(|more| (*more).to_owned())).collect()
}

#[test]
fn a_change_of_the_structure_is_found() {
    let office = Office::open();
    let mut conn = office.place.open(false).unwrap();
    let _held = office.app.db.keyring().here();
    let newest = Newest::of_all(&mut conn).unwrap();
    assert_eq!(newest.faults(&mut conn, STRUCTURE).unwrap(), [""; 0]);

    let all = structural(&mut conn, &office);

    assert!(all.len() >= 60, "only {}", all.len());
    for change in all {
        let found = undone(&mut conn, |tx| {
            tx.batch_execute(&change).unwrap_or_else(|fault| panic!("{change}: {fault}"));
            newest.faults(tx, STRUCTURE).unwrap()
        });
        assert!(!found.is_empty(), "{change}");
    }
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn what_stood_there_only_while_a_checkpoint_was_signed_is_told_all_the_same() {
    let office = Office::open();
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute("CREATE TABLE more (id INTEGER)").unwrap();
    sign(&office).unwrap();
    conn.batch_execute("DROP TABLE more").unwrap();

    let fault = "the structure at a checkpoint is not the one that the journal tells of: position 2";
    assert_eq!(office.faults(), [fault]);
}
