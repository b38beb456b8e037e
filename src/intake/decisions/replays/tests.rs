//! What a decision keeps as text holds all that its replay needs, and a change of either is named.

#[path = "../../../domain/tests/support/cases.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests of the rules")]
mod cases;

use aplp_domain::decision::{Decided, Ground, Wanted};
use aplp_domain::programmes::{Programme, ProgrammeKind};
use aplp_domain::quantity::Minutes;
use aplp_domain::ruling::{Premises, Ruling};
use cases::chance::Chance;
use cases::{CASES, decided};
use chrono::DateTime;
use rstest::rstest;
use serde_json::{Value, json};

use super::again::Again;
use super::premises::{NO_LIMIT, premises};
use crate::db::{Coded, Id};
use crate::intake::decisions::inputs::{AddresseeKept, Inputs, Kept, Noted};
use crate::intake::decisions::sign::{Of, row};
use crate::intake::decisions::store::Row;
use crate::intake::decisions::told::read;
use crate::intake::decisions::wire::Words;

const SEED: u64 = 20_260_302;

/// A decision as it is kept.
fn kept_row(premises: &Premises, ruling: &Ruling, decided: &Decided) -> Row {
    let granted_over = matches!(premises.wanted, Wanted::Grant { .. }) && premises.override_noted;
    let noted = Noted {
        assessed_for: premises.assessment.map(|_| Id::random()),
        over_assessment_reason: granted_over.then(|| "Persona atgriežas no slimnīcas.".to_owned()),
        sources: Vec::new(),
    };
    let addressee = AddresseeKept { name: "Anna Liepa".to_owned(), personal_code_id: None, address: None };
    let kept = Kept { addressee, inputs: Some(Inputs::of(premises, ruling, noted)) };
    let of = Of {
        application_id: Id::random(),
        replaces_id: None,
        person_id: Id::random(),
        programme_id: Id::random(),
        assessment_id: premises.assessment.map(|_| Id::random()),
        place_id: None,
        decided_at: DateTime::UNIX_EPOCH.naive_utc(),
        official_subject: "https://issuer.example#andris".to_owned(),
        official_name: "Andris Ozols".to_owned(),
        addressee_view: None,
        words: Words {
            reasoning: "Nosacījumi ir izpildīti.".to_owned(),
            plain_summary: "Jums būs atbalsta persona.".to_owned(),
            official_position: "direktors".to_owned(),
        },
    };
    row(of, premises, ruling, decided, &kept).unwrap()
}

fn drawn() -> impl Iterator<Item = (Premises, Row)> {
    let mut chance = Chance(SEED);
    std::iter::repeat_with(move || {
        let (premises, ruling, decided) = decided(&mut chance);
        let row = kept_row(&premises, &ruling, &decided);
        (premises, row)
    })
}

fn inputs(row: &Row) -> Inputs {
    let kept: Kept = read(&row.inputs).unwrap();
    kept.inputs.unwrap()
}

fn again(row: &Row) -> Again {
    let inputs = inputs(row);
    Again::of(row, &inputs, inputs.asked.as_ref().is_some_and(|asked| asked.by_the_assessor)).unwrap()
}

/// The same with other text in its inputs.
fn with_inputs(row: &Row, change: impl FnOnce(&mut Value)) -> Row {
    let mut kept: Value = serde_json::from_str(&row.inputs).unwrap();
    change(&mut kept["inputs"]);
    Row { inputs: kept.to_string(), ..row.clone() }
}

/// As much of the premises as a decision keeps: a programme without its names, and no money where none was considered.
fn as_kept(premises: Premises) -> Premises {
    let nameless = Programme {
        title_lv: String::new(),
        title_en: String::new(),
        kind: ProgrammeKind::Pilot,
        funder: String::new(),
        municipality: None,
        places_max: None,
        legal_ground: String::new(),
        references: String::new(),
        ..premises.programme
    };
    let refuses = matches!(premises.wanted, Wanted::Refuse { .. });
    let (balance, ahead) = if refuses { (NO_LIMIT, 0) } else { (premises.balance, premises.ahead_in_queue) };
    Premises { programme: nameless, balance, ahead_in_queue: ahead, ..premises }
}

#[test]
fn nothing_is_lost_on_the_way_through_text() {
    for (before, row) in drawn().take(CASES) {
        let inputs = inputs(&row);

        let (after, derived) = premises(&row, &inputs, before.by_the_assessor).unwrap();
        let again = again(&row);

        assert_eq!(after, as_kept(before));
        assert_eq!((again.differences, derived.len(), again.derived.len()), (Vec::new(), 0, 0));
        assert_eq!(again.rules_hash, row.rules_hash);
    }
}

