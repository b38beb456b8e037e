//! Replays, measured: ten thousand decisions come out the same, and each altered premise is found at its leaf.

#![expect(clippy::unwrap_used, reason = "the allowance for tests does not reach their helper functions")]

#[path = "support/cases.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the test of what is kept as text")]
mod cases;

use std::collections::BTreeMap;

use aplp_domain::code::Code;
use aplp_domain::decision::{Decided, Outcome, Wanted, Warning};
use aplp_domain::disability::{Disability, Group};
use aplp_domain::funding::{Funding, already_put_aside, cost, months};
use aplp_domain::level::{Ceilings, Level};
use aplp_domain::programmes::{Programme, term};
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::replay::{Difference, Leaves, Upshot, replay};
use aplp_domain::ruling::{Premises, Ruling, rule};
use cases::chance::Chance;
use cases::{CASES, decided};
use chrono::Duration;

const SEED: u64 = 20_260_302;

/// What is done to a premise, and the leaf where it shows with its new value; nothing where it does not apply.
type Alteration = fn(&mut Premises, &Ruling) -> Option<(&'static str, Option<String>)>;

const ALTERATIONS: [(&str, Alteration); 14] = [
    ("the ceiling of the level", lower_ceiling),
    ("the hour rate", higher_rate),
    ("the first day of a covered group", later_cover),
    ("the length of the term", longer_term),
    ("the last day of the programme", ended_programme),
    ("the day of birth", later_birth),
    ("the disability", disability_run_out),
    ("the municipality", moved_away),
    ("the assessed minutes", nothing_assessed),
    ("the assessment", no_assessment),
    ("who waits before", others_before),
    ("the balance", no_places),
    ("the day to decide by", decide_at_once),
    ("who assessed", assessor_decides),
];

fn grant(premises: &Premises) -> Option<(chrono::NaiveDate, Level, Minutes)> {
    match premises.wanted {
        Wanted::Grant { term_from, level, volume, .. } => Some((term_from, level, volume)),
        Wanted::Queue | Wanted::Refuse { .. } => None,
    }
}

fn is_met(ruling: &Ruling, condition: &str) -> bool {
    ruling.verdict.reasons.iter().any(|reason| reason.code.code() == condition && reason.satisfied == Some(true))
}

fn says(leaf: &'static str, value: impl ToString) -> Option<(&'static str, Option<String>)> {
    Some((leaf, Some(value.to_string())))
}

fn lower_ceiling(premises: &mut Premises, _: &Ruling) -> Option<(&'static str, Option<String>)> {
    let (_, level, volume) = grant(premises)?;
    let Ceilings(ceilings) = &mut premises.programme.ceilings;
    ceilings[usize::try_from(level.number() - 1).unwrap()] = volume - Minutes(1);
    says("refusal", "over_the_ceiling")
}

fn higher_rate(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    let Cents(rate) = premises.programme.hour_rate?;
    let (term_from, _, volume) = grant(premises)?;
    assert_ne!(ruling.considered?.cost, Cents(0));
    premises.programme.hour_rate = Some(Cents(rate + 60));
    let (from, to) = term(&premises.programme, term_from).unwrap();
    let rate = Some(Cents(rate + 60));
    let Cents(expected) = cost(volume, months(from, to), rate) - already_put_aside(volume, premises.shared, rate);
    // Of a month that is given already nothing changes.
    if ruling.considered?.cost == Cents(expected) { None } else { says("cost_cents", expected) }
}

fn later_cover(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    let group = premises.facts.disability?.group;
    if group == Group::None || !is_met(ruling, "group_not_covered") {
        return None;
    }
    let after = premises.on.max(premises.programme.starts_on) + Duration::days(1);
    premises.programme.covers.iter_mut().filter(|cover| cover.group == group).for_each(|cover| cover.from = after);
    says("conditions/group_not_covered", false)
}

fn longer_term(premises: &mut Premises, _: &Ruling) -> Option<(&'static str, Option<String>)> {
    let (term_from, ..) = grant(premises)?;
    let before = term(&premises.programme, term_from).unwrap().1;
    premises.programme.term_months += 1;
    premises.balance.cents = None;
    let after = term(&premises.programme, term_from).unwrap().1;
    if before == after { None } else { says("term_to", after) }
}

fn ended_programme(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.programme.ends_on = Some(premises.on - Duration::days(1));
    if is_met(ruling, "programme_ended") { says("conditions/programme_ended", false) } else { None }
}

fn later_birth(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.facts.born_on = Some(premises.on - Duration::days(6_000));
    if is_met(ruling, "not_adult") { says("conditions/not_adult", false) } else { None }
}

fn disability_run_out(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    let found = premises.facts.disability?;
    premises.facts.disability = Some(Disability { valid_to: Some(premises.on - Duration::days(1)), ..found });
    let applies = found.group != Group::None && is_met(ruling, "disability_not_valid");
    if applies { says("conditions/disability_not_valid", false) } else { None }
}

fn moved_away(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    if premises.programme.municipalities.is_empty() || !is_met(ruling, "municipality_not_covered") {
        return None;
    }
    premises.facts.municipality = Some("0001000".to_owned());
    says("conditions/municipality_not_covered", false)
}

fn nothing_assessed(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.assessment.as_mut()?.total = Minutes(0);
    if ruling.needed?.volume == Minutes(0) { None } else { says("assessment/volume_minutes", 0) }
}

fn no_assessment(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.assessment.take()?;
    if ruling.decided.as_ref().unwrap().outcome() == Outcome::Refuse {
        return Some(("assessment/level", None));
    }
    says("refusal", "not_assessed")
}

fn others_before(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.ahead_in_queue = 1_000_000;
    premises.balance.places?;
    if ruling.considered?.funding == Funding::Available { says("funding", "others_waiting") } else { None }
}

fn no_places(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.balance.places = Some(premises.balance.places_taken);
    if ruling.considered?.funding == Funding::Exhausted { None } else { says("funding", "exhausted") }
}

fn decide_at_once(premises: &mut Premises, ruling: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.decide_until = premises.on;
    let warned = ruling.decided.as_ref().unwrap().warnings().first()?;
    if matches!(warned, Warning::BecomesEligibleOn(_)) { Some(("warnings/0/day", None)) } else { None }
}

fn assessor_decides(premises: &mut Premises, _: &Ruling) -> Option<(&'static str, Option<String>)> {
    premises.by_the_assessor = true;
    says("refusal", "the_assessor_does_not_decide")
}

fn drawn() -> impl Iterator<Item = (Premises, Ruling, Decided)> {
    let mut chance = Chance(SEED);
    std::iter::repeat_with(move || decided(&mut chance)).take(CASES)
}

#[test]
fn ten_thousand_decisions_replay_identical() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();

    for (premises, ruling, decided) in drawn() {
        *seen.entry(decided.outcome().code()).or_default() += 1;
        let kept = Upshot::of(&ruling).leaves();

        assert_eq!(kept.differences(&replay(&premises).leaves()), []);
    }

    assert_eq!(seen.values().sum::<usize>(), CASES);
    for outcome in [Outcome::Grant, Outcome::Queue, Outcome::Refuse] {
        assert!(seen.get(outcome.code()).is_some_and(|cases| *cases > CASES / 20), "{seen:?}");
    }
}

