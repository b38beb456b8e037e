//! Which smallest changes of facts would give another answer to who may have the service on a day.

use crate::age::adult_born_by;
use crate::disability::{Disability, Group, MentalDisorder};
use crate::eligibility::{Facts, MissingFact, Outcome, ReasonCode, check};
use crate::figure::NotInForce;
use crate::municipalities::{self, current};
use crate::programmes::Programme;
use crate::timeline::turning_days;
use chrono::NaiveDate;
use std::iter;
use std::mem::discriminant;

/// A fact that would have to be otherwise, with what it would have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactChange {
    /// The nearest day of birth that would do.
    BornOn(NaiveDate),
    /// The groups, each of which would do.
    DisabilityGroup(Vec<Group>),
    /// The nearest days on which the disability would have to be valid, both ends included.
    DisabilityValidity {
        /// The first of them; none where it may be long ago.
        valid_from: Option<NaiveDate>,
        /// The last of them; none for life.
        valid_to: Option<NaiveDate>,
    },
    /// What would have to be known of the mental disorder.
    MentalDisorder(MentalDisorder),
    /// The municipalities, each of which would do.
    Municipality(Vec<String>),
    /// The programmes that would have to have served the person, and no others.
    FormerlyIn(Vec<String>),
    /// The first later day that would do.
    Day(NaiveDate),
}

/// Facts that together would give another outcome; fewer of them would not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The outcome they would give.
    pub outcome: Outcome,
    /// The facts, never none.
    pub facts: Vec<FactChange>,
}

/// The smallest changes that would give a programme's other answer on a day, those of fewest facts first.
///
/// Whoever is not eligible is told every set of facts that would make them so. Whoever is eligible is told each single fact
/// that would make them ineligible, and whoever is not known to be either is told each unknown fact that would.
///
/// # Errors
/// `NotInForce` on a day for which the law has no age of adults.
pub fn changes(programme: &Programme, facts: &Facts, on: NaiveDate) -> Result<Vec<Change>, NotInForce> {
    let verdict = check(programme, facts, on)?;
    let mut changes = Vec::new();
    if verdict.outcome != Outcome::Eligible {
        let ways = ways_to_eligible(programme, facts, on).into_iter();
        changes.extend(ways.map(|facts| Change { outcome: Outcome::Eligible, facts }));
    }
    if verdict.outcome != Outcome::Ineligible {
        let eligible = verdict.outcome == Outcome::Eligible;
        let asked = |change: &FactChange| change.answers().is_some_and(|fact| verdict.missing.contains(&fact));
        let breaches = breaches(programme, facts, on)?.into_iter().filter(|change| eligible || asked(change));
        changes.extend(breaches.map(|change| Change { outcome: Outcome::Ineligible, facts: vec![change] }));
    }
    Ok(changes)
}

impl FactChange {
    /// The unknown fact that it would make known.
    fn answers(&self) -> Option<MissingFact> {
        match self {
            Self::BornOn(_) => Some(MissingFact::BornOn),
            Self::DisabilityGroup(_) => Some(MissingFact::Disability),
            Self::MentalDisorder(_) => Some(MissingFact::MentalDisorder),
            Self::Municipality(_) => Some(MissingFact::Municipality),
            Self::FormerlyIn(_) => Some(MissingFact::FormerlyIn),
            // A disability that is not known has no days, and a day is always known.
            Self::DisabilityValidity { .. } | Self::Day(_) => None,
        }
    }
}

/// On one day each condition turns on a fact of its own, so that what has to change is one set of facts; on another day it may
/// be another one, and changes only on the days on which a condition does. Of these sets the smallest ones are the answer.
fn ways_to_eligible(programme: &Programme, facts: &Facts, on: NaiveDate) -> Vec<Vec<FactChange>> {
    let later = turning_days(programme, facts).into_iter().filter(|&day| on < day);
    let ways = iter::once(on).chain(later).filter_map(|day| {
        let mut way = needed(programme, facts, day)?;
        way.extend((day != on).then_some(FactChange::Day(day)));
        Some(way)
    });
    let mut ways: Vec<_> = ways.collect();
    // The order among those of the same size is kept: of the same facts on two days the earlier day is told.
    ways.sort_by_key(Vec::len);
    let mut smallest: Vec<Vec<FactChange>> = Vec::new();
    for way in ways {
        let has = |one: &FactChange| way.iter().any(|other| discriminant(other) == discriminant(one));
        if !smallest.iter().any(|smaller| smaller.iter().all(has)) {
            smallest.push(way);
        }
    }
    smallest
}

