//! A person's death: recorded for anybody, taken back as a mistake by a second official, and the end of all that is done for them.

use crate::dates::has_come;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// Who told of a death.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The register of natural persons (MK 625, 14.1. p.).
    NaturalPersons,
    /// A certificate of death.
    Certificate,
    /// Another document.
    Other,
}

crate::codes!(Source as "DeathSource" => {
    NaturalPersons = "natural_persons",
    Certificate = "certificate",
    Other = "other",
});

/// Whether something may be done for a person on a day: from the day of death on nothing is applied for, offered, decided, agreed or
/// given (design; MK 625 knows no service for the dead, and APL 70. p. 3. d. no act).
///
/// # Errors
/// `PersonDied`.
pub fn lives_on(died_on: Option<NaiveDate>, on: NaiveDate) -> Result<(), Refusal> {
    match died_on {
        Some(died_on) if died_on <= on => Err(Refusal::PersonDied { died_on }),
        _ => Ok(()),
    }
}

/// Whether a death may be recorded: it has happened, none stands, and no support was given after its day, which would have to be
/// taken back first. What was given on that day stays.
///
/// # Errors
/// `InTheFuture` at `died_on`, `DeathRecorded`, `HoursInside` with the last day of support.
pub fn may_record(
    died_on: NaiveDate,
    today: NaiveDate,
    standing: Option<NaiveDate>,
    last_support: Option<NaiveDate>,
) -> Result<(), Refusal> {
    has_come("died_on", died_on, today)?;
    if let Some(died_on) = standing {
        return Err(Refusal::DeathRecorded { died_on });
    }
    match last_support {
        Some(day) if died_on < day => Err(Refusal::HoursInside { day }),
        _ => Ok(()),
    }
}

/// Whether an official may take back a death that was told by mistake: another one than who recorded it, once.
///
/// # Errors
/// `DeathRetracted`, `SameOfficial`.
pub fn may_retract(recorded_by: &str, official: &str, retracted: bool) -> Result<(), Refusal> {
    match (retracted, recorded_by == official) {
        (true, _) => Err(Refusal::DeathRetracted),
        (false, true) => Err(Refusal::SameOfficial),
        (false, false) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::DateFault;
    use crate::day;
    use rstest::rstest;

    const DIED_ON: NaiveDate = day(2026, 3, 10);

    #[rstest]
    #[case(None, true)]
    #[case(Some(day(2026, 3, 11)), true)]
    #[case(Some(DIED_ON), false)]
    #[case(Some(day(2026, 3, 9)), false)]
    fn nothing_is_done_for_a_person_from_the_day_of_death_on(#[case] died_on: Option<NaiveDate>, #[case] lives: bool) {
        let found = lives_on(died_on, DIED_ON);

        assert_eq!(found.is_ok(), lives);
        assert!(lives || found == Err(Refusal::PersonDied { died_on: died_on.unwrap() }));
    }

    #[rstest]
    #[case(day(2026, 3, 10), None, None, Ok(()))]
    #[case(day(2026, 3, 10), None, Some(day(2026, 3, 10)), Ok(()))]
    #[case(day(2026, 3, 9), None, None, Err(Refusal::Date(DateFault::InTheFuture("died_on"))))]
    #[case(day(2026, 3, 12), Some(day(2026, 3, 1)), None, Err(Refusal::DeathRecorded { died_on: day(2026, 3, 1) }))]
    #[case(day(2026, 3, 12), None, Some(day(2026, 3, 11)), Err(Refusal::HoursInside { day: day(2026, 3, 11) }))]
    fn a_death_has_happened_stands_alone_and_lies_before_no_support(
        #[case] today: NaiveDate,
        #[case] standing: Option<NaiveDate>,
        #[case] last_support: Option<NaiveDate>,
        #[case] expected: Result<(), Refusal>,
    ) {
        assert_eq!(may_record(DIED_ON, today, standing, last_support), expected);
    }

    #[rstest]
    #[case("one", "other", false, Ok(()))]
    #[case("one", "one", false, Err(Refusal::SameOfficial))]
    #[case("one", "other", true, Err(Refusal::DeathRetracted))]
    fn another_official_takes_a_death_back_once(
        #[case] recorded_by: &str,
        #[case] official: &str,
        #[case] retracted: bool,
        #[case] expected: Result<(), Refusal>,
    ) {
        assert_eq!(may_retract(recorded_by, official, retracted), expected);
    }
}
