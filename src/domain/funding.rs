//! Whether a programme can pay for one more person.

mod held;

use crate::programmes::{Programme, term};
use crate::quantity::{Cents, Minutes};
use crate::refusal::Refusal;
use chrono::{Datelike, NaiveDate};

pub(crate) use held::FIGURES;
pub use held::{Held, Service, held, is_settled, settled_as_of, settles_next};

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

/// What some minutes of one month cost, rounded up to a whole cent (design). A programme without a rate counts no money.
pub fn month_cost(minutes: Minutes, hour_rate: Option<Cents>) -> Cents {
    const MINUTES_IN_AN_HOUR: i128 = 60;
    let Some(Cents(rate)) = hour_rate else { return Cents(0) };
    let product = i128::from(minutes.0) * i128::from(rate);
    // Not above zero is nothing to pay; above, one less and one more make the division round up.
    let cents = if product <= 0 { 0 } else { (product - 1) / MINUTES_IN_AN_HOUR + 1 };
    Cents(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// What a volume costs in so many months, each of them rounded up by itself.
pub fn cost(volume: Minutes, months: u32, hour_rate: Option<Cents>) -> Cents {
    Cents(month_cost(volume, hour_rate).0.saturating_mul(i64::from(months)))
}

/// How many months a term pays for: every calendar month that has a day of it, because each of these has the whole volume
/// (design: no pro-rata). So the hours that may be given never cost more than what is put aside for them.
pub fn months(term_from: NaiveDate, term_to: NaiveDate) -> u32 {
    let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    u32::try_from(count(term_to) - count(term_from) + 1).unwrap_or(0)
}

/// What a volume costs under a programme over a whole term that begins on a day.
///
/// # Errors
/// `OutsideTheProgramme` for a day on which it does not run.
pub fn term_cost(programme: &Programme, from: NaiveDate, volume: Minutes) -> Result<Cents, Refusal> {
    let (from, to) = term(programme, from)?;
    Ok(cost(volume, months(from, to), programme.hour_rate))
}

/// Whether the money that was allocated carries so much more, beside all that is spent or promised.
pub fn affords(balance: &Balance, more: Cents) -> bool {
    balance.cents.is_none_or(|cents| balance.committed + more <= cents)
}

/// Whether the balance carries one more person at this cost, with so many waiting before them.
///
/// Source: MK 625, 16.2, and Labklājības ministrija, pakalpojuma apraksts ("ir beidzies … piešķirtais finansējums", "rindas kārtībā").
pub fn funding(balance: &Balance, cost: Cents, ahead_in_queue: i64) -> Funding {
    let full = balance.places.is_some_and(|places| balance.places_taken >= places);
    match (full || !affords(balance, cost), ahead_in_queue > 0) {
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
    #[case(1, 3, Some(61), 6)]
    #[case(1, 1, Some(1), 1)]
    #[case(0, 12, Some(1500), 0)]
    #[case(480, 12, None, 0)]
    #[case(i32::MAX, u32::MAX, Some(i64::MAX), i64::MAX)]
    fn a_grant_costs_its_hours_each_month_rounded_up_to_a_cent(
        #[case] minutes: i32,
        #[case] months: u32,
        #[case] rate: Option<i64>,
        #[case] cents: i64,
    ) {
        assert_eq!(cost(Minutes(minutes), months, rate.map(Cents)), Cents(cents));
    }

    #[rstest]
    #[case(day(2026, 3, 1), day(2027, 2, 28), 12)]
    #[case(day(2026, 3, 15), day(2027, 3, 14), 13)]
    #[case(day(2024, 2, 29), day(2025, 2, 28), 13)]
    #[case(day(2021, 3, 1), day(2021, 8, 31), 6)]
    #[case(day(2021, 8, 31), day(2021, 8, 31), 1)]
    #[case(day(2023, 1, 31), day(2023, 2, 1), 2)]
    #[case(day(2023, 2, 1), day(2023, 1, 31), 0)]
    fn a_term_pays_for_every_calendar_month_that_has_a_day_of_it(
        #[case] from: NaiveDate,
        #[case] to: NaiveDate,
        #[case] paid: u32,
    ) {
        assert_eq!(months(from, to), paid);
    }

    proptest! {
        #[test]
        fn a_cost_is_never_less_than_the_exact_one_and_never_a_cent_a_month_more(
            minutes in 0..100_000_i32,
            months in 0..100_u32,
            rate in 0..100_000_i64,
        ) {
            let sixtieths = i64::from(minutes) * i64::from(months) * rate;

            let Cents(cents) = cost(Minutes(minutes), months, Some(Cents(rate)));

            prop_assert!(cents * 60 >= sixtieths);
            prop_assert!(cents * 60 - sixtieths <= 59 * i64::from(months));
        }
    }
}
