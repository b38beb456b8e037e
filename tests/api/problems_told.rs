//! Problems tell what is right: a table of bad requests with the whole answer, in both languages.

use std::fmt::Write;

use aplp::http::problem;
use serde_json::{Value, json};

use crate::support::service::{self, A_YEAR, entry, served};
use crate::support::{Desk, Office, Reply};

/// What an answer tells, in a line for each sentence.
fn told(table: &mut String, name: &str, lv: &Reply, en: &Reply) {
    assert_eq!((lv.status, &lv.body["code"]), (en.status, &en.body["code"]), "{name}");
    writeln!(table, "{name}: {} {}", lv.status, lv.body["code"].as_str().unwrap()).unwrap();
    let sentence = |reply: &Reply, member: &str| reply.body[member].as_str().unwrap().to_owned();
    if lv.body["code"] != "invalid_request" {
        for member in ["title", "detail", "fix"] {
            writeln!(table, "    {member}: {} | {}", sentence(lv, member), sentence(en, member)).unwrap();
        }
    }
    let (first, second) = (lv.body["errors"].as_array().cloned(), en.body["errors"].as_array().cloned());
    for (lv, en) in first.unwrap_or_default().iter().zip(second.unwrap_or_default()) {
        let text = |fault: &Value, member: &str| fault[member].as_str().unwrap().to_owned();
        let (pointer, code) = (text(lv, "pointer"), text(lv, "code"));
        writeln!(table, "    {pointer} {code}: {} | {}", text(lv, "detail"), text(&en, "detail")).unwrap();
    }
}

/// Asks the same in both languages.
fn both(table: &mut String, name: &str, desk: &Desk<'_>, ask: impl Fn(&Desk<'_>) -> Reply) {
    let (lv, en) = (ask(&desk.clone().reading("lv")), ask(&desk.clone().reading("en")));
    told(table, name, &lv, &en);
}

fn person(change: Value) -> Value {
    let mut new = json!({ "given_name": "Anna", "family_name": "Liepa" });
    new.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    new
}

// ER-02, ER-03
#[test]
fn a_fault_says_where_it_is_and_what_is_right() {
    let office = Office::open();
    let ilze = office.coordinator();
    let mut table = String::new();

    let persons = [
        ("an empty name", json!({ "family_name": "" })),
        ("a blank name", json!({ "family_name": " " })),
        ("a space before a name", json!({ "family_name": " Liepa" })),
        ("a name of another type", json!({ "family_name": 7 })),
        ("a name of null", json!({ "family_name": null })),
        ("a name that is too long", json!({ "family_name": "a".repeat(501) })),
        ("a name with a joiner", json!({ "family_name": "Lie\u{200d}pa" })),
        ("a member that is not known", json!({ "surname": "Liepa" })),
        ("the 31st of November", json!({ "born_on": "1988-11-31" })),
        ("a day as Latvians write it", json!({ "born_on": "30.11.1988" })),
        ("a day of another age", json!({ "born_on": "0988-11-30" })),
        ("a day that is to come", json!({ "born_on": "2030-11-30", "born_on_source": "pase" })),
        ("a day without its source", json!({ "born_on": "1988-11-30" })),
        ("a code that is too short", json!({ "personal_code": "1" })),
        ("a code of letters", json!({ "personal_code": "abcdef-ghijk" })),
        ("a code with a wrong digit", json!({ "personal_code": "161175-19998" })),
        ("a code with a day that is none", json!({ "personal_code": "310288-10000" })),
        ("a municipality that is too short", json!({ "municipality": "1" })),
        ("a municipality that is not there", json!({ "municipality": "9999999" })),
        ("a telephone of letters", json!({ "phone": "divdesmit" })),
        ("an address of e-mail without a place", json!({ "email": "anna" })),
    ];
    for (name, change) in persons {
        both(&mut table, name, &ilze, |desk| desk.post("/v1/persons", person(change.clone())));
    }
    let queries = [
        ("a parameter that is not known", "/v1/persons?per_page=5"),
        ("a parameter that is no name", "/v1/persons?Anna%20Liepa=5"),
        ("a parameter where there are none", "/v1/me?verbose=1"),
        ("a limit of nought", "/v1/persons?limit=0"),
        ("a limit of letters", "/v1/persons?limit=daudz"),
        ("a parameter twice", "/v1/persons?limit=1&limit=2"),
        ("a state that is none", "/v1/grants?state=asleep"),
        ("an id that is none", "/v1/grants?person_id=1"),
        ("a day that is none", "/v1/rules?on=2026-02-30"),
        ("a rule that is none", "/v1/deadlines?rule=soon&from=2026-03-02"),
        ("a parameter that is missing", "/v1/deadlines?rule=decision"),
        ("a cursor that is none", "/v1/persons?cursor=abc"),
    ];
    for (name, path) in queries {
        both(&mut table, name, &ilze, |desk| desk.get(path));
    }

    insta::assert_snapshot!("faults_told", table);
}