#[test]
fn what_no_rule_looks_at_changes_no_leaf() {
    for (premises, ruling, _) in drawn().take(CASES / 10) {
        let renamed = Programme {
            title_lv: "Cits".to_owned(),
            funder: "cits".to_owned(),
            legal_ground: "cits".to_owned(),
            references: "cits".to_owned(),
            municipality: Some("0001000".to_owned()),
            places_max: Some(1),
            ..premises.programme.clone()
        };

        let replayed = replay(&Premises { programme: renamed, ..premises });

        assert_eq!(replayed, Upshot::of(&ruling));
    }
}

#[test]
fn each_altered_premise_is_found_and_shows_at_its_leaf() {
    let mut applied: BTreeMap<&str, usize> = BTreeMap::new();

    for (premises, ruling, _) in drawn() {
        let kept = Upshot::of(&ruling).leaves();
        for (name, alter) in ALTERATIONS {
            let mut altered = premises.clone();
            let Some((leaf, now)) = alter(&mut altered, &ruling) else { continue };
            *applied.entry(name).or_default() += 1;

            let found = kept.differences(&replay(&altered).leaves());

            let named = found.iter().find(|difference| difference.leaf == leaf);
            let named = named.unwrap_or_else(|| panic!("{name}: {leaf} is not among {found:?} of {premises:?}"));
            assert_eq!(named.replayed, now, "{name}");
            assert!(found.is_sorted_by(|one, next| one.leaf < next.leaf), "{name}: {found:?}");
        }
    }

    for (name, _) in ALTERATIONS {
        assert!(applied.get(name).is_some_and(|cases| *cases > 100), "{name}: {applied:?}");
    }
}

