//! What must fit together in what is sent about a programme, and who may do what with it.

use std::collections::HashSet;

use aplp_domain::code::Code;
use aplp_domain::dates::not_before;
use aplp_domain::disability::Group;
use aplp_domain::level::Ceilings;
use aplp_domain::municipalities;
use aplp_domain::programmes::ProgrammeKind;
use aplp_domain::quantity::Minutes;

use super::store::{self, BalanceRow, Row};
use super::wire::{AllocationInput, ProgrammeDetails};
use crate::caller::{Caller, Role, Sight};
use crate::db::Conn;
use crate::error::{Error, Fault, Right};

/// The most places a programme may have.
const PLACES_MAX: i64 = 1_000_000;
/// The most money a programme may have, in cents: well inside what every client's numbers can hold.
const CENTS_MAX: i64 = 9_000_000_000_000_000;

/// Whether the programme is the caller's to look after: the association looks after all, a municipality after its own.
pub(super) fn is_own(row: &Row, who: &Caller) -> bool {
    match who.sight() {
        Sight::All => true,
        Sight::Territory(own, _) => row.owner.as_deref().is_some_and(|owner| own.contains(&owner)),
        Sight::Caseload(..) | Sight::Own(_) | Sight::Brokered(..) | Sight::Nobody => false,
    }
}

/// Whether the caller may see what the programme was given and has promised: those who look after it and those who pay.
#[must_use]
pub fn sees_balance(row: &Row, who: &Caller) -> bool {
    is_own(row, who) || (who.is(Role::Funder) && who.programmes.contains(&row.code))
}

/// The programme to be kept: a municipality's is its own purchase for its own inhabitants, whether it says so or not.
pub(super) fn owned(mut details: ProgrammeDetails, who: &Caller) -> Result<ProgrammeDetails, Error> {
    let own = match who.sight() {
        Sight::All => return Ok(details),
        Sight::Territory(own, _) => own,
        Sight::Caseload(..) | Sight::Own(_) | Sight::Brokered(..) | Sight::Nobody => Vec::new(),
    };
    let is_own = |atvk: &String| own.contains(&atvk.as_str());
    if details.owner.is_none() {
        details.owner.clone_from(&who.municipality);
    }
    if details.municipalities.is_empty() {
        details.municipalities.extend(who.municipality.clone());
    }
    let bought = details.kind.0 == ProgrammeKind::MunicipalPurchase;
    if bought && details.owner.as_ref().is_some_and(is_own) && details.municipalities.iter().all(is_own) {
        Ok(details)
    } else {
        Err(Error::Asked("not_own_programme"))
    }
}

