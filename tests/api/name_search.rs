//! Searches by name, former name, day of birth and telephone: how people write them, who is found by whom, and what is recorded.

use aplp::register::persons::store::searches::Fact;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::records::{added, journal, sequence};
use crate::support::service::{A_YEAR, agreed, drafted, granted, supporter};
use crate::support::{Desk, Office, steps};

fn registered(desk: &Desk<'_>, given_name: &str, family_name: &str) -> String {
    desk.post("/v1/persons", json!({ "given_name": given_name, "family_name": family_name })).id(201)
}

fn by_name(desk: &Desk<'_>, name: &str) -> Value {
    desk.post("/v1/persons/search", json!({ "by": "name", "name": name })).ok(200)
}

fn by_birth(desk: &Desk<'_>, born_on: &str) -> Value {
    desk.post("/v1/persons/search", json!({ "by": "born_on", "born_on": born_on })).ok(200)
}

fn by_phone(desk: &Desk<'_>, phone: &str) -> Value {
    desk.post("/v1/persons/search", json!({ "by": "phone", "phone": phone })).ok(200)
}

/// Who was found, each with by what.
fn found(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer["items"].as_array().unwrap().iter().map(|one| (text(&one["id"]), text(&one["matched_by"]))).collect()
}

fn one(id: &str, by: &str) -> Vec<(String, String)> {
    vec![(id.to_owned(), by.to_owned())]
}

#[rstest]
#[case("Ieva", "Bērziņa-Kalniņa", &["Bērziņa", "Kalniņa", "kalnina berzina", "Ieva Kalniņa", "BĒRZIŅA-KALNIŅA", "bērz kal"])]
#[case("Rūta", "O\u{2019}Braiena", &["O\u{2019}Braiena", "O'Braiena", "OBraiena", "O\u{2bc}Braiena", "O`Braiena", "o'br"])]
#[case("Jürgen", "Groß", &["Groß", "GROSS", "gross jurgen", "Gro"])]
#[case("Łucja", "Sørensen-Đukić", &["Lucja", "sorensen", "DUKIC", "Łucja Đukić"])]
#[case("Işık", "Æbelø", &["isik", "IŞIK", "Aebelo"])]
fn a_name_is_found_however_it_is_written(#[case] given: &str, #[case] family: &str, #[case] asked: &[&str]) {
    let office = Office::open();
    let ilze = office.coordinator();
    registered(&ilze, "Anna", "Liepa");
    let id = registered(&ilze, given, family);

    for name in asked {
        assert_eq!(found(&by_name(&ilze, name)), one(&id, "name"), "{name}");
    }
    for name in ["ukić", "erziņa", "raiena", "Liepa Ieva"] {
        assert!(!found(&by_name(&ilze, name)).contains(&(id.clone(), "name".to_owned())), "{name}");
    }
    ilze.post("/v1/persons/search", json!({ "by": "name", "name": "- '" })).fault("#/name", "not_valid");
}

