//! Lists are asked in the same words: by codes, days and ids, since when, in which order, with which members.

use std::collections::{BTreeMap, BTreeSet};

use aplp::caller::Role;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::support::records::sequence;
use crate::support::{Desk, Office, clients as clients_of, contract, steps};

/// A list as whoever may read it sees it whole.
struct List<'a> {
    path: String,
    desk: &'a Desk<'a>,
    rows: Vec<Value>,
    parameters: BTreeMap<String, Value>,
}

impl List<'_> {
    fn asked(&self, query: &str) -> Vec<Value> {
        let page = self.desk.get(&format!("{}?limit=500&{query}", self.path)).ok(200);
        page["items"].as_array().unwrap().clone()
    }

    /// The ids of rows, or the rows themselves where they have none.
    fn names(rows: &[Value]) -> Vec<String> {
        rows.iter().map(|row| row.get("id").unwrap_or(row).to_string()).collect()
    }

    /// A question leaves those rows of the list, in its order, that are so.
    #[track_caller]
    fn leaves(&self, query: &str, are: impl Fn(&Value) -> bool) {
        let right: Vec<Value> = self.rows.iter().filter(|row| are(row)).cloned().collect();
        assert_eq!(Self::names(&self.asked(query)), Self::names(&right), "{}?{query}", self.path);
    }
}

fn encoded(value: &str) -> String {
    value.replace('+', "%2B")
}

/// Whether a member of a row is text of which something holds.
fn is(row: &Value, member: &str, so: impl Fn(&str) -> bool) -> bool {
    row[member].as_str().is_some_and(so)
}

/// Asks a list for everything that it takes by what stands in its rows; the parameters that were tried.
fn tried(list: &List<'_>) -> BTreeSet<String> {
    let mut tried = BTreeSet::new();
    for (name, parameter) in &list.parameters {
        let schema = &parameter["schema"];
        let stem = name.rsplit_once('_').filter(|_| schema["format"] == "date");
        let day = stem.and_then(|(stem, way)| {
            let member = [format!("{stem}_on"), stem.to_owned()].into_iter().find(|m| list.rows[0].get(m).is_some())?;
            let held = list.rows.iter().find_map(|row| row[&member].as_str()?.parse::<NaiveDate>().ok())?;
            Some((member, way, held))
        });
        if let Some((member, way, held)) = day {
            for day in [held - TimeDelta::days(1), held, held + TimeDelta::days(1)] {
                let text = day.to_string();
                let so = |held: &str| if way == "from" { held >= text.as_str() } else { held <= text.as_str() };
                list.leaves(&format!("{name}={day}"), |row| is(row, &member, so));
            }
        } else if let Some(codes) = codes(schema).filter(|_| list.rows.iter().any(|row| row[name].is_string())) {
            for code in &codes {
                list.leaves(&format!("{name}={code}"), |row| row[name] == **code);
            }
            let two = &codes[..codes.len().min(2)];
            list.leaves(&format!("{name}={}", two.join(",")), |row| two.iter().any(|code| row[name] == **code));
            list.desk.get(&format!("{}?{name}=no_such_code", list.path)).fault(name, "not_one_of");
        } else if name == "ids" {
            let own = list.rows[0]["id"].as_str().unwrap();
            let ids = format!("ids={own},00000000-0000-4000-8000-0000000000aa");
            list.leaves(&ids, |row| row["id"] == own);
        } else if name == "updated_since" {
            for row in &list.rows {
                let at: DateTime<Utc> = row["updated_at"].as_str().unwrap().parse().unwrap();
                for since in [at, at + TimeDelta::microseconds(1)] {
                    let later = |at: &str| at.parse::<DateTime<Utc>>().unwrap() >= since;
                    let query = format!("updated_since={}", encoded(&since.to_rfc3339()));
                    list.leaves(&query, |row| is(row, "updated_at", later));
                }
            }
        } else if name == "sort" {
            sorted(list, schema);
        } else if name == "fields" {
            let member = list.rows[0].as_object().unwrap().keys().next_back().unwrap();
            for (row, whole) in list.asked(&format!("fields={member}")).iter().zip(&list.rows) {
                let mut right = json!({ member.as_str(): whole[member] });
                if let Some(id) = whole.get("id") {
                    right["id"] = id.clone();
                }
                assert_eq!((row, list.rows.len()), (&right, list.rows.len()), "{}", list.path);
            }
            list.desk.get(&format!("{}?fields=no_such_member", list.path)).fault("fields", "not_one_of");
        } else {
            continue;
        }
        tried.insert(name.clone());
    }
    tried
}

