//! The second layer of visibility: the database itself shows nobody a row that they may not see, whatever a query asks for.

use std::collections::BTreeSet;

use aplp::caller::Sight;
use aplp::db::map::{Class, Kept, MAP, Whose};
use aplp::db::schema::persons;
use aplp::db::{Conn, Place};
use aplp::register::persons::sight::seen_by;
use aplp_domain::municipalities::same_place_on;
use chrono::Days;
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;

use crate::support::budgets::programme_of_2026;
use crate::support::file::{File, whole};
use crate::support::records::wait;
use crate::support::rulings::{allocated, decide, queue};
use crate::support::service::{self, supporter};
use crate::support::{Desk, Office, steps};

const RIGA: &str = "0001000";
const TALSI: &str = "0051000";

/// What is personal and yet no concern of sight; why, the migration says.
const OUTSIDE: &str = "repeats journal written_rows journal_persons person_sets support_persons support_person_renames";

/// Anna of Riga and Bruno of Talsi, each with a support person and a whole file, and Dace of Riga, who waits for Talsi's money.
struct Town {
    office: Office,
    anna: File,
    bruno: File,
    dace: String,
}

fn town() -> Town {
    let office = Office::open();
    let andris = office.decision_maker();
    let details = |code: &str, owner: Option<&str>| {
        json!({
            "code": code, "title_lv": "Programma", "title_en": "Programme", "kind": "municipal_purchase",
            "funder": "Pašvaldība", "owner": owner, "starts_on": "2020-01-01",
            "covers": [{ "group": "ii", "from": "2020-01-01" }], "level_1_minutes": 480, "level_2_minutes": 1200,
            "level_3_minutes": 2100, "term_months": 12, "legal_ground": "līgums",
        })
    };
    let full = andris.post("/v1/programmes", details("full", None)).id(201);
    let talsi = andris.post("/v1/programmes", details("of_talsi", Some(TALSI))).id(201);
    for code in ["full", "of_talsi"] {
        allocated(&andris, code, json!({ "places": 0 }));
    }
    programme_of_2026(&office);
    let anna = whole(&office, 1, RIGA, supporter(&office), &full);
    let bruno = whole(&office, 2, TALSI, supporter(&office), &full);
    let ilze = office.coordinator();
    let dace = steps::registered_person(&ilze, 3);
    let application = steps::application(&ilze, &dace);
    steps::checked(&ilze, &application);
    steps::assessed(&ilze, &application, "of_talsi", 480);
    decide(&andris, &application, queue(&talsi)).ok(201);
    Town { office, anna, bruno, dace }
}

impl Town {
    /// Everybody with a sight, and whom they may see.
    fn sights(&self) -> Vec<(Sight, BTreeSet<&str>)> {
        let id = |id: &str| id.parse().unwrap();
        let (anna, bruno, dace) = (self.anna.person.as_str(), self.bruno.person.as_str(), self.dace.as_str());
        vec![
            (Sight::All, BTreeSet::from([anna, bruno, dace])),
            (Sight::Own(id(anna)), BTreeSet::from([anna])),
            (Sight::Own(id(bruno)), BTreeSet::from([bruno])),
            (Sight::Caseload(id(&self.anna.supporter), self.office.today()), BTreeSet::from([anna])),
            (Sight::Caseload(id(&self.bruno.supporter), self.office.today()), BTreeSet::from([bruno])),
            (Sight::Caseload(id(&self.anna.supporter), self.office.today() + Days::new(366)), BTreeSet::new()),
            (
                Sight::Territory(same_place_on(RIGA, self.office.today()), self.office.today()),
                BTreeSet::from([anna, dace]),
            ),
            (
                Sight::Territory(same_place_on(TALSI, self.office.today()), self.office.today()),
                BTreeSet::from([bruno, dace]),
            ),
            (Sight::Territory(Vec::new(), self.office.today()), BTreeSet::new()),
            (Sight::Nobody, BTreeSet::new()),
        ]
    }
}

/// What a municipality sees of whoever lives there, whoever pays: the person, decisions and granted services.
const OF_RESIDENTS: &str = "persons person_name_words person_renames person_addresses personal_codes deaths death_retractions decisions grants grant_events grant_steps month_totals \
    notifications notification_returns contests contest_forwardings contest_resolutions contest_withdrawals barriers";

impl Town {
    /// Whose rows of a table somebody sees who sees some persons: a municipality the rows of a case that it pays, as Talsi does
    /// Dace's, and of the others only what it sees of residents.
    fn whose<'a>(&'a self, kept: &Kept, sight: &Sight, may_see: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let Sight::Territory(codes, _) = sight else { return may_see.clone() };
        if OF_RESIDENTS.split_whitespace().any(|table| table == kept.table) {
            return may_see.clone();
        }
        may_see.iter().copied().filter(|person| codes.contains(&TALSI) && *person == self.dace).collect()
    }
}