#[test]
fn a_kept_leaf_that_is_another_is_named_alone() {
    let mut chance = Chance(SEED);
    for (premises, ruling, _) in drawn() {
        let upshot = Upshot::of(&ruling);
        let (leaf, kept) = match chance.below(5) {
            0 => ("level", Upshot { level: Some(9), ..upshot.clone() }),
            1 => ("funding", Upshot { funding: None, ..upshot.clone() }),
            2 => ("decided_on", Upshot { decided_on: None, ..upshot.clone() }),
            3 => ("volume_minutes", Upshot { volume: Some(Minutes(-1)), ..upshot.clone() }),
            _ => ("cost_cents", Upshot { cost: Some(Cents(-1)), ..upshot.clone() }),
        };
        let expected = usize::from(kept != upshot);

        let found = kept.leaves().differences(&replay(&premises).leaves());

        assert_eq!(found.len(), expected, "{found:?}");
        assert!(found.iter().all(|difference| difference.leaf == leaf && difference.kept != difference.replayed));
    }
}

#[test]
fn leaves_are_compared_by_path_and_an_absent_one_is_no_empty_one() {
    let leaves = |all: &[(&str, Option<&str>)]| {
        let mut leaves = Leaves::default();
        all.iter().for_each(|(path, value)| leaves.put(*path, *value));
        leaves
    };
    let kept = leaves(&[("b", Some("1")), ("a", Some("")), ("c", None), ("d", Some("same"))]);
    let replayed = leaves(&[("c", Some("3")), ("b", Some("2")), ("d", Some("same"))]);
    let difference = |leaf: &str, kept: Option<&str>, replayed: Option<&str>| Difference {
        leaf: leaf.to_owned(),
        kept: kept.map(str::to_owned),
        replayed: replayed.map(str::to_owned),
    };

    let found = kept.differences(&replayed);

    let expected =
        [difference("a", Some(""), None), difference("b", Some("1"), Some("2")), difference("c", None, Some("3"))];
    assert_eq!(found, expected);
    assert_eq!((kept.count(), replayed.count()), (3, 3));
    assert_eq!(kept.differences(&kept), []);
}

#[test]
fn a_day_for_which_the_law_is_silent_is_told_as_what_came_out() {
    let (premises, ..) = drawn().next().expect("there is a first case");
    let on = aplp_domain::day(1900, 1, 1);

    let silent = Premises { on, ..premises };

    assert!(rule(&silent).is_err());
    assert_eq!(replay(&silent).refusal, Some("figure_not_in_force"));
    assert_eq!(replay(&silent).leaves().count(), 1);
}
