//! Each list is asked by everything that its parameters say, with what stands in its rows.

use std::collections::{BTreeMap, BTreeSet};

use aplp::caller::Role;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::support::{Desk, contract};

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
        } else if name == "expand" {
            for kind in schema["items"]["enum"].as_array().unwrap().iter().filter_map(Value::as_str) {
                brings_along(list, kind);
            }
        } else {
            continue;
        }
        tried.insert(name.clone());
    }
    tried
}

/// What rows name of a kind stands beside them, each once, or the right to read it is missing.
fn brings_along(list: &List<'_>, kind: &str) {
    let reply = list.desk.get(&format!("{}?limit=500&expand={kind}", list.path));
    if reply.status == 403 {
        assert_eq!(reply.body["required_scope"], format!("{kind}s:read"), "{}", list.path);
        return;
    }
    let member = format!("{kind}_id");
    let named: BTreeSet<&str> = list.rows.iter().filter_map(|row| row[&member].as_str()).collect();
    let included = reply.body["included"][format!("{kind}s")].as_array().unwrap();
    let mut along: Vec<&str> = included.iter().map(|one| one["id"].as_str().unwrap()).collect();
    along.sort_unstable();
    assert_eq!(along, named.into_iter().collect::<Vec<_>>(), "{}?expand={kind}", list.path);
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
    days || own || ["ids", "updated_since", "sort", "fields", "expand"].contains(&name)
}