/// The tables whose rows belong to somebody.
fn personal() -> impl Iterator<Item = &'static Kept> {
    MAP.iter().filter(|kept| kept.whose != Whose::Nobodys)
}

/// Each row of a table by its key, as a connection sees it when nothing filters.
fn rows(conn: &mut Conn, kept: &Kept) -> BTreeSet<String> {
    let key = kept.key;
    let keys: Vec<String> = sql::<Text>(&format!("SELECT ({key})::text FROM {}", kept.table)).load(conn).unwrap();
    keys.into_iter().collect()
}

/// To whom a row belongs, walked up the data map.
fn person_of(whose: Whose, row: &str) -> String {
    match whose {
        Whose::Nobodys => "NULL::uuid".to_owned(),
        Whose::Person(column) => format!("{row}.{column}"),
        Whose::Under(column, parent) => {
            let above = MAP.iter().find(|kept| kept.table == parent).unwrap();
            format!("(SELECT {} FROM {parent} WHERE {parent}.id = {row}.{column})", person_of(above.whose, parent))
        }
        Whose::Objects => format!(
            "CASE {row}.object WHEN 'person' THEN {row}.object_id \
             WHEN 'individual_budget' THEN (SELECT person_id FROM individual_budgets WHERE id = {row}.object_id) \
             ELSE (SELECT person_id FROM applications WHERE id = {row}.object_id) END"
        ),
    }
}

/// The keys of the rows that belong to some persons, as the owner of the tables finds them; of versions also those that
/// tell of nobody.
fn rows_of(owner: &mut Conn, kept: &Kept, of: &BTreeSet<&str>) -> BTreeSet<String> {
    let (key, table, person) = (kept.key, kept.table, person_of(kept.whose, kept.table));
    let query = format!("SELECT ({key})::text || '@' || coalesce(({person})::text, '') FROM {table}");
    let keys: Vec<String> = sql::<Text>(&query).load(owner).unwrap();
    let pairs = keys.iter().map(|pair| pair.split_once('@').unwrap());
    pairs.filter(|(_, person)| person.is_empty() || of.contains(person)).map(|(key, _)| key.to_owned()).collect()
}

#[test]
fn every_personal_table_says_whose_its_rows_are() {
    for kept in MAP {
        let personal = kept.open.iter().any(|(class, _)| *class == Class::Personal);
        let outside = OUTSIDE.split(' ').any(|table| table == kept.table);
        assert!(!personal || outside || kept.whose != Whose::Nobodys, "{} has no policy", kept.table);
        assert!(!outside || kept.whose == Whose::Nobodys, "{} is not outside", kept.table);
    }
}

// AZ-05
#[test]
fn the_database_shows_nobody_a_foreign_row_even_where_no_query_filters() {
    let town = town();
    let Place::Postgres(_) = town.office.place else { return };
    let mut owner = town.office.place.open(true).unwrap();

    for (sight, may_see) in town.sights() {
        let of_first_layer = persons::table.filter(seen_by(&sight)).select(persons::id);
        let of_first_layer: Vec<aplp::register::persons::PersonId> = of_first_layer.load(&mut owner).unwrap();
        let of_first_layer: BTreeSet<String> = of_first_layer.iter().map(ToString::to_string).collect();
        assert_eq!(of_first_layer, may_see.iter().map(|id| (*id).to_owned()).collect(), "{sight:?}");
        for kept in personal() {
            let seen = wait(town.office.app.db.read(sight.clone(), move |conn| Ok(rows(conn, kept)))).unwrap();
            let mut expected = rows_of(&mut owner, kept, &town.whose(kept, &sight, &may_see));
            if kept.table == "versions" {
                // Of these too, what was known of a person goes with the person.
                let persons = rows_of(&mut owner, kept, &may_see);
                let of_persons = sql::<Text>("SELECT id::text FROM versions WHERE object = 'person'");
                let of_persons: Vec<String> = of_persons.load(&mut owner).unwrap();
                expected.extend(of_persons.into_iter().filter(|id| persons.contains(id)));
            }
            assert_eq!(seen, expected, "{} for {sight:?}", kept.table);
        }
    }
    let whole = |kept: &Kept, person: &str| rows_of(&mut town.office.place.open(true).unwrap(), kept, &[person].into());
    for kept in personal() {
        for person in [&town.anna.person, &town.bruno.person] {
            assert!(!whole(kept, person).is_empty(), "the story leaves {} empty", kept.table);
        }
    }
}