#[test]
fn a_former_name_finds_its_person_and_says_so() {
    let office = Office::open();
    let ilze = office.coordinator();
    let id = registered(&ilze, "Sabīne", "Vecuzvārde");
    let path = format!("/v1/persons/{id}");
    ilze.patch(&path, json!({ "family_name": "Jaunuzvārde" })).ok(200);
    ilze.patch(&path, json!({ "family_name": "Jaunuzvārde-Liepa" })).ok(200);

    assert_eq!(found(&by_name(&ilze, "Vecuzvārde")), one(&id, "former_name"));
    assert_eq!(found(&by_name(&ilze, "Sabīne Vecuzvārde")), one(&id, "former_name"));
    assert_eq!(found(&by_name(&ilze, "Jaunuzvārde")), one(&id, "name"));
    assert_eq!(found(&by_name(&ilze, "Liepa Sabīne")), one(&id, "name"));

    // Under the first name again, it is the name of today.
    ilze.patch(&path, json!({ "family_name": "Vecuzvārde" })).ok(200);
    assert_eq!(found(&by_name(&ilze, "Vecuzvārde")), one(&id, "name"));
    assert_eq!(found(&by_name(&ilze, "Liepa")), one(&id, "former_name"));
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn a_day_of_birth_and_a_telephone_find_their_persons_in_the_order_of_names() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = |family: &str, phone: &str| {
        let mut person = json!({ "given_name": "Anna", "family_name": family, "phone": phone });
        person["born_on"] = json!("1980-05-05");
        person["born_on_source"] = json!("pase");
        ilze.post("/v1/persons", person).id(201)
    };
    let (zane, abele) = (person("Zariņa", "+371 67442828"), person("Ābele", "20000000"));

    assert_eq!(found(&by_birth(&ilze, "1980-05-05")), [one(&abele, "born_on"), one(&zane, "born_on")].concat());
    assert_eq!(found(&by_birth(&ilze, "1980-05-06")), []);
    for phone in ["67442828", "+371 67442828", "(00371) 6744-2828", "371 67 44 28 28"] {
        assert_eq!(found(&by_phone(&ilze, phone)), one(&zane, "phone"), "{phone}");
    }
    assert_eq!(found(&by_phone(&ilze, "6744282")), []);
    ilze.post("/v1/persons/search", json!({ "by": "phone", "phone": "( - ) -" })).fault("#/phone", "not_valid");

    // What is changed is found by what it is now.
    let path = format!("/v1/persons/{zane}");
    ilze.patch(&path, json!({ "phone": null, "born_on": "1980-05-06" })).ok(200);
    assert_eq!(found(&by_phone(&ilze, "67442828")), []);
    assert_eq!(found(&by_birth(&ilze, "1980-05-06")), one(&zane, "born_on"));
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn fifty_are_named_and_more_are_said() {
    let office = Office::open();
    let ilze = office.coordinator();
    let register = |number: usize| {
        let mut person =
            json!({ "given_name": "Anna", "family_name": format!("Liepa{number:02}"), "phone": "20000000" });
        person["born_on"] = json!("1980-05-05");
        person["born_on_source"] = json!("pase");
        ilze.post("/v1/persons", person).id(201)
    };
    let searches = |more: bool| {
        for answer in [by_name(&ilze, "Anna"), by_birth(&ilze, "1980-05-05"), by_phone(&ilze, "20000000")] {
            assert_eq!((answer["items"].as_array().unwrap().len(), &answer["more"]), (50, &json!(more)));
            assert_eq!(answer["items"][49]["family_name"], "Liepa49");
        }
    };

    (0..50).for_each(|number| drop(register(number)));
    searches(false);
    register(50);
    searches(true);
}

#[test]
fn nobody_finds_whom_they_do_not_see_nor_by_more_than_they_see() {
    let office = Office::open_on("2026-01-05T08:00:00Z");
    let ilze = office.coordinator();
    let anna = steps::registered_person(&ilze, 1);
    ilze.patch(&format!("/v1/persons/{anna}"), json!({ "family_name": "Ozola" })).ok(200);
    let searches = |desk: &Desk<'_>| {
        let all =
            [by_name(desk, "Ozola"), by_name(desk, "Liepa"), by_birth(desk, "1980-05-05"), by_phone(desk, "67442828")];
        all.map(|answer| found(&answer).into_iter().map(|(_, by)| by).collect::<String>())
    };

    assert_eq!(searches(&office.municipality("0001000")), ["name", "former_name", "born_on", "phone"]);
    assert_eq!(searches(&office.municipality("0002000")), [""; 4]);
    // Who is to sign a draft is told how to reach the person, and no more.
    let zane = supporter(&office);
    let grant = granted(&office, &anna, A_YEAR);
    assert_eq!(searches(&office.support_person(&zane)), [""; 4]);
    drafted(&office, &grant, &zane);
    assert_eq!(searches(&office.support_person(&zane)), ["name", "", "", "phone"]);
    let dace = supporter(&office);
    agreed(&office, &grant, &dace);
    assert_eq!(searches(&office.support_person(&dace)), ["name", "former_name", "born_on", "phone"]);
    assert_eq!(office.faults(), Vec::<String>::new());
}

/// The id under which the journal knows a search.
fn digest(office: &Office, fact: &Fact) -> Uuid {
    let _held = office.app.db.keyring().here();
    fact.digest().unwrap()
}

// AZ-03
#[rstest]
#[case(json!({ "by": "born_on", "born_on": "1980-05-05" }), Fact::BornOn("1980-05-05".parse().unwrap()), "birth_searched birth_search")]
#[case(json!({ "by": "phone", "phone": "+371 67442828" }), Fact::Phone("67442828".to_owned()), "phone_searched phone_search")]
fn a_search_is_recorded_alike_whether_or_not_somebody_is_found(
    #[case] asked: Value,
    #[case] fact: Fact,
    #[case] searched: &str,
) {
    let office = Office::open();
    steps::registered_person(&office.coordinator(), 1);
    let (riga, daugavpils) = (office.municipality("0001000"), office.municipality("0002000"));
    let before = journal(&office).len();

    let (seen, unseen) = (riga.post("/v1/persons/search", asked.clone()), daugavpils.post("/v1/persons/search", asked));

    assert_eq!((found(&seen.ok(200)).len(), unseen.clone().ok(200)), (1, json!({ "items": [], "more": false })));
    assert_eq!(added(&office, before), [searched, "persons_read person", searched]);
    let rows: Vec<_> = journal(&office).split_off(before).into_iter().filter(|row| row.object != "person").collect();
    assert!(rows.iter().all(|row| row.object_id.uuid() == digest(&office, &fact) && row.whose().is_empty()));
    sequence(&office);
    assert_eq!(office.faults(), Vec::<String>::new());
}
