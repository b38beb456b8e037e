//! The money of a programme: what is put aside, what is spent, what comes back, and the rows behind each figure.

use std::thread;

use aplp::caller::Role;
use serde_json::{Value, json};

use crate::support::acts::{amend, own_application, terminate, tick};
use crate::support::rulings::{allocated, decide, grant, new_programme, queue};
use crate::support::service::{Granting, Service, entry, office, served};
use crate::support::steps::{assessed, form, need, ready};
use crate::support::{Desk, Office};

/// Eight hours a month at fifteen euros from 12 January to the programme's last day in June: six months of 120 euros each.
fn paid(cents: i64) -> (Office, Service, String) {
    let office = office();
    let details = json!({ "hour_rate_cents": 1500, "ends_on": "2026-06-30", "level_1_minutes": 480 });
    crate::support::service::programme(&office, "paid", details);
    let programme = allocated(&office.decision_maker(), "paid", json!({ "cents": cents, "places": 3 }));
    let service = served(&office, Granting { programme: "paid", from: "2026-01-12", level: 1, volume: 480 });
    (office, service, programme)
}

fn budget(desk: &Desk<'_>, programme: &str) -> Value {
    desk.get(&format!("/v1/programmes/{programme}/budget")).ok(200)
}

fn figures(desk: &Desk<'_>, programme: &str) -> [i64; 3] {
    let budget = budget(desk, programme);
    ["spent_cents", "committed_cents", "available_cents"].map(|figure| budget[figure].as_i64().unwrap())
}

fn lines(desk: &Desk<'_>, programme: &str, query: &str) -> Vec<Value> {
    let page = desk.get(&format!("/v1/programmes/{programme}/budget-lines{query}")).ok(200);
    page["items"].as_array().unwrap().clone()
}

// B42
#[test]
fn a_grant_puts_its_months_aside_hours_spend_them_and_what_is_not_used_comes_back_when_a_month_is_settled() {
    let (office, service, programme) = paid(100_000);
    let andris = office.decision_maker();
    assert_eq!(figures(&andris, &programme), [0, 72_000, 28_000]);
    office.move_to("2026-01-31T12:00:00Z");
    service.post(&office, entry("2026-01-20T10:00", "2026-01-20T12:01")).ok(201);
    assert_eq!(figures(&andris, &programme), [3_025, 68_975, 28_000]);

    office.move_to("2026-04-01T12:00:00Z");
    let before = (tick(&office).settled, figures(&andris, &programme));
    office.move_to("2026-04-02T12:00:00Z");
    let after = (tick(&office).settled, tick(&office).settled, figures(&andris, &programme));

    assert_eq!(before, (0, [3_025, 68_975, 28_000]));
    assert_eq!(after, (1, 0, [3_025, 60_000, 36_975]));
    let months = budget(&andris, &programme)["months"].clone();
    let of =
        |at: usize| ["month", "spent_cents", "committed_cents", "available_cents"].map(|name| months[at][name].clone());
    assert_eq!(of(0), [json!("2026-01"), json!(3_025), json!(0), json!(96_975)]);
    assert_eq!(of(5), [json!("2026-06"), json!(0), json!(12_000), json!(36_975)]);
    assert_eq!(office.faults(), [""; 0]);
}