fn codes(schema: &Value) -> Option<Vec<&str>> {
    let items = schema["items"]["$ref"].as_str()?.rsplit('/').next()?;
    let codes = contract::document()["components"]["schemas"][items]["enum"].as_array()?;
    Some(codes.iter().filter_map(Value::as_str).collect())
}

/// Both orders have all rows, and each is in the order of its member; what is not there comes last.
fn sorted(list: &List<'_>, schema: &Value) {
    let all: BTreeSet<String> = List::names(&list.rows).into_iter().collect();
    for way in schema["enum"].as_array().unwrap().iter().map(|way| way.as_str().unwrap()) {
        let rows = list.asked(&format!("sort={way}"));
        assert_eq!(List::names(&rows).into_iter().collect::<BTreeSet<_>>(), all, "{}?sort={way}", list.path);
        let member = way.trim_start_matches('-');
        assert!(rows[0].get(member).is_some(), "{} has no {member}", list.path);
        let mut held: Vec<&str> = rows.iter().filter_map(|row| row[member].as_str()).collect();
        if way.starts_with('-') {
            held.reverse();
        }
        assert!(held.is_sorted(), "{}?sort={way}: {held:?}", list.path);
        let absent = rows.iter().rev().take_while(|row| row[member].is_null()).count();
        assert_eq!(absent, rows.len() - held.len(), "{}?sort={way}", list.path);
    }
}

// PG-05, PG-06
#[test]
fn every_list_is_asked_by_all_that_its_parameters_say() {
    let (office, tour) = crate::canaries::toured();
    let desks = [
        office.coordinator(),
        office.desk(Role::Auditor),
        office.desk(Role::Admin),
        office.decision_maker(),
        office.municipality("0051000"),
    ];
    let lists: BTreeSet<&str> = tour.read.iter().map(|path| path.split('?').next().unwrap()).collect();
    let mut tried_at: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in lists {
        let (template, operation) = contract::operation("get", path).unwrap();
        let parameters = contract::parameters(operation);
        if !parameters.contains_key("cursor") || template == "/v1/persons/{id}/access-log" || template == "/v1/journal"
        {
            // Asking for these adds to them.
            continue;
        }
        for desk in &desks {
            let reply = desk.get(&format!("{path}?limit=500"));
            let rows = reply.body["items"].as_array().cloned().unwrap_or_default();
            if reply.status == 200 && !rows.is_empty() {
                let list = List { path: path.to_owned(), desk, rows, parameters: parameters.clone() };
                tried_at.entry(template.clone()).or_default().extend(tried(&list));
                break;
            }
        }
    }

    assert!(tried_at.len() >= 48, "{} lists", tried_at.len());
    let mut untried = BTreeSet::new();
    for (template, tried) in &tried_at {
        let (_, operation) = contract::operation("get", template).unwrap();
        for (name, _) in contract::parameters(operation).iter().filter(|(name, parameter)| follows(name, parameter)) {
            if !tried.contains(name) {
                untried.insert(format!("{template}?{name}"));
            }
        }
    }
    // Nobody on the walk left the job, had to be asked again, or lives in a municipality that is no more.
    let right = [
        "/v1/municipalities?valid_to_from",
        "/v1/municipalities?valid_to_to",
        "/v1/queue-entries?ask_again_from_from",
        "/v1/queue-entries?ask_again_from_to",
        "/v1/support-persons?employed_to_from",
        "/v1/support-persons?employed_to_to",
    ];
    assert_eq!(untried, right.map(str::to_owned).into());
}

/// Whether a parameter follows from the schema of the rows.
fn follows(name: &str, parameter: &Value) -> bool {
    let schema = &parameter["schema"];
    let days = schema["format"] == "date" && (name.ends_with("_from") || name.ends_with("_to"));
    let own = codes(schema).is_some() && !["area", "deadline_state"].contains(&name);
    days || own || ["ids", "updated_since", "sort", "fields"].contains(&name)
}

