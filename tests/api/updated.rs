//! What is recorded about something later shows in its `updated_at`, so that whoever reads a list since their last visit misses
//! nothing: the same moment in the resource, in its list and in `updated_since`.

use serde_json::{Value, json};

use crate::support::remedies::{refused, resolve};
use crate::support::{Desk, Office, budgets, steps};

/// The moment after which nothing was recorded yet.
fn now(office: &Office) -> String {
    office.now().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// A row of a list with its moment, and whether the list has it since a moment.
#[track_caller]
fn row(desk: &Desk<'_>, list: &str, id: &str, since: &str) -> (Value, bool) {
    let rows = |query: &str| budgets::items(desk.get(&format!("{list}?{query}")));
    let is = |row: &Value| row["id"] == id;
    let updated_at = rows("limit=100").into_iter().find(is).unwrap()["updated_at"].clone();
    (updated_at, rows(&format!("limit=100&updated_since={since}")).iter().any(is))
}

// PG-05
#[test]
fn a_decision_changes_when_it_is_notified_comes_back_is_contested_and_answered() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    let after = |step: &dyn Fn() -> String| {
        office.pass_days(1);
        let moment = now(&office);
        assert!(!row(&ilze, "/v1/decisions", &decision.id, &moment).1, "nothing was recorded yet");
        let made = step();
        let listed = row(&ilze, "/v1/decisions", &decision.id, &moment);
        assert_eq!(listed, (json!(moment), true));
        let shown = decision.now(&office);
        assert_eq!((&shown["updated_at"], &shown["created_at"]), (&listed.0, &decision.body["created_at"]));
        made
    };

    let notice = after(&|| decision.notify(&ilze, "ordinary_mail", &office.today().to_string()).id(201));
    let back = json!({ "returned_on": office.today(), "reason": "adresāts nav sasniegts" });
    after(&|| ilze.post(&format!("/v1/notifications/{notice}/returns"), back.clone()).id(201));
    let contest = after(&|| decision.contest(&ilze, json!({})).id(201));
    after(&|| ilze.post(&format!("/v1/contests/{contest}/forwardings"), json!({})).id(201));
    after(&|| resolve(&office, &contest, "upheld").id(201));

    let notices = format!("{}/notifications", decision.path());
    assert_eq!(row(&ilze, &notices, &notice, "2026-03-04T00:00:00Z"), (json!("2026-03-04T07:00:00.000000Z"), true));
}

// PG-05
#[test]
fn a_service_changes_with_its_uses_and_its_end_and_a_use_when_it_is_taken_back() {
    let office = budgets::office();
    let ilze = office.coordinator();
    let budget = budgets::opened(&office, 1, 100_000);
    let item = budget.add(&ilze, "psychologist", 10, 3_000).id(201);
    let (items, uses) = (format!("{}/items", budget.path), format!("{}/items/{item}/uses", budget.path));
    let day = || {
        office.pass_days(1);
        now(&office)
    };

    let used_at = day();
    assert!(!row(&ilze, &items, &item, &used_at).1);
    let used = budget.use_up(&ilze, &item, 2).id(201);
    assert_eq!(row(&ilze, &items, &item, &used_at), (json!(used_at), true));

    let back_at = day();
    assert_eq!(row(&ilze, &uses, &used, &back_at), (json!(used_at), false));
    ilze.post(&format!("{uses}/{used}/reversals"), json!({ "reason": "kļūda" })).ok(201);
    assert_eq!(row(&ilze, &uses, &used, &back_at), (json!(back_at), true));
    assert_eq!(row(&ilze, &items, &item, &back_at), (json!(back_at), true));

    let ended_at = day();
    budget.choose(&ilze, json!({ "kind": "end", "item_id": item })).ok(201);
    assert_eq!(row(&ilze, &items, &item, &ended_at), (json!(ended_at), true));
    assert_eq!(ilze.get(&format!("{items}/{item}")).ok(200)["updated_at"], ended_at);
}

// PG-05
#[test]
fn a_code_and_an_address_change_when_the_next_one_ends_them() {
    let office = Office::open();
    let ilze = office.coordinator();
    let mut new = steps::person(1);
    (new["personal_code"], new["born_on"]) = (json!("161175-19997"), json!("1975-11-16"));
    let person = ilze.post("/v1/persons", new).id(201);
    let lists = ["personal-codes", "addresses"].map(|list| format!("/v1/persons/{person}/{list}"));
    let first = lists.each_ref().map(|list| ilze.get(list).ok(200)["items"][0]["id"].as_str().unwrap().to_owned());
    office.pass_days(1);
    let moment = now(&office);

    assert!(lists.iter().zip(&first).all(|(list, first)| !row(&ilze, list, first, &moment).1));
    ilze.post(&lists[0], json!({ "personal_code": "328673-00677" })).ok(201);
    ilze.post(&lists[1], json!({ "kind": "actual", "address": "Lielā iela 1", "municipality": "0051000" })).ok(201);

    for (list, first) in lists.iter().zip(&first) {
        assert_eq!(row(&ilze, list, first, &moment), (json!(moment), true));
    }
    // A correction of an earlier day has an end from the start, and the last address stays as it is.
    office.pass_days(1);
    let earlier = json!({ "kind": "actual", "valid_from": "2026-02-02", "municipality": "0051000" });
    let earlier = ilze.post(&lists[1], earlier).id(201);
    let recorded = now(&office);
    assert_eq!(row(&ilze, &lists[1], &earlier, &recorded), (json!(recorded), true));
    assert_eq!(budgets::items(ilze.get(&format!("{}?updated_since={recorded}", lists[1]))).len(), 1);
}
