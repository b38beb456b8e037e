//! Notifications: on which day a decision counts as known to the person, and what it is from then on.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::remedies::{granted_by_the_state, notification, refused};
use crate::support::{Desk, Office};

fn state(desk: &Desk<'_>, path: &str) -> String {
    desk.get(path).ok(200)["state"].as_str().unwrap().to_owned()
}

/// The ids of the decisions that stand so, by the list.
fn listed(desk: &Desk<'_>, state: &str) -> Vec<String> {
    let counted = [("prefer", "return=total-count")];
    let page = desk.send("GET", &format!("/v1/decisions?state={state}"), &counted, None).ok(200);
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["total"], items.len());
    items.iter().map(|decision| decision["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_registered_letter_counts_on_the_seventh_day_and_opens_a_month_to_contest() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = granted_by_the_state(&office, 1);
    assert_eq!(decision.body["state"], "issued");
    assert_eq!((&decision.body["took_effect_on"], &decision.body["contest_until"]), (&Value::Null, &Value::Null));

    let made = decision.notify(&ilze, "registered_mail", "2026-03-02").ok(201);

    assert_eq!((&made["deemed_on"], &made["lenient_deemed_on"]), (&json!("2026-03-09"), &json!("2026-03-09")));
    let steps = json!([
        { "day": "2026-03-02", "why": "event" }, { "day": "2026-03-09", "why": "days_added" },
        { "day": "2026-03-09", "why": "last_day" },
    ]);
    assert_eq!(made["steps"], steps);
    assert_eq!((&made["contest_indicated"], &made["counts"]), (&json!(true), &json!(true)));
    assert_eq!((&made["contest_until"], &made["contest_until_lenient"]), (&json!("2026-04-09"), &json!("2026-04-09")));
    let notified = decision.now(&office);
    assert_eq!((&notified["state"], &notified["took_effect_on"]), (&json!("issued"), &json!("2026-03-09")));
    assert_eq!(notified["contest_until"], "2026-04-09");
    assert_eq!(ilze.get(&format!("{}/notifications", decision.path())).ok(200)["items"], json!([made]));
}

#[test]
fn a_decision_moves_day_by_day_from_its_signature_to_its_finality() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = granted_by_the_state(&office, 1);
    decision.notify(&ilze, "registered_mail", "2026-03-02").ok(201);
    let tag = ilze.get(&decision.path()).header("etag").unwrap();

    for (now, expected) in [
        ("2026-03-08T21:59:59Z", "issued"),
        ("2026-03-08T22:00:00Z", "in_effect"),
        ("2026-04-09T20:59:59Z", "in_effect"),
        ("2026-04-09T21:00:00Z", "final"),
    ] {
        office.move_to(now);
        assert_eq!(state(&ilze, &decision.path()), expected, "{now}");
        for other in ["issued", "in_effect", "contested", "final"] {
            let wanted = if other == expected { vec![decision.id.clone()] } else { Vec::new() };
            assert_eq!(listed(&ilze, other), wanted, "{other} at {now}");
        }
    }
    assert_ne!(ilze.get(&decision.path()).header("etag").unwrap(), tag, "where it stands is part of the content");
}

#[rstest]
#[case("in_person", "2026-03-02", "2026-03-02", "2026-04-02")]
#[case("registered_mail", "2026-03-02", "2026-03-09", "2026-04-09")]
#[case("ordinary_mail", "2026-03-02", "2026-03-10", "2026-04-10")]
#[case("e_address", "2026-03-06", "2026-03-10", "2026-04-10")]
#[case("e_address", "2026-04-02", "2026-04-08", "2026-05-08")]
#[case("e_address", "2026-12-23", "2026-12-29", "2027-01-29")]
#[case("email", "2026-12-30", "2027-01-05", "2027-02-05")]
#[case::good_friday("in_person", "2026-03-03", "2026-03-03", "2026-04-07")]
fn each_channel_counts_on_its_own_day(
    #[case] channel: &str,
    #[case] sent_on: &str,
    #[case] deemed_on: &str,
    #[case] contest_until: &str,
) {
    let office = Office::open();
    let decision = refused(&office, 1);
    office.move_to(&format!("{sent_on}T10:00:00Z"));

    decision.notify(&office.coordinator(), channel, sent_on).ok(201);

    let notified = decision.now(&office);
    assert_eq!(notified["took_effect_on"], deemed_on);
    assert_eq!(notified["contest_until"], contest_until);
}

