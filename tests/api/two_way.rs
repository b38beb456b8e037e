//! Whoever took part in something was reached: what nobody does without the person begins the four months anew (MK 625, 20. p.).

use rstest::rstest;
use serde_json::json;

use crate::support::acts::{attempt, terminate};
use crate::support::remedies::{contest, notification};
use crate::support::service::{A_YEAR, Service, agreed, office, served};
use crate::support::steps::assessed;
use crate::support::{Office, budgets};

/// Something that the person took part in on 10 March, or not.
fn took_part(office: &Office, service: &Service, part: &str) {
    let ilze = office.coordinator();
    let grant = ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    let of_decision = |last: &str| format!("/v1/decisions/{}/{last}", grant["decision_id"].as_str().unwrap());
    match part {
        "signature" => drop(agreed(office, &service.grant, &service.supporter)),
        "handed over" => {
            ilze.post(&of_decision("notifications"), notification("in_person", "2026-03-10")).ok(201);
        }
        "posted" => {
            ilze.post(&of_decision("notifications"), notification("registered_mail", "2026-03-10")).ok(201);
        }
        "contest" => drop(ilze.post(&of_decision("contests"), contest(json!({}))).ok(201)),
        "assessment" => {
            let own = budgets::items(ilze.get(&format!("/v1/applications?person_id={}", service.person)));
            assessed(&ilze, own[0]["id"].as_str().unwrap(), "state", 450);
        }
        "incident" => {
            let body = json!({
                "grant_id": service.grant, "happened_on": "2026-03-10", "kind": "demeaning_conduct",
                "description": "Tikšanās laikā lamājās un svieda mantas.",
            });
            office.support_person(&service.supporter).post("/v1/incidents", body).ok(201);
        }
        _ => {}
    }
}

// B53
#[rstest]
#[case("nothing", None)]
#[case("posted", None)]
#[case("signature", Some("2026-07-10"))]
#[case("handed over", Some("2026-07-10"))]
#[case("assessment", Some("2026-07-10"))]
#[case("contest", Some("2026-07-10"))]
#[case("incident", Some("2026-07-10"))]
fn whoever_took_part_in_march_is_not_out_of_reach_in_june(#[case] part: &str, #[case] until: Option<&str>) {
    let office = office();
    let service = served(&office, A_YEAR);
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    office.move_to("2026-03-10T12:00:00Z");
    took_part(&office, &service, part);
    office.move_to("2026-06-20T12:00:00Z");
    for day in ["2026-01-20", "2026-02-20", "2026-03-20", "2026-04-20", "2026-05-20"] {
        attempt(&ilze, &service.grant, day, false);
    }

    let end = terminate(&andris, &service.grant, "unreachable_4_months", json!({}));

    match until {
        Some(day) => assert_eq!(end.problem(409, "not_unreachable_yet")["turns_on"], day),
        None => drop(end.ok(201)),
    }
}
