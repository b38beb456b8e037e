//! From which day a person is of age.

use crate::day;
use crate::figure::{Figure, NotInForce, Since, Unit};
use crate::law::{Act, Source};
use chrono::{Datelike, NaiveDate};

const ADULT_AGE: Since = Since {
    day: day(1993, 1, 1),
    until: None,
    value: 18,
    source: Source::law(Act::Spspl, "1(42)")
        .noting("Civillikums 219. p.; Labklājības ministrija, pakalpojuma apraksts: \"pilngadīgām personām\""),
};

/// From which age a person is of age, in years.
pub const ADULT_AGE_YEARS: Figure = Figure { code: "adult_age_years", unit: Unit::Years, values: &[ADULT_AGE] };

pub(crate) const FIGURES: &[&Figure] = &[&ADULT_AGE_YEARS];

/// The first day on which a person is of age, by the law of a day.
///
/// # Errors
/// `NotInForce` on a day on which no age is known to be that of an adult.
pub fn adult_from(born_on: NaiveDate, on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    Ok(birthday(born_on, ADULT_AGE_YEARS.on(on)?.value))
}

/// The last day of birth of those who are of age on a day.
///
/// # Errors
/// As `adult_from`.
pub fn adult_born_by(on: NaiveDate) -> Result<NaiveDate, NotInForce> {
    let year = on.year().saturating_sub(ADULT_AGE_YEARS.on(on)?.value as i32);
    // Nobody who was born on a day after 28 February of a common year is of age on 29 February.
    Ok(on.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).unwrap_or(NaiveDate::MIN))
}

/// The day of birth that counts where the association's record and a register name one, and whether the two contradict each other.
/// The register's goes before (MK 625, 14.1. p.); where the two would make the person of age and not, it is unknown.
///
/// # Errors
/// As `adult_from`.
pub fn settled_birth(
    recorded: Option<NaiveDate>,
    register: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<(Option<NaiveDate>, bool), NotInForce> {
    let (Some(one), Some(other)) = (recorded, register) else { return Ok((register.or(recorded), false)) };
    let of_age = |born_on| adult_from(born_on, on).map(|from| from <= on);
    let known = of_age(one)? == of_age(other)?;
    Ok((known.then_some(other), one != other))
}

/// The day on which a person completes so many years. Born on 29 February: 1 March of a common year (design).
pub(crate) fn birthday(born_on: NaiveDate, years: i64) -> NaiveDate {
    let year = born_on.year().saturating_add(years as i32);
    born_on.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(day(2008, 2, 15), day(2026, 2, 15))]
    #[case(day(2008, 2, 29), day(2026, 3, 1))]
    #[case(day(2008, 1, 1), day(2026, 1, 1))]
    #[case(day(2007, 12, 31), day(2025, 12, 31))]
    #[case(NaiveDate::MAX, NaiveDate::MAX)]
    fn a_person_is_of_age_from_the_eighteenth_birthday(#[case] born_on: NaiveDate, #[case] from: NaiveDate) {
        assert_eq!(adult_from(born_on, day(2026, 1, 1)), Ok(from));
    }

    #[rstest]
    #[case(None, None, None, false)]
    #[case(Some(day(1990, 1, 1)), None, Some(day(1990, 1, 1)), false)]
    #[case(None, Some(day(2010, 1, 1)), Some(day(2010, 1, 1)), false)]
    #[case(Some(day(1990, 1, 1)), Some(day(1990, 1, 1)), Some(day(1990, 1, 1)), false)]
    #[case(Some(day(1990, 1, 1)), Some(day(1990, 1, 2)), Some(day(1990, 1, 2)), true)]
    #[case(Some(day(1990, 1, 1)), Some(day(2010, 1, 1)), None, true)]
    #[case(Some(day(2010, 1, 1)), Some(day(2009, 1, 1)), Some(day(2009, 1, 1)), true)]
    fn a_day_of_birth_is_unknown_only_where_its_sources_lead_to_different_answers(
        #[case] recorded: Option<NaiveDate>,
        #[case] register: Option<NaiveDate>,
        #[case] counts: Option<NaiveDate>,
        #[case] contradicts: bool,
    ) {
        assert_eq!(settled_birth(recorded, register, day(2026, 1, 1)), Ok((counts, contradicts)));
    }

    #[rstest]
    #[case(day(2026, 3, 2))]
    #[case(day(2026, 2, 28))]
    #[case(day(2026, 3, 1))]
    #[case(day(2028, 2, 28))]
    #[case(day(2028, 2, 29))]
    #[case(day(2028, 3, 1))]
    fn whoever_was_born_by_the_last_day_is_of_age_and_whoever_was_born_a_day_later_is_not(#[case] on: NaiveDate) {
        let last = adult_born_by(on).unwrap();

        assert!(adult_from(last, on).unwrap() <= on);
        assert!(adult_from(last.succ_opt().unwrap(), on).unwrap() > on);
    }

    #[test]
    fn before_the_first_known_age_of_adults_nobody_is_judged_by_a_later_one() {
        let judged = |on| adult_from(day(1970, 1, 1), on);
        let on = day(1992, 12, 31);

        assert_eq!(judged(on), Err(NotInForce { figure: "adult_age_years", on }));
        assert_eq!(adult_born_by(on), Err(NotInForce { figure: "adult_age_years", on }));
        assert_eq!(judged(day(1993, 1, 1)), Ok(day(1988, 1, 1)));
    }
}