#[test]
fn what_is_held_against_the_person_skips_transferred_days_off_twice() {
    let office = Office::open_on("2025-12-30T10:00:00Z");
    let decision = refused(&office, 1);

    let made = decision.notify(&office.coordinator(), "email", "2025-12-30").ok(201);

    assert_eq!((&made["deemed_on"], &made["lenient_deemed_on"]), (&json!("2026-01-05"), &json!("2026-01-06")));
    assert_eq!((&made["contest_until"], &made["contest_until_lenient"]), (&json!("2026-02-05"), &json!("2026-02-06")));
    let expected = [("2026-01-05", "in_effect"), ("2026-02-06", "in_effect"), ("2026-02-07", "final")];
    for (day, state) in expected {
        office.move_to(&format!("{day}T10:00:00Z"));
        assert_eq!(decision.now(&office)["state"], state, "{day}");
        assert_eq!(listed(&office.coordinator(), state), [decision.id.as_str()], "{day}");
    }
}

#[test]
fn a_decision_that_does_not_say_where_to_contest_can_be_contested_for_a_year() {
    let office = Office::open();
    let decision = refused(&office, 1);
    let mut silent = notification("registered_mail", "2026-03-02");
    silent["contest_indicated"] = json!(false);

    let made = office.coordinator().post(&format!("{}/notifications", decision.path()), silent).ok(201);

    assert_eq!((&made["contest_indicated"], &made["contest_until"]), (&json!(false), &json!("2027-03-09")));
    assert_eq!(decision.now(&office)["contest_until_lenient"], "2027-03-09");
}

#[test]
fn the_earliest_of_several_notifications_counts() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    decision.notify(&ilze, "ordinary_mail", "2026-03-02").ok(201);

    let handed = decision.notify(&ilze, "in_person", "2026-03-02").ok(201);

    assert_eq!(handed["counts"], true);
    assert_eq!(decision.now(&office)["took_effect_on"], "2026-03-02");
    let all = ilze.get(&format!("{}/notifications", decision.path())).ok(200);
    let counts: Vec<_> = all["items"].as_array().unwrap().iter().map(|one| one["counts"].clone()).collect();
    assert_eq!(counts, [false, true]);
}

/// What was sent on 2 March 2026: the channel, whether the decision says where to contest, and whether it came back.
type Sent = (&'static str, bool, bool);

#[rstest]
#[case::none(&[])]
#[case::the_earlier_leaves_a_year(&[("registered_mail", false, false), ("ordinary_mail", true, false)])]
#[case::the_earlier_leaves_a_month(&[("registered_mail", true, false), ("ordinary_mail", false, false)])]
#[case::the_earlier_came_back(&[("registered_mail", false, true), ("ordinary_mail", true, false)])]
#[case::of_one_day_the_longer(&[("in_person", true, false), ("in_person", false, false), ("in_person", true, false)])]
#[case::of_one_day_the_longer_came_back(&[("email", true, false), ("email", false, true)])]
#[case::all_came_back(&[("ordinary_mail", true, true), ("email", true, true)])]
fn the_list_finds_every_decision_where_it_is_told_to_stand(#[case] sent: &[Sent]) {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    for (channel, indicated, came_back) in sent {
        let mut new = notification(channel, "2026-03-02");
        new["contest_indicated"] = json!(indicated);
        let made = ilze.post(&format!("{}/notifications", decision.path()), new).id(201);
        if *came_back {
            let back = json!({ "returned_on": "2026-03-02", "reason": "adresāts nav sasniegts" });
            ilze.post(&format!("/v1/notifications/{made}/returns"), back).ok(201);
        }
    }

    for day in ["2026-03-02", "2026-03-09", "2026-03-10", "2026-04-09", "2026-04-10", "2026-04-11", "2027-03-10"] {
        office.move_to(&format!("{day}T10:00:00Z"));
        let told = decision.now(&office);
        for state in ["issued", "in_effect", "contested", "final"] {
            let wanted = if told["state"] == state { vec![decision.id.clone()] } else { Vec::new() };
            assert_eq!(listed(&ilze, state), wanted, "{state} on {day}, told as {}", told["state"]);
        }
    }
}