/// Everything that would have to be otherwise to be eligible on a day; none when no fact about the person is enough.
fn needed(programme: &Programme, facts: &Facts, on: NaiveDate) -> Option<Vec<FactChange>> {
    let reasons = check(programme, facts, on).ok()?.reasons;
    let unmet = |code| reasons.iter().any(|reason| reason.code == code && reason.satisfied != Some(true));
    if unmet(ReasonCode::ProgrammeNotStarted) || unmet(ReasonCode::ProgrammeEnded) {
        return None;
    }
    let mut needed = Vec::new();
    if unmet(ReasonCode::NotAdult) {
        needed.push(FactChange::BornOn(adult_born_by(on).ok()?));
    }
    if unmet(ReasonCode::NoDisability) || unmet(ReasonCode::GroupNotCovered) {
        let covered = groups(|group| is_covered(programme, group, on));
        if covered.is_empty() {
            return None;
        }
        needed.push(FactChange::DisabilityGroup(covered));
    }
    // Asked of the days and not of the condition, which is met where there is no group: with a group they would count.
    if let Some(Disability { valid_from, valid_to, .. }) = facts.disability.filter(|found| !found.is_valid_on(on)) {
        let (valid_from, valid_to) = (valid_from.map(|from| from.min(on)), valid_to.map(|to| to.max(on)));
        needed.push(FactChange::DisabilityValidity { valid_from, valid_to });
    }
    if unmet(ReasonCode::MentalDisorderAbsent) {
        needed.push(FactChange::MentalDisorder(MentalDisorder::Confirmed));
    }
    if unmet(ReasonCode::MunicipalityNotCovered) {
        needed.push(FactChange::Municipality(programme.municipalities.clone()));
    }
    if unmet(ReasonCode::NotFormerlyServed) {
        let served = facts.formerly_in.iter().flatten().chain(&programme.former_programme);
        needed.push(FactChange::FormerlyIn(served.cloned().collect()));
    }
    Some(needed)
}

/// Each single fact that alone would make ineligible whoever is eligible on a day or may be.
fn breaches(programme: &Programme, facts: &Facts, on: NaiveDate) -> Result<Vec<FactChange>, NotInForce> {
    let mut breaches = Vec::new();
    breaches.extend(adult_born_by(on)?.succ_opt().map(FactChange::BornOn));
    breaches.push(FactChange::DisabilityGroup(groups(|group| !is_covered(programme, group, on))));
    breaches.extend(facts.disability.and_then(|found| invalid_on(found, on)));
    breaches.push(FactChange::MentalDisorder(MentalDisorder::Absent));
    breaches.extend(Some(unserved_places(programme)).filter(|places| !places.is_empty()).map(FactChange::Municipality));
    breaches.extend(programme.former_programme.as_ref().map(|former| {
        let others = facts.formerly_in.iter().flatten().filter(|served| *served != former);
        FactChange::FormerlyIn(others.cloned().collect())
    }));
    let fails = |day: &NaiveDate| check(programme, facts, *day).is_ok_and(|then| then.outcome == Outcome::Ineligible);
    let later = turning_days(programme, facts).into_iter().filter(|&day| on < day).find(fails);
    breaches.extend(later.map(FactChange::Day));
    Ok(breaches)
}

/// A disability that ran out the day before, or one that began on the day and would begin a day later.
fn invalid_on(disability: Disability, on: NaiveDate) -> Option<FactChange> {
    let Disability { group: _, valid_from, valid_to } = disability;
    let (before, after) = (on.pred_opt()?, on.succ_opt()?);
    Some(match valid_from.is_some_and(|from| before < from) {
        true => FactChange::DisabilityValidity { valid_from: Some(after), valid_to: valid_to.map(|to| to.max(after)) },
        false => FactChange::DisabilityValidity { valid_from, valid_to: Some(before) },
    })
}

/// Every municipality that stands today and whose inhabitants a programme does not serve.
fn unserved_places(programme: &Programme) -> Vec<String> {
    if programme.municipalities.is_empty() {
        return Vec::new();
    }
    let served: Vec<&str> =
        programme.municipalities.iter().filter_map(|code| current(code)).map(|it| it.atvk).collect();
    let standing = municipalities::ALL.iter().filter(|place| place.valid_to.is_none()).map(|place| place.atvk);
    standing.filter(|atvk| !served.contains(atvk)).map(str::to_owned).collect()
}

fn groups(which: impl Fn(Group) -> bool) -> Vec<Group> {
    [Group::I, Group::II, Group::III, Group::None].into_iter().filter(|&group| which(group)).collect()
}

fn is_covered(programme: &Programme, group: Group, on: NaiveDate) -> bool {
    group != Group::None && programme.covers_from(group).is_some_and(|from| from <= on)
}