// ER-02, ER-03
#[test]
fn a_rule_that_says_no_tells_the_member_and_the_number() {
    let office = service::office();
    let served = served(&office, A_YEAR);
    office.move_to("2026-01-20T12:00:00Z");
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let zane = office.support_person(&served.supporter);
    let entries = format!("/v1/grants/{}/time-entries", served.grant);
    let mut table = String::new();

    let posted = [
        ("an entry that ends when it starts", entry("2026-01-13T10:00", "2026-01-13T10:00")),
        ("an entry that ends before it starts", entry("2026-01-13T10:00", "2026-01-13T09:00")),
        ("an entry of two days", entry("2026-01-13T10:00", "2026-01-15T10:01")),
        ("an entry that is to come", entry("2026-01-20T13:00", "2026-01-20T14:00")),
        ("an entry before the term", entry("2026-01-06T10:00", "2026-01-06T11:00")),
        ("an entry over the volume", entry("2026-01-13T08:00", "2026-01-13T16:00")),
        ("an area that is not granted", {
            let mut new = entry("2026-01-13T10:00", "2026-01-13T11:00");
            new["area"] = json!("rights");
            new
        }),
    ];
    for (name, new) in posted {
        both(&mut table, name, &zane, |desk| desk.post(&entries, new.clone()));
    }
    let grant = format!("/v1/grants/{}", served.grant);
    let suspensions = json!({ "official_position": "vadītāja", "reasoning": "Iemesls.", "plain_summary": "Pauze." });
    let suspension = |change: Value| {
        let mut new = suspensions.clone();
        new.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        new
    };
    let ahead = suspension(json!({ "ground": "inpatient_treatment", "from": "2026-02-20" }));
    let other = suspension(json!({ "ground": "holiday", "from": "2026-01-20" }));
    both(&mut table, "a suspension on another ground", &andris, |desk| {
        desk.post(&format!("{grant}/suspensions"), other.clone())
    });
    both(&mut table, "a suspension that is to come", &andris, |desk| {
        desk.post(&format!("{grant}/suspensions"), ahead.clone())
    });
    both(&mut table, "a right of other roles", &zane, |desk| desk.get("/v1/journal"));
    both(&mut table, "a person who is served already", &ilze, |desk| {
        let new = json!({ "person_id": served.person, "form_kind": "free_form", "channel": "post", "submitted_on": "2026-01-20" });
        desk.post("/v1/applications", new)
    });
    both(&mut table, "a patch of nothing", &ilze, |desk| {
        desk.patch(&format!("/v1/persons/{}", served.person), json!({}))
    });
    both(&mut table, "a patch of nulls", &ilze, |desk| {
        desk.patch(&format!("/v1/persons/{}", served.person), json!({ "phone": null, "address": null }))
    });

    insta::assert_snapshot!("refusals_told", table);
}

// ER-02
#[test]
fn every_kind_of_problem_is_told_to_programs_as_its_page_tells_it() {
    let office = Office::open();
    let json = |path: &str| {
        let reply = office.send("GET", path, &[("accept", "application/json".to_owned())], None);
        assert_eq!(reply.header("content-type").as_deref(), Some("application/json"), "{path}");
        assert_eq!(reply.header("vary").as_deref(), Some("Accept"));
        reply.ok(200)
    };

    let all = json("/problems")["items"].as_array().unwrap().clone();

    assert_eq!(all.len(), problem::all().count());
    for kind in all {
        let code = kind["code"].as_str().unwrap();
        let known = problem::kind(code).unwrap();
        assert_eq!((&kind["status"], &kind["title"]["lv"]), (&json!(known.status), &json!(known.title.lv)));
        assert_eq!(kind["example"]["lv"]["code"], code);
        assert!(!kind["meaning"]["en"].as_str().unwrap().contains('{'), "{code}");
    }
    assert_eq!(json("/problems/hour_cap_exceeded")["example"]["en"]["remaining_minutes"], 10);
    let unknown = office.send("GET", "/problems/none", &[("accept", "application/json".to_owned())], None);
    unknown.problem(404, "not_found");
    let page = office.anyone("GET", "/problems/hour_cap_exceeded", None);
    assert_eq!(page.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
}