// B42
#[test]
fn hours_of_a_settled_month_take_money_anew_and_only_where_there_is_some() {
    let (office, service, programme) = paid(72_000);
    let andris = office.decision_maker();
    office.move_to("2026-04-02T12:00:00Z");
    tick(&office);
    assert_eq!(figures(&andris, &programme), [0, 60_000, 12_000]);

    let late = service.post(&office, entry("2026-01-20T10:00", "2026-01-20T12:00")).id(201);
    assert_eq!(figures(&andris, &programme), [3_000, 60_000, 9_000]);
    allocated(&andris, "paid", json!({ "cents": -9_000 }));
    service.post(&office, entry("2026-01-21T10:00", "2026-01-21T12:00")).problem(409, "funding_exhausted");
    let reversal = json!({ "reason": "nepareiza diena" });
    office.coordinator().post(&format!("/v1/time-entries/{late}/reversals"), reversal).ok(201);

    assert_eq!(figures(&andris, &programme), [0, 60_000, 3_000]);
    service.post(&office, entry("2026-01-21T10:00", "2026-01-21T12:00")).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

// B42, B51
#[test]
fn an_early_end_gives_back_the_months_to_come_and_keeps_those_that_may_still_be_posted() {
    let (office, service, programme) = paid(72_000);
    let andris = office.decision_maker();
    office.move_to("2026-03-10T12:00:00Z");
    service.post(&office, entry("2026-02-10T10:00", "2026-02-10T12:00")).ok(201);

    terminate(&andris, &service.grant, "own_request", own_application(&andris, "person")).ok(201);

    assert_eq!(figures(&andris, &programme), [3_000, 33_000, 36_000]);
    office.move_to("2026-06-30T12:00:00Z");
    tick(&office);
    assert_eq!(figures(&andris, &programme), [3_000, 0, 69_000]);
    assert_eq!(budget(&andris, &programme)["taken_places"], 0);
    assert_eq!(office.faults(), [""; 0]);
}

// B41, B42
#[test]
fn a_larger_volume_takes_more_money_and_is_refused_where_there_is_none() {
    let (office, service, programme) = paid(80_000);
    let (andris, ilze) = (office.decision_maker(), office.coordinator());
    let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    let decision = andris.get(&format!("/v1/decisions/{}", grant["decision_id"].as_str().unwrap())).ok(200);
    office.move_to("2026-05-01T12:00:00Z");
    let needs = form(&ilze, &programme, &[need("finance", 600), need("health", 0)]);
    let path = format!("/v1/applications/{}/assessments", decision["application_id"].as_str().unwrap());
    ilze.post(&path, needs).ok(201);

    amend(&andris, &service.grant, "2026-05-01", 2, 600, json!({})).ok(201);

    // Two months at ten hours instead of eight; January and February are settled along the way.
    assert_eq!(figures(&andris, &programme), [0, 54_000, 26_000]);
    assert_eq!(office.faults(), [""; 0]);
    allocated(&andris, "paid", json!({ "cents": -26_000 }));
    office.pass_days(1);
    let needs = form(&ilze, &programme, &[need("finance", 660), need("health", 0)]);
    ilze.post(&path, needs).ok(201);
    amend(&andris, &service.grant, "2026-05-02", 2, 660, json!({})).problem(409, "funding_exhausted");
}

// B42
#[test]
fn the_rows_behind_a_budget_add_up_to_its_figures_and_name_persons_only_to_whom_they_may() {
    let (office, service, programme) = paid(100_000);
    let andris = office.decision_maker();
    office.move_to("2026-02-10T12:00:00Z");
    service.post(&office, entry("2026-02-10T08:00", "2026-02-10T09:00")).ok(201);
    let mut funder = office.desk(Role::Funder);
    funder.claims.programmes = vec!["paid".to_owned()];

    let (whole, seen) = (lines(&andris, &programme, ""), lines(&funder, &programme, ""));

    let sum = |lines: &[Value], kind: &str, figure: &str| -> i64 {
        lines.iter().filter(|line| line["kind"] == kind).map(|line| line[figure].as_i64().unwrap()).sum()
    };
    let totals = budget(&funder, &programme);
    for lines in [&whole, &seen] {
        assert_eq!(json!(sum(lines, "allocation", "cents")), totals["allocated_cents"]);
        assert_eq!(json!(sum(lines, "grant", "spent_cents")), totals["spent_cents"]);
        let held = sum(lines, "grant", "cents") - sum(lines, "grant", "spent_cents");
        assert_eq!(json!(held), totals["committed_cents"]);
    }
    assert!(whole.iter().any(|line| line["person_id"] == json!(service.person)));
    assert!(seen.iter().all(|line| line["person_id"].is_null()));
    assert_eq!(lines(&andris, &programme, "?month=2026-02").len(), 1);
    assert_eq!(lines(&andris, &programme, "?month=2026-02")[0]["minutes"], 60);
    office.desk(Role::Funder).get(&format!("/v1/programmes/{programme}/budget")).problem(404, "not_found");
    office.municipality("0051000").get(&format!("/v1/programmes/{programme}/budget")).problem(404, "not_found");
    office.desk(Role::Reporter).get(&format!("/v1/programmes/{programme}/budget")).problem(403, "forbidden");
}

/// How many want the service at once, and for how many the money is enough.
const CROWD: u32 = 200;
const SERVED: usize = 7;

// B32, B42
#[test]
fn two_hundred_grants_at_once_on_money_for_seven_make_seven_and_the_rest_wait_in_order() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let programme = new_programme(&andris, "crowded");
    allocated(&andris, "crowded", json!({ "cents": 7 * 156_000 }));
    let applications: Vec<String> = (1..=CROWD).map(|number| ready(&ilze, number, 480)).collect();
    assert_eq!(assessed(&ilze, &applications[0], "crowded", 480).len(), 36);

    let wish = grant(&andris, &programme);
    let at_once = |body: &Value, of: &[String]| -> Vec<(String, u16, Value)> {
        let shares: Vec<&[String]> = of.chunks(of.len().div_ceil(16)).collect();
        let send = |share: &[String]| -> Vec<(String, u16, Value)> {
            let desk = office.decision_maker();
            let sent = share.iter().map(|application| {
                let reply = decide(&desk, application, body.clone());
                (application.clone(), reply.status, reply.body)
            });
            sent.collect()
        };
        thread::scope(|scope| {
            let threads: Vec<_> = shares.iter().map(|share| scope.spawn(|| send(share))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        })
    };
    let granted = at_once(&wish, &applications);
    let rest: Vec<String> =
        granted.iter().filter(|(_, status, _)| *status != 201).map(|(application, ..)| application.clone()).collect();
    let queued = at_once(&queue(&programme), &rest);

    assert_eq!(granted.iter().filter(|(_, status, _)| *status == 201).count(), SERVED);
    let refused = granted.iter().filter(|(_, status, _)| *status != 201);
    assert!(refused.clone().all(|(_, status, body)| *status == 409 && body["code"] == "funding_exhausted"));
    assert!(queued.iter().all(|(_, status, _)| *status == 201), "{queued:?}");
    let mut numbers = Vec::new();
    let mut next = format!("/v1/programmes/{programme}/queue?limit=100");
    while !next.is_empty() {
        let page = andris.get(&next).ok(200);
        for (at, entry) in page["items"].as_array().unwrap().iter().enumerate() {
            let place = numbers.len() + 1;
            assert_eq!(entry["position"], json!(place), "{at}");
            numbers.push(entry["registration_number"].as_i64().unwrap());
        }
        next = page["next"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(numbers.len(), usize::try_from(CROWD).unwrap() - SERVED);
    assert!(numbers.is_sorted());
    assert_eq!(budget(&andris, &programme)["available_cents"], 0);
    assert_eq!(office.faults(), [""; 0]);
}

// B42
#[test]
fn hours_taken_back_in_a_month_of_which_all_were_given_are_kept_and_come_back_when_it_is_settled() {
    let (office, service, programme) = paid(100_000);
    let andris = office.decision_maker();
    office.move_to("2026-02-28T20:00:00Z");
    let entries = ["09", "10"].map(|day| {
        service.post(&office, entry(&format!("2026-02-{day}T08:00"), &format!("2026-02-{day}T12:00"))).id(201)
    });
    office.move_to("2026-04-02T12:00:00Z");
    assert_eq!(tick(&office).settled, 1);

    let reversal = json!({ "reason": "nepareiza diena" });
    office.coordinator().post(&format!("/v1/time-entries/{}/reversals", entries[0]), reversal).ok(201);
    let kept = figures(&andris, &programme);
    let faults = office.faults();
    office.move_to("2026-04-30T12:00:00Z");
    tick(&office);

    // Of January nothing was used and nothing is kept; of February half is spent and half was kept until the end of April.
    assert_eq!((kept, faults), ([6_000, 54_000, 40_000], Vec::<String>::new()));
    assert_eq!(figures(&andris, &programme), [6_000, 48_000, 46_000]);
    assert_eq!(office.faults(), [""; 0]);
}