#[test]
fn a_decision_that_does_not_keep_what_was_asked_replays_identical_and_says_what_was_derived() {
    // Before that was kept no month was shared.
    let of_before = drawn().filter(|(premises, _)| premises.shared == Minutes(0));
    for (_, row) in of_before.take(CASES / 5) {
        let old = with_inputs(&row, |inputs| drop(inputs.as_object_mut().unwrap().remove("asked")));

        let again = again(&old);

        assert_eq!(again.differences, []);
        assert_eq!(again.derived.len(), 4);
        assert_eq!(again.rules_hash, row.rules_hash);
    }
}

fn a_grant() -> Row {
    let mut rows = drawn();
    let grant = rows.find(|(premises, row)| row.level.is_some() && premises.programme.hour_rate.is_some());
    grant.unwrap().1
}

fn leaves(row: &Row) -> Vec<String> {
    again(row).differences.into_iter().map(|difference| difference.leaf).collect()
}

#[rstest]
#[case("/programme/hour_rate_cents", json!(1_000_000), &["cost_cents"])]
#[case("/money/cost_cents", json!(1), &["cost_cents"])]
#[case("/money/places_allocated", json!(0), &["funding", "refusal", "outcome", "trace/funding"])]
#[case("/programme/level_minutes/0/minutes", json!(0), &["assessment/level"])]
#[case("/born_on", json!("2020-01-01"), &["conditions/not_adult", "eligibility", "trace/eligibility", "refusal"])]
#[case("/mental_disorder", json!("absent"), &["conditions/mental_disorder_absent"])]
#[case("/asked/by_the_assessor", json!(true), &["refusal"])]
#[case("/asked/wanted/areas", json!([]), &["areas", "refusal"])]
#[case("/asked/rules_hash", json!("f".repeat(64)), &["rules_hash"])]
#[case("/on", json!("2018-01-01"), &["decided_on", "conditions/programme_not_started"])]
fn a_changed_input_is_found_at_its_leaf(#[case] at: &str, #[case] value: Value, #[case] expected: &[&str]) {
    let mut rows = drawn().filter(|(premises, row)| row.level.is_some() && premises.programme.hour_rate.is_some());
    // One that every one of these changes touches.
    let (_, row) = rows
        .find(|(premises, row)| {
            let assessed = inputs(row).assessment.unwrap();
            premises.balance.cents.is_none() && assessed.level == 1 && premises.assessment.unwrap().chosen.is_none()
        })
        .unwrap();

    let changed = with_inputs(&row, |inputs| *inputs.pointer_mut(at).unwrap() = value);

    let found = leaves(&changed);
    assert!(expected.iter().all(|leaf| found.iter().any(|found| found == leaf)), "{found:?}");
}

#[test]
fn a_changed_column_is_named_alone() {
    let row = a_grant();
    let other = aplp_domain::day(2031, 1, 1);
    let ground = Some(Coded(Ground::Condition(aplp_domain::eligibility::ReasonCode::NotAdult)));
    let changed = [
        ("level", Row { level: Some(9), ..row.clone() }),
        ("volume_minutes", Row { volume_minutes: Some(1), ..row.clone() }),
        ("term_from", Row { term_from: Some(other), ..row.clone() }),
        ("term_to", Row { term_to: None, ..row.clone() }),
        ("areas", Row { areas: None, ..row.clone() }),
        ("ground", Row { ground, ..row.clone() }),
        ("funding", Row { funding: "exhausted".to_owned(), ..row.clone() }),
        ("decided_on", Row { decided_on: other, ..row.clone() }),
        ("rules_hash", Row { rules_hash: "f".repeat(64), ..row.clone() }),
        ("outcome", Row { outcome: Coded(aplp_domain::decision::Outcome::Queue), ..row.clone() }),
        ("eligibility", Row { eligibility: Some(Coded(aplp_domain::eligibility::Outcome::Unknown)), ..row.clone() }),
        (
            "contest/within_months",
            Row { contest: row.contest.replace("\"within_months\":1", "\"within_months\":2"), ..row.clone() },
        ),
    ];

    assert_eq!(leaves(&row), [""; 0]);
    for (leaf, changed) in changed {
        assert_eq!(leaves(&changed), [leaf]);
    }
}

#[test]
fn what_no_rule_knows_cannot_be_run_again() {
    let row = a_grant();
    let wrong = |at: &str, value: Value| {
        let wrong = with_inputs(&row, |inputs| *inputs.pointer_mut(at).unwrap() = value);
        Again::of(&wrong, &inputs(&wrong), false).unwrap_err().to_string()
    };

    assert!(wrong("/asked/wanted/level", json!(7)).contains("what was wanted"));
    assert!(wrong("/asked/chosen_level", json!(7)).contains("its assessed level"));
    assert!(wrong("/programme/level_minutes", json!([])).contains("the levels of its programme"));
}
