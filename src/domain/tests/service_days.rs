//! On which days there was service: boundaries of signature, term, suspension and end.

use aplp_domain::day;
use aplp_domain::grant::{Interval, ServiceDays};
use chrono::NaiveDate;
use rstest::rstest;

fn interval(from: NaiveDate, to: Option<NaiveDate>) -> Interval {
    Interval { from, to }
}

#[rstest]
#[case(day(2026, 1, 31), false)]
#[case(day(2026, 2, 1), false)]
#[case(day(2026, 2, 2), true)]
#[case(day(2026, 3, 9), true)]
#[case(day(2026, 3, 10), false)]
#[case(day(2026, 3, 20), false)]
#[case(day(2026, 3, 21), true)]
#[case(day(2026, 5, 31), true)]
#[case(day(2026, 6, 1), false)]
#[case(day(2026, 12, 31), false)]
#[case(day(2027, 1, 1), false)]
fn a_day_has_service_when_it_was_signed_for_and_neither_suspended_nor_ended(
    #[case] on: NaiveDate,
    #[case] there: bool,
) {
    let service = ServiceDays {
        signed_on: Some(day(2026, 2, 2)),
        term_from: day(2026, 2, 1),
        last_day: day(2026, 12, 31),
        suspensions: &[interval(day(2026, 3, 10), Some(day(2026, 3, 20))), interval(day(2026, 6, 1), None)],
    };

    assert_eq!(service.holds(on), there);
    assert!(!ServiceDays { signed_on: None, ..service }.holds(on));
    assert_eq!(ServiceDays { suspensions: &[], ..service }.holds(on), day(2026, 2, 2) <= on && on <= day(2026, 12, 31));
}
