//! PostgreSQL as the second wall: the role of the service cannot do what the service must not.

use aplp::backup::{backup, counts};
use aplp::config::Whereabouts;
use aplp::db::keyring::Master;
use aplp::db::{Place, privileges};
use aplp::keys::KeysWish;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

use crate::support::database::as_role;
use crate::support::service::{A_YEAR, entry, served};
use crate::support::{Office, steps};

// AD-04, OP-04
#[test]
fn the_role_that_serves_every_story_can_neither_change_tables_nor_what_was_recorded() {
    let office = Office::open_on("2026-01-05T08:00:00Z");
    let Place::Postgres(theirs) = as_role(&office.place) else { return };
    assert_eq!(Place::Postgres(theirs.clone()), office.settings.place, "the office is served as this role");
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    service.post(&office, entry("2026-01-20T09:00", "2026-01-20T10:00")).ok(201);
    steps::ready(&office.coordinator(), 4_000_009, 120);

    let mut conn = PgConnection::establish(&theirs).unwrap();
    for statement in [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE persons ADD COLUMN mine int",
        "DROP TRIGGER journal_append_only ON journal",
        "TRUNCATE journal",
        "UPDATE journal SET action = 'nothing'",
        "DELETE FROM journal",
        "DELETE FROM persons",
        "DELETE FROM time_entries",
        "UPDATE time_entries SET minutes = 1",
        "UPDATE decisions SET outcome = 'grant'",
        "DELETE FROM journal_links",
        "ALTER TABLE persons DISABLE ROW LEVEL SECURITY",
        "DROP POLICY by_sight ON persons",
    ] {
        let refused = conn.batch_execute(statement).unwrap_err().to_string();
        assert!(refused.contains("permission denied") || refused.contains("must be owner"), "{statement}: {refused}");
    }
    assert_eq!(office.faults(), Vec::<String>::new());
}

// AZ-05, OP-05
#[test]
fn work_without_a_caller_is_whole_also_as_the_role_that_sees_nobody_by_itself() {
    let office = Office::open_on("2026-01-05T08:00:00Z");
    served(&office, A_YEAR);
    let role = &office.settings.whereabouts();
    let owner = Whereabouts { place: office.place.clone(), ..role.clone() };
    let now = office.now().naive_utc();
    let master = Master::read(&office.master_key()).unwrap();

    let written = backup(&role.place, &master, &office.folder.join("backup")).unwrap();
    let seals = KeysWish::Status.fulfil(role, now).unwrap();
    let faults = {
        let _held = office.app.db.keyring().here();
        aplp::verify::faults(&mut role.place.open_whole(true).unwrap()).unwrap()
    };

    assert_eq!(written, counts(&office.place).unwrap());
    assert!(written["persons"].rows == 1 && written["agreements"].rows == 1);
    assert_eq!(seals, KeysWish::Status.fulfil(&owner, now).unwrap());
    assert_eq!(faults, [""; 0]);
    let sealed_anew = KeysWish::Rotate { resume: false }.fulfil(role, now).unwrap();
    assert!(!sealed_anew.starts_with("0 rows"), "{sealed_anew}");
}

#[test]
fn a_role_whose_name_would_be_more_than_a_name_is_refused() {
    for name in ["", "aplp; DROP TABLE journal", "Aplp", "aplp-app", &"a".repeat(64)] {
        assert!(privileges::statements(name).is_err(), "{name}");
    }
    assert!(privileges::statements("aplp_app").unwrap().contains("GRANT SELECT, INSERT ON journal TO aplp_app;"));
}
