//! Rows that stand without those they refer to, for stories that need no more of them.

use aplp::codes::{AgreementStateCode, DecisionOutcomeCode, GrantStateCode};
use aplp::db::schema::grants;
use aplp::db::{AreaSet, Coded, Conn, Id, Place};
use aplp::delivery::agreements::store::Row as AgreementRow;
use aplp::intake::grants::store::course::{StepRow, insert_step};
use aplp::intake::grants::store::{Row as GrantRow, last};
use aplp_domain::areas::Area;
use aplp_domain::code::Code;
use aplp_domain::grant::EndGround;
use chrono::NaiveDateTime;
use diesel::connection::{Connection, SimpleConnection};
use diesel::result::Error::RollbackTransaction;
use diesel::{QueryResult, RunQueryDsl};

use super::Office;

/// A connection on which a row may stand without those it refers to.
pub fn loose(office: &Office) -> Conn {
    let mut conn = office.place.open(false).unwrap();
    let loosen = match office.place {
        Place::Sqlite(_) => "PRAGMA foreign_keys = OFF",
        Place::Postgres(_) => "SET session_replication_role = replica",
    };
    conn.batch_execute(loosen).unwrap();
    conn
}

/// A grant as it stands after a decision that nobody needs to read here.
pub fn granted(office: &Office, person: &str, programme: &str, state: &str, (from, to): (&str, &str)) -> String {
    let now = office.now().naive_utc();
    let mut conn = loose(office);
    let person = Id::of(person.parse().unwrap());
    let row = GrantRow {
        id: Id::random(),
        decision_id: Id::random(),
        decision_outcome: DecisionOutcomeCode::from(Coded(Code::from_code("grant").unwrap())),
        person_id: person,
        programme_id: Id::of(programme.parse().unwrap()),
        term_from: from.parse().unwrap(),
        term_to: to.parse().unwrap(),
        areas: AreaSet::from([Area::Rights].into_iter().collect::<aplp_domain::areas::Areas>()),
        level: 1,
        volume_minutes: 480,
        previous_id: last(&mut conn, person).unwrap(),
        hour_rate_cents: None,
        last_day: to.parse().unwrap(),
        end_ground: (state == "ended").then_some(Coded(EndGround::Expired)),
        suspended_to: None,
        settles_on: None,
        state: GrantStateCode::from(Coded(Code::from_code(state).unwrap())),
        committed_cents: 0,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    diesel::insert_into(grants::table).values(&row).execute(&mut conn).unwrap();
    let step = StepRow {
        id: Id::in_order(),
        grant_id: row.id,
        decision_id: row.decision_id,
        effective_from: row.term_from,
        areas: row.areas.clone(),
        level: row.level,
        volume_minutes: row.volume_minutes,
        recorded_at: now,
    };
    insert_step(&mut conn, &step).unwrap();
    row.id.to_string()
}

/// An agreement as it stands, which nobody signed.
pub fn agreed(
    office: &Office,
    (person, grant, supporter): (&str, &str, &str),
    state: &str,
    signed_at: Option<&str>,
) -> String {
    let now = office.now().naive_utc();
    let row = AgreementRow {
        id: Id::random(),
        grant_id: Id::of(grant.parse().unwrap()),
        person_id: Id::of(person.parse().unwrap()),
        support_person_id: Id::of(supporter.parse().unwrap()),
        meeting_place: "mājās".to_owned(),
        meeting_manner: "klātienē".to_owned(),
        schedule: "otrdienās".to_owned(),
        state: AgreementStateCode::from(Coded(Code::from_code(state).unwrap())),
        signed_at: signed_at.map(|at| at.parse::<NaiveDateTime>().unwrap()),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let _held = office.app.db.keyring().here();
    aplp::delivery::agreements::store::insert(&mut loose(office), &row).unwrap();
    row.id.to_string()
}

/// Does something to the database, looks, and undoes it.
pub fn undone<T>(conn: &mut Conn, does: impl FnOnce(&mut Conn) -> T) -> T {
    let mut seen = None;
    let end = conn.transaction(|tx| -> QueryResult<()> {
        seen = Some(does(tx));
        Err(RollbackTransaction)
    });
    assert_eq!(end, Err(RollbackTransaction));
    seen.unwrap()
}