// PG-05
#[test]
fn the_journal_and_what_was_done_with_a_person_are_asked_by_purpose_and_the_other_way_round() {
    let office = Office::open();
    let (ilze, auditor) = (office.coordinator(), office.desk(Role::Auditor));
    let person = steps::registered_person(&ilze, 1);
    let riga = office.municipality("0001000");
    riga.send("GET", &format!("/v1/persons/{person}"), &[("aplp-purpose", "funding")], None).ok(200);
    sequence(&office);
    let actions = |path: &str| {
        let page = auditor.get(path).ok(200);
        let rows = page["items"].as_array().unwrap().iter();
        rows.map(|row| row["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let log = format!("/v1/persons/{person}/access-log");

    assert_eq!(actions(&format!("{log}?purpose=funding")), ["persons_read"]);
    assert_eq!(actions(&format!("{log}?purpose=intake")), ["person_registered"]);
    assert_eq!(actions(&format!("{log}?sort=created_at")), ["person_registered", "persons_read"]);
    assert_eq!(actions("/v1/journal?purpose=funding"), ["persons_read"]);
    assert_eq!(actions("/v1/journal?purpose=funding,intake&sort=-created_at"), ["persons_read", "person_registered"]);
}

// PG-05
#[test]
fn a_client_is_listed_by_the_state_that_it_shows() {
    let office = Office::open();
    let admin = office.desk(Role::Admin);
    let script = json!({
        "name": "Nakts skripts", "issuer": "https://demo.aplp.example", "client_id": "night",
        "roles": ["municipality"], "municipality": "0051000",
    });
    let client = admin.post("/v1/clients", script).id(201);
    let listed = |state: &str| {
        let page = admin.get(&format!("/v1/clients?state={state}")).ok(200);
        page["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };

    assert_eq!((listed("pending"), listed("active")), (vec![json!(client)], vec![]), "a second admin has to agree");
    clients_of::second_admin(&office).post(&format!("/v1/clients/{client}/approvals"), json!({ "version": 1 })).ok(201);
    assert_eq!((listed("pending"), listed("active,suspended")), (vec![], vec![json!(client)]));
    admin.post(&format!("/v1/clients/{client}/suspensions"), json!({ "reason": "Atslēga nozagta." })).ok(201);
    assert_eq!((listed("active"), listed("suspended")), (vec![], vec![json!(client)]));
}

// PG-05, AZ-04
#[test]
fn nobody_asks_a_queue_for_what_it_hides_from_them() {
    let office = Office::open();
    let funder = office.desk(Role::Funder);
    let state = funder.get("/v1/programmes?code=state").ok(200)["items"][0]["id"].as_str().unwrap().to_owned();

    for hidden in ["answer_by_from", "ask_again_from_to"] {
        let path = format!("/v1/programmes/{state}/queue");
        funder.get(&format!("{path}?{hidden}=2026-01-01")).fault(hidden, "unknown_parameter");
        funder.get(&format!("{path}/export?format=csv&{hidden}=2026-01-01")).fault(hidden, "unknown_parameter");
    }
}

// PG-05
#[test]
fn who_is_competent_in_one_of_several_areas_is_listed_also_after_another_name() {
    let office = Office::open();
    let ilze = office.coordinator();
    let register = |family_name: &str, areas: &[&str]| {
        let body = json!({
            "given_name": "Laura", "family_name": family_name, "qualification": "sociālā darbiniece", "areas": areas,
            "employed_from": "2024-01-02", "caseload_max": 15,
        });
        ilze.post("/v1/support-persons", body).id(201)
    };
    register("Avota", &["finance"]);
    let second = register("Bite", &["health", "rights"]);
    register("Celma", &["social_care"]);
    let names = |path: &str| {
        let page = ilze.get(path).ok(200);
        let names = page["items"].as_array().unwrap().iter().map(|row| row["family_name"].clone()).collect::<Vec<_>>();
        (names, page["next"].as_str().map(str::to_owned))
    };

    let (first, next) = names("/v1/support-persons?limit=1&area=finance,rights");
    ilze.patch(&format!("/v1/support-persons/{second}"), json!({ "family_name": "Zariņa" })).ok(200);

    assert_eq!(first, ["Avota"]);
    assert_eq!(names(&next.unwrap()), (vec![json!("Zariņa")], None));
}

// PG-05
#[test]
fn a_list_tells_what_it_takes_where_it_is_asked_for_something_else() {
    let office = Office::open();

    let problem = office.coordinator().get("/v1/grants?status=active").fault("status", "unknown_parameter");

    let right = problem["errors"][0]["allowed"].as_array().unwrap();
    for name in ["state", "active_on", "ids", "updated_since", "sort", "fields", "cursor"] {
        assert!(right.contains(&json!(name)), "{name} is not in {right:?}");
    }
}

// PG-02
#[test]
fn a_cursor_goes_on_in_the_order_and_with_the_filters_that_it_was_made_for() {
    let office = Office::open();
    let ilze = office.coordinator();
    let kinds = ["Anna", "Berta", "Cecīlija"];
    for given_name in kinds {
        ilze.post("/v1/persons", json!({ "given_name": given_name, "family_name": "Liepa" })).ok(201);
    }
    let newest = |query: &str| {
        let page = ilze.get(&format!("/v1/persons?limit=2&{query}")).ok(200);
        (page["items"].as_array().unwrap().len(), page["next_cursor"].as_str().map(str::to_owned))
    };

    let (shown, next) = newest("updated_since=2020-01-01T00:00:00Z");
    let next = next.unwrap();

    assert_eq!(shown, 2);
    assert_eq!(newest(&format!("updated_since=2020-01-01T00:00:00Z&cursor={next}")), (1, None));
    ilze.get(&format!("/v1/persons?limit=2&cursor={next}")).problem(400, "invalid_cursor");
    let shorter = format!("fields=family_name&updated_since=2020-01-01T00:00:00Z&cursor={next}");
    assert_eq!(newest(&shorter), (1, None), "which members are shown selects no rows");
}

// HT-09
#[test]
fn a_page_that_is_known_is_not_sent_again_until_a_row_of_it_changes() {
    let office = Office::open();
    let ilze = office.coordinator();
    let body = |given_name: &str| json!({ "given_name": given_name, "family_name": "Liepa" });
    let anna = ilze.post("/v1/persons", body("Anna")).id(201);
    ilze.post("/v1/persons", body("Berta")).ok(201);
    let seen = |limit: usize, tag: &str| {
        ilze.send("GET", &format!("/v1/persons?limit={limit}"), &[("if-none-match", tag)], None)
    };
    let first = ilze.get("/v1/persons?limit=1");
    let tag = first.header("etag").unwrap();

    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(seen(1, &tag).status, 304);
    assert_eq!(seen(1, tag.trim_start_matches("W/")).status, 304, "weak comparison");
    assert_eq!(seen(2, &tag).status, 200);
    ilze.patch(&format!("/v1/persons/{anna}"), json!({ "phone": "+371 20000002" })).ok(200);
    assert_eq!(seen(1, &tag).status, 200);
    let tag = seen(1, "\"none\"").header("etag").unwrap();
    office.pass_days(1);
    assert_eq!(seen(1, &tag).status, 200, "its cursor would not hold for long any more");
}

// PG-06
#[test]
fn a_table_has_the_rows_and_the_columns_that_are_asked_for() {
    let office = Office::open();
    let ilze = office.coordinator();
    for given_name in ["Anna", "Berta"] {
        ilze.post("/v1/persons", json!({ "given_name": given_name, "family_name": "Liepa" })).ok(201);
    }
    let berta = ilze.get("/v1/persons").ok(200)["items"][1]["id"].as_str().unwrap().to_owned();

    let asked = format!("/v1/persons/export?fields=given_name,family_name&ids={berta}");
    let table = ilze.get(&format!("{asked}&format=csv")).text;
    let lines = ilze.get(&format!("{asked}&format=ndjson")).text;

    assert_eq!(table, format!("id,family_name,given_name\r\n{berta},Liepa,Berta\r\n"));
    let row: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(row, json!({ "family_name": "Liepa", "given_name": "Berta", "id": berta }));
}
