//! For whom an individual budget is opened, and with how much money.

use crate::age::adult_from;
use crate::code::Code;
use crate::eligibility::{MissingFact, ReasonCode};
use crate::programmes::Programme;
use crate::quantity::Cents;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// What is known of the person for whom a budget would be opened.
#[derive(Debug, Clone, Copy)]
pub struct OpeningFacts<'a> {
    /// The day of birth, if it is known.
    pub born_on: Option<NaiveDate>,
    /// The municipality in which they live today, as an ATVK code, if it is known.
    pub municipality: Option<&'a str>,
    /// The first day of the budget.
    pub starts_on: NaiveDate,
    /// The day of the opening.
    pub today: NaiveDate,
}

/// Whether a budget may be opened: for an adult on its first day who lives where the programme serves (biedrība ZELDA, individuālā
/// budžeta prezentācija: the municipalities of the pilot; SPSPL 1(42): adults).
///
/// # Errors
/// `NotEligible` with what is not met, else `FactsMissing` with what is not known.
pub fn may_open(programme: &Programme, facts: &OpeningFacts<'_>) -> Result<(), Refusal> {
    let of_age = match facts.born_on {
        Some(born_on) => Some(adult_from(born_on, facts.starts_on)? <= facts.starts_on),
        None => None,
    };
    let served = match facts.municipality {
        _ if programme.municipalities.is_empty() => Some(true),
        place => place.map(|atvk| programme.serves_place(atvk, facts.today)),
    };
    let conditions = [
        (of_age, ReasonCode::NotAdult, MissingFact::BornOn),
        (served, ReasonCode::MunicipalityNotCovered, MissingFact::Municipality),
    ];
    let failed: Vec<_> =
        conditions.iter().filter(|(met, ..)| *met == Some(false)).map(|(_, why, _)| why.code()).collect();
    if !failed.is_empty() {
        return Err(Refusal::NotEligible { failed });
    }
    let missing: Vec<_> = conditions.iter().filter(|(met, ..)| met.is_none()).map(|(.., fact)| fact.code()).collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::FactsMissing { missing }) }
}

/// Whether a programme can give so much to one budget, beside what it has given to others and promised to grants.
///
/// # Errors
/// `OverTheAllocation` with what is left.
pub fn within_allocation(allocated: Option<Cents>, given: Cents, cents: Cents) -> Result<(), Refusal> {
    match allocated {
        Some(allocated) if given + cents > allocated => {
            Err(Refusal::OverTheAllocation { left: (allocated - given).max(Cents(0)) })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use crate::programmes::built_in;
    use rstest::rstest;

    const STARTS_ON: NaiveDate = day(2020, 1, 1);

    // Cēsis (0420200) is one of the places of the pilot, Rīga (0001000) is none.
    #[rstest]
    #[case(Some(day(2002, 1, 1)), Some("0420200"), Ok(()))]
    #[case(Some(day(2002, 1, 2)), Some("0420200"), Err(Refusal::NotEligible { failed: vec!["not_adult"] }))]
    #[case(Some(day(2002, 1, 1)), Some("0001000"), Err(Refusal::NotEligible { failed: vec!["municipality_not_covered"] }))]
    #[case(None, Some("0001000"), Err(Refusal::NotEligible { failed: vec!["municipality_not_covered"] }))]
    #[case(None, Some("0420200"), Err(Refusal::FactsMissing { missing: vec!["born_on"] }))]
    #[case(Some(day(2002, 1, 1)), None, Err(Refusal::FactsMissing { missing: vec!["municipality"] }))]
    fn a_budget_is_opened_for_an_adult_where_the_programme_serves(
        #[case] born_on: Option<NaiveDate>,
        #[case] municipality: Option<&str>,
        #[case] expected: Result<(), Refusal>,
    ) {
        let pilot = built_in().into_iter().find(|programme| programme.code == "ib_pilot").unwrap();
        let facts = OpeningFacts { born_on, municipality, starts_on: STARTS_ON, today: day(2020, 3, 2) };

        assert_eq!(may_open(&pilot, &facts), expected);
    }

    #[rstest]
    #[case(None, 1_000_000, 1, None)]
    #[case(Some(1_000), 400, 600, None)]
    #[case(Some(1_000), 400, 601, Some(600))]
    #[case(Some(1_000), 1_100, 1, Some(0))]
    fn a_budget_takes_no_more_than_the_allocation_leaves(
        #[case] allocated: Option<i64>,
        #[case] given: i64,
        #[case] cents: i64,
        #[case] left: Option<i64>,
    ) {
        let found = within_allocation(allocated.map(Cents), Cents(given), Cents(cents));

        assert_eq!(found.err(), left.map(|left| Refusal::OverTheAllocation { left: Cents(left) }));
    }
}