#[rstest]
fn what_came_back_counts_no_more_whichever_way_it_was_sent(
    #[values("registered_mail", "ordinary_mail", "e_address", "email")] channel: &str,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    let made = decision.notify(&ilze, channel, "2026-03-02").id(201);
    office.move_to("2026-03-16T10:00:00Z");
    assert_eq!(decision.now(&office)["state"], "in_effect");

    let back = json!({ "returned_on": "2026-03-14", "reason": "adresāts nav sasniegts" });
    let returned = ilze.post(&format!("/v1/notifications/{made}/returns"), back.clone()).ok(201);

    assert_eq!((&returned["counts"], &returned["returned"]["returned_on"]), (&json!(false), &json!("2026-03-14")));
    assert_eq!(returned["returned"]["reason"], "adresāts nav sasniegts");
    let decision_now = decision.now(&office);
    assert_eq!((&decision_now["state"], &decision_now["took_effect_on"]), (&json!("issued"), &Value::Null));
    assert_eq!(listed(&ilze, "issued"), [decision.id.as_str()]);
    let twice = ilze.post(&format!("/v1/notifications/{made}/returns"), back).problem(409, "returned_already");
    assert_eq!((&twice["current_state"], &twice["allowed_transitions"]), (&json!("returned"), &json!([])));
    decision.notify(&ilze, "in_person", "2026-03-16").ok(201);
    assert_eq!(decision.now(&office)["took_effect_on"], "2026-03-16");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn nobody_is_notified_before_the_decision_or_in_the_future() {
    let office = Office::open();
    let ilze = office.coordinator();
    let decision = refused(&office, 1);
    let made = decision.notify(&ilze, "email", "2026-03-02").id(201);

    decision.notify(&ilze, "in_person", "2026-03-01").fault("#/sent_on", "too_early");
    decision.notify(&ilze, "in_person", "2026-03-03").fault("#/sent_on", "in_the_future");
    decision.notify(&ilze, "pigeon", "2026-03-02").problem(400, "invalid_request");
    let back = |day: &str| json!({ "returned_on": day, "reason": "adresāts nav sasniegts" });
    let returns = format!("/v1/notifications/{made}/returns");
    ilze.post(&returns, back("2026-03-01")).fault("#/returned_on", "too_early");
    ilze.post(&returns, back("2026-03-03")).fault("#/returned_on", "in_the_future");
    ilze.post(&returns, back("2026-03-02")).ok(201);
}

#[test]
fn the_association_notifies_and_those_who_see_the_person_see_it() {
    let office = Office::open();
    let decision = granted_by_the_state(&office, 1);
    let path = format!("{}/notifications", decision.path());
    for desk in [office.person(&decision.person), office.municipality("0001000"), office.desk(Role::Auditor)] {
        desk.post(&path, notification("in_person", "2026-03-02")).problem(403, "forbidden");
    }
    let made = decision.notify(&office.decision_maker(), "in_person", "2026-03-02").ok(201);

    for desk in [office.person(&decision.person), office.desk(Role::Auditor)] {
        assert_eq!(desk.get(&path).ok(200)["items"], json!([made]));
    }
    let stranger = "6f1c2c5e-0000-4000-8000-000000000000";
    for desk in [office.person(stranger), office.municipality("0001000"), office.municipality("0002000")] {
        desk.get(&path).problem(404, "not_found");
    }
    let own = office.person(&decision.person).get(&decision.path()).ok(200);
    assert_eq!((&own["took_effect_on"], &own["contest_until"]), (&json!("2026-03-02"), &json!("2026-04-02")));
}
