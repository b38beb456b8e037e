//! Incidents: within the service, and to the support person of that day.

use crate::agreement::InForce;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// What has been found before an incident is recorded.
#[derive(Debug, Clone, Copy)]
pub struct IncidentFacts<'a> {
    /// Today.
    pub today: NaiveDate,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of service.
    pub last_day: NaiveDate,
    /// When each of the signed agreements was in force, in the order in which one took the place of the other.
    pub agreements: &'a [InForce],
}

/// Under which of the agreements an incident happened on a day: the last one that was in force on it (design). Nothing happens to a
/// support person at work before the service has begun, after its end, or who only stands in a draft.
///
/// # Errors
/// `OutsideTheTerm` for a day on which there was no service yet or none any more, `NoAgreementOn` for one on which no agreement
/// was in force.
pub fn incident_under(on: NaiveDate, facts: &IncidentFacts<'_>) -> Result<usize, Refusal> {
    let IncidentFacts { today, term_from, last_day, agreements } = *facts;
    if on < term_from || last_day.min(today) < on {
        return Err(Refusal::OutsideTheTerm { term_from, term_to: last_day });
    }
    agreements.iter().rposition(|in_force| in_force.on(on)).ok_or(Refusal::NoAgreementOn { day: on })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use chrono::{DateTime, Utc};
    use rstest::rstest;

    /// Riga is two hours ahead of UTC in winter.
    fn at(on: NaiveDate, hour: u32) -> DateTime<Utc> {
        on.and_hms_opt(hour, 0, 0).unwrap().and_utc()
    }

    // B52
    #[rstest]
    #[case(day(2026, 1, 11), Err("outside_term"))]
    #[case(day(2026, 1, 12), Err("no_agreement_yet"))]
    #[case(day(2026, 1, 13), Ok(0))]
    #[case(day(2026, 1, 19), Ok(0))]
    #[case(day(2026, 1, 20), Ok(1))]
    #[case(day(2026, 3, 2), Ok(1))]
    #[case(day(2026, 3, 3), Err("outside_term"))]
    fn an_incident_lies_in_the_service_and_under_the_agreement_of_its_day(
        #[case] on: NaiveDate,
        #[case] under: Result<usize, &str>,
    ) {
        let changed = at(day(2026, 1, 20), 10);
        let first = InForce { from: at(day(2026, 1, 12), 22), until: Some(changed) };
        let second = InForce { from: changed, until: None };
        let (today, last_day) = (day(2026, 3, 2), day(2027, 1, 11));
        let facts = IncidentFacts { today, term_from: day(2026, 1, 12), last_day, agreements: &[first, second] };

        assert_eq!(incident_under(on, &facts).map_err(|refusal| refusal.code()), under);
        let ended = IncidentFacts { last_day: day(2026, 1, 12), ..facts };
        assert_eq!(incident_under(day(2026, 1, 13), &ended).map_err(|refusal| refusal.code()), Err("outside_term"));
    }

    #[test]
    fn an_agreement_that_was_in_force_at_no_moment_names_nobody() {
        let moment = at(day(2026, 1, 20), 10);
        let never = InForce { from: moment, until: Some(moment) };
        let until_midnight = InForce { from: at(day(2026, 1, 12), 10), until: Some(at(day(2026, 1, 19), 22)) };

        assert!(!never.on(day(2026, 1, 20)));
        assert!(until_midnight.on(day(2026, 1, 19)) && !until_midnight.on(day(2026, 1, 20)));
    }
}