/// Names everything that does not fit together, at once.
pub(super) fn coherent(tx: &mut Conn, details: &ProgrammeDetails) -> Result<(), Error> {
    let mut faults = Vec::new();
    let [one, two, three] = [details.level_1_minutes, details.level_2_minutes, details.level_3_minutes].map(Minutes);
    if !Ceilings([one, two, three]).rise() {
        let place = if one < two { "#/level_3_minutes" } else { "#/level_2_minutes" };
        faults.push(Fault::at(place, "levels_do_not_rise"));
    }
    faults.extend(Fault::of_dates([not_before("ends_on", details.ends_on, details.starts_on)]));
    for (at, cover) in details.covers.iter().enumerate() {
        if cover.group.0 == Group::None {
            let covered = Group::ALL.iter().filter(|group| **group != Group::None).map(|group| group.code());
            faults.push(Fault::none_of(format!("#/covers/{at}/group"), covered));
        }
    }
    if !all_different(details.covers.iter().map(|cover| cover.group.0)) {
        faults.push(Fault::at("#/covers", "not_unique"));
    }
    for (at, atvk) in details.municipalities.iter().enumerate() {
        if municipalities::find(atvk).is_none() {
            faults.push(Fault::at(format!("#/municipalities/{at}"), "municipality_unknown"));
        }
    }
    if !all_different(details.municipalities.iter()) {
        faults.push(Fault::at("#/municipalities", "not_unique"));
    }
    if details.owner.as_deref().is_some_and(|atvk| municipalities::find(atvk).is_none()) {
        faults.push(Fault::at("#/owner", "municipality_unknown"));
    }
    if let Some(former) = &details.former_programme
        && (*former == details.code || store::find_by_code(tx, former)?.is_none())
    {
        faults.push(Fault::at("#/former_programme", "reference_unknown"));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn all_different<T: Eq + std::hash::Hash>(mut values: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    values.all(|value| seen.insert(value))
}

/// Whether a programme may be changed like this: never its name, its kind or its owner, and a built-in one only in its
/// rate, its last day, its legal ground and its references.
pub(super) fn changeable(row: &Row, before: &ProgrammeDetails, after: &ProgrammeDetails) -> Result<(), Error> {
    let of_every_programme = ProgrammeDetails {
        hour_rate_cents: after.hour_rate_cents,
        ends_on: after.ends_on,
        legal_ground: after.legal_ground.clone(),
        reference_notes: after.reference_notes.clone(),
        ..before.clone()
    };
    if row.built_in && of_every_programme != *after {
        return Err(Error::Conflict("built_in_programme"));
    }
    let fixed = [
        ("#/code", before.code == after.code),
        ("#/kind", before.kind == after.kind),
        ("#/owner", before.owner == after.owner),
    ];
    let faults: Vec<_> =
        fixed.iter().filter(|(_, same)| !same).map(|(at, _)| Fault::at(*at, "not_changeable")).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// The balance after an allocation, which leaves no less than is taken or promised.
pub(super) fn raised(balance: BalanceRow, given: &AllocationInput) -> Result<BalanceRow, Error> {
    if given.cents.is_none() && given.places.is_none() {
        return Err(Error::Invalid(vec![Fault::at("#/cents", "required"), Fault::at("#/places", "required")]));
    }
    let BalanceRow { programme_id, places_allocated, places_taken, cents_allocated, cents_committed } = balance;
    let places = limit(places_allocated.map(i64::from), given.places.map(i64::from), places_taken.into());
    let places = places.and_then(|limit| most(limit, PLACES_MAX, "#/places"))?;
    let cents = limit(cents_allocated, given.cents, cents_committed);
    Ok(BalanceRow {
        programme_id,
        places_allocated: places.and_then(|places| i32::try_from(places).ok()),
        places_taken,
        cents_allocated: cents.and_then(|limit| most(limit, CENTS_MAX, "#/cents"))?,
        cents_committed,
    })
}

/// A limit after a change. None is no limit, and the first change sets one.
fn limit(before: Option<i64>, change: Option<i64>, used: i64) -> Result<Option<i64>, Error> {
    let Some(change) = change else { return Ok(before) };
    let after = before.unwrap_or(0).saturating_add(change);
    if after < used { Err(Error::Conflict("allocation_below_use")) } else { Ok(Some(after)) }
}

fn most(limit: Option<i64>, max: i64, at: &str) -> Result<Option<i64>, Error> {
    let over = Fault::at(at, "too_large").but(Right::Limit(max));
    if limit.is_some_and(|limit| limit > max) { Err(over.into()) } else { Ok(limit) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    // B42
    #[rstest]
    #[case(None, None, 7, Some(None))]
    #[case(None, Some(7), 7, Some(Some(7)))]
    #[case(None, Some(6), 7, None)]
    #[case(None, Some(-1), 0, None)]
    #[case(None, Some(0), 0, Some(Some(0)))]
    #[case(Some(10), Some(-3), 7, Some(Some(7)))]
    #[case(Some(10), Some(-4), 7, None)]
    #[case(Some(10), None, 7, Some(Some(10)))]
    fn a_limit_never_falls_below_what_is_used(
        #[case] before: Option<i64>,
        #[case] change: Option<i64>,
        #[case] used: i64,
        #[case] after: Option<Option<i64>>,
    ) {
        assert_eq!(limit(before, change, used).ok(), after);
    }

    #[test]
    fn a_limit_has_a_most_that_clients_can_hold() {
        assert!(most(Some(CENTS_MAX), CENTS_MAX, "#/cents").is_ok());
        assert!(most(Some(CENTS_MAX + 1), CENTS_MAX, "#/cents").is_err());
        assert!(most(None, CENTS_MAX, "#/cents").is_ok());
    }

    proptest! {
        #[test]
        fn what_was_allocated_in_all_is_the_sum_of_the_changes_that_were_accepted(
            changes in proptest::collection::vec(-1_000_i64..1_000, 0..20),
            used in 0_i64..500,
        ) {
            let (mut now, mut sum) = (None, 0);
            for change in changes {
                if let Ok(after) = limit(now, Some(change), used) {
                    (now, sum) = (after, sum + change);
                    prop_assert!(sum >= used);
                }
            }
            prop_assert_eq!(now.unwrap_or(0), sum);
        }
    }
}