// AZ-05
#[test]
fn a_connection_that_was_told_nothing_or_nonsense_shows_nobody() {
    let town = town();
    let Place::Postgres(_) = town.office.place else { return };
    let mut role = town.office.settings.place.open(false).unwrap();
    let nobodys = |conn: &mut Conn| -> Vec<&str> {
        personal()
            .filter(|kept| kept.table != "versions")
            .filter(|kept| !rows(conn, kept).is_empty())
            .map(|kept| kept.table)
            .collect()
    };

    assert_eq!(nobodys(&mut role), [""; 0]);
    for nonsense in ["", "ALL", "everybody", "territory", "own", "caseload"] {
        role.batch_execute(&format!("SET aplp.sight = '{nonsense}'")).unwrap();
        assert_eq!(nobodys(&mut role), [""; 0], "{nonsense}");
    }
    // What must be whole and is not would be worse than an error: no work without a caller begins blind.
    let mut whole = town.office.settings.place.open_whole(false).unwrap();
    assert_eq!(nobodys(&mut whole).len(), personal().count() - 1);
}

// AZ-05
#[test]
fn without_its_policy_every_table_would_show_foreign_rows() {
    let town = town();
    let Place::Postgres(_) = town.office.place else { return };
    let mut owner = town.office.place.open(false).unwrap();
    let own = Sight::Own(town.anna.person.parse().unwrap());
    let bruno = BTreeSet::from([town.bruno.person.as_str()]);

    for kept in personal() {
        owner.batch_execute(&format!("ALTER TABLE {} DISABLE ROW LEVEL SECURITY", kept.table)).unwrap();
        let seen = wait(town.office.app.db.read(own.clone(), move |conn| Ok(rows(conn, kept)))).unwrap();
        assert!(seen.is_superset(&rows_of(&mut owner, kept, &bruno)), "{}", kept.table);
    }

    let faults = town.office.faults();
    for kept in personal() {
        let told = format!("the policy of {} is switched off", kept.table);
        assert!(faults.iter().any(|fault| fault.contains(&told)), "{told}: {faults:?}");
    }
}

// AZ-05
#[test]
fn who_reads_after_somebody_else_sees_as_little_as_before() {
    let town = town();
    let office = &town.office;
    let persons = |desk: Desk<'_>| {
        let page = desk.get("/v1/persons").ok(200);
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    let ids = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<BTreeSet<_>>();
    let (anna, bruno) = (&town.anna, &town.bruno);

    for _ in 0..3 {
        assert_eq!(persons(office.coordinator()), ids(&[&anna.person, &bruno.person, &town.dace]));
        assert_eq!(persons(office.municipality(RIGA)), ids(&[&anna.person, &town.dace]));
        assert_eq!(persons(office.support_person(&anna.supporter)), ids(&[&anna.person]));
        assert_eq!(persons(office.municipality(TALSI)), ids(&[&bruno.person, &town.dace]));
        assert_eq!(persons(office.support_person(&bruno.supporter)), ids(&[&bruno.person]));
        assert_eq!(persons(office.person(&anna.person)), ids(&[&anna.person]));
        assert_eq!(persons(office.person(&bruno.person)), ids(&[&bruno.person]));
        office.person(&anna.person).get(&format!("/v1/persons/{}", bruno.person)).problem(404, "not_found");
    }
}

// AZ-05
#[test]
fn a_draft_opens_in_the_database_too_the_person_the_agreement_and_the_grant_alone() {
    let office = service::office();
    let Place::Postgres(_) = office.place else { return };
    let (person, zane) = (service::person(&office), supporter(&office));
    let grant = service::granted(&office, &person, service::A_YEAR);
    service::drafted(&office, &grant, &zane);
    let sight = |on| Sight::Caseload(zane.parse().unwrap(), on);
    let shown = |sight: Sight| -> BTreeSet<&str> {
        let tables = personal().filter(|kept| kept.table != "versions");
        tables
            .filter(|kept| {
                let kept: &'static Kept = kept;
                !wait(office.app.db.read(sight.clone(), move |conn| Ok(rows(conn, kept)))).unwrap().is_empty()
            })
            .map(|kept| kept.table)
            .collect()
    };

    assert_eq!(
        shown(sight(office.today())),
        ["agreements", "grant_steps", "grants", "person_name_words", "persons"].into()
    );
    assert_eq!(shown(sight(office.today() + Days::new(400))), [].into());
    let last = json!({ "employed_to": office.today() });
    office.coordinator().patch(&format!("/v1/support-persons/{zane}"), last).ok(200);
    assert_eq!(shown(sight(office.today())).len(), 5);
    assert_eq!(shown(sight(office.today() + Days::new(1))), [].into());
}
