//! Whether a programme can pay for one more person.

use crate::quantity::{Cents, Minutes};
use crate::terms::last_day_of_months;
use chrono::NaiveDate;

/// What a programme may spend and has promised already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The most persons at one time; none without a limit.
    pub places: Option<i32>,
    /// The persons it serves.
    pub places_taken: i32,
    /// All the money allocated to it; none when money is not kept here.
    pub cents: Option<Cents>,
    /// What of it is spent or promised.
    pub committed: Cents,
}

/// Whether one more person can be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Funding {
    /// There is money and a place, and nobody waits before this person.
    Available,
    /// The money or the places are used up.
    Exhausted,
    /// There would be money and a place, but others wait before this person.
    OthersWaiting,
}

crate::codes!(Funding { Available = "available", Exhausted = "exhausted", OthersWaiting = "others_waiting" });

/// What a grant costs over its term, rounded up to a whole cent (design). A programme without a rate counts no money.
pub fn cost(volume: Minutes, months: u32, hour_rate: Option<Cents>) -> Cents {
    const MINUTES_IN_AN_HOUR: i128 = 60;
    let Some(Cents(rate)) = hour_rate else { return Cents(0) };
    let product = i128::from(volume.0) * i128::from(months) * i128::from(rate);
    // Not above zero is nothing to pay; above, one less and one more make the division round up.
    let cents = if product <= 0 { 0 } else { (product - 1) / MINUTES_IN_AN_HOUR + 1 };
    Cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// The longest term that is counted, in months: a hundred years (design).
const MONTHS_MAX: u32 = 1200;

/// How many months a term pays for: a month that was begun counts whole, so a term cut short by its programme costs less.
pub fn months(term_from: NaiveDate, term_to: NaiveDate) -> u32 {
    let holds = |&months: &u32| last_day_of_months(term_from, months).is_none_or(|last| term_to <= last);
    (1..=MONTHS_MAX).find(holds).unwrap_or(MONTHS_MAX)
}

/// Whether the balance carries one more person at this cost, with so many waiting before them.
///
/// Source: Labklājības ministrija, pakalpojuma apraksts ("ir beidzies … piešķirtais finansējums", "rindas kārtībā").
pub fn funding(balance: &Balance, cost: Cents, ahead_in_queue: i64) -> Funding {
    let Balance { places, places_taken, cents, committed } = *balance;
    let full = places.is_some_and(|places| places_taken >= places);
    let broke = cents.is_some_and(|cents| committed + cost > cents);
    match (full || broke, ahead_in_queue > 0) {
        (true, _) => Funding::Exhausted,
        (false, true) => Funding::OthersWaiting,
        (false, false) => Funding::Available,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use proptest::prelude::*;
    use rstest::rstest;

    const MONEY: Balance = Balance { places: None, places_taken: 7, cents: Some(Cents(1000)), committed: Cents(400) };
    const PLACES: Balance = Balance { places: Some(41), places_taken: 40, cents: None, committed: Cents(0) };

    // B42, A40
    #[rstest]
    #[case(MONEY, 599, 0, Funding::Available)]
    #[case(MONEY, 600, 0, Funding::Available)]
    #[case(MONEY, 601, 0, Funding::Exhausted)]
    #[case(MONEY, 600, 1, Funding::OthersWaiting)]
    #[case(MONEY, 601, 1, Funding::Exhausted)]
    #[case(PLACES, 1_000_000, 0, Funding::Available)]
    #[case(Balance { places_taken: 41, ..PLACES }, 0, 0, Funding::Exhausted)]
    #[case(Balance { places_taken: 42, ..PLACES }, 0, 0, Funding::Exhausted)]
    fn a_programme_serves_one_more_while_money_and_places_last_and_nobody_waits_before(
        #[case] balance: Balance,
        #[case] cents: i64,
        #[case] ahead: i64,
        #[case] expected: Funding,
    ) {
        assert_eq!(funding(&balance, Cents(cents), ahead), expected);
    }

    #[rstest]
    #[case(480, 12, Some(1500), 144_000)]
    #[case(1, 1, Some(60), 1)]
    #[case(1, 1, Some(61), 2)]
    #[case(1, 1, Some(1), 1)]
    #[case(0, 12, Some(1500), 0)]
    #[case(480, 12, None, 0)]
    #[case(i32::MAX, u32::MAX, Some(i64::MAX), i64::MAX)]
    fn a_grant_costs_its_hours_rounded_up_to_a_cent(
        #[case] minutes: i32,
        #[case] months: u32,
        #[case] rate: Option<i64>,
        #[case] cents: i64,
    ) {
        assert_eq!(cost(Minutes(minutes), months, rate.map(Cents)), Cents(cents));
    }

    #[rstest]
    #[case(day(2026, 3, 15), day(2027, 3, 14), 12)]
    #[case(day(2024, 2, 29), day(2025, 2, 28), 12)]
    #[case(day(2021, 3, 1), day(2021, 8, 31), 6)]
    #[case(day(2021, 8, 31), day(2021, 8, 31), 1)]
    #[case(day(2023, 1, 15), day(2023, 2, 14), 1)]
    #[case(day(2023, 1, 15), day(2023, 2, 15), 2)]
    fn a_term_pays_for_every_month_it_has_begun(#[case] from: NaiveDate, #[case] to: NaiveDate, #[case] paid: u32) {
        assert_eq!(months(from, to), paid);
    }

    proptest! {
        #[test]
        fn a_cost_is_never_less_than_the_exact_one_and_never_a_cent_more(
            minutes in 0..100_000_i32,
            months in 0..100_u32,
            rate in 0..100_000_i64,
        ) {
            let sixtieths = i64::from(minutes) * i64::from(months) * rate;

            let Cents(cents) = cost(Minutes(minutes), months, Some(Cents(rate)));

            prop_assert!(cents * 60 >= sixtieths);
            prop_assert!(cents * 60 - sixtieths < 60);
        }
    }
}
