//! The answer of `eligibility::check` for many persons at once, without saying why.

use chrono::NaiveDate;

use crate::age::adult_born_by;
use crate::disability::{Disability, Group, MentalDisorder};
use crate::eligibility::{Facts, Outcome};
use crate::figure::NotInForce;
use crate::programmes::Programme;

/// What a programme asks of a person on a day, with everything worked out that is the same for all persons.
#[derive(Debug, Clone)]
pub struct Criteria<'a> {
    programme: &'a Programme,
    on: NaiveDate,
    /// The last day of birth of those who are of age.
    adult_born_by: NaiveDate,
    /// Whether the programme serves groups I, II and III.
    covers: [bool; 3],
    /// Whether the programme has started and has not ended.
    runs: bool,
}

impl<'a> Criteria<'a> {
    /// What a programme asks on a day.
    ///
    /// # Errors
    /// `NotInForce` on a day for which the law has no age of adults.
    pub fn of(programme: &'a Programme, on: NaiveDate) -> Result<Self, NotInForce> {
        let asked_on = on.max(programme.starts_on);
        let covers = [Group::I, Group::II, Group::III].map(|group| {
            let from = programme.covers_from(group);
            from.is_some_and(|from| from <= asked_on)
        });
        Ok(Self {
            programme,
            on,
            adult_born_by: adult_born_by(on)?,
            covers,
            runs: programme.starts_on <= on && programme.ends_on.is_none_or(|last| on <= last),
        })
    }

    /// Whether a person is eligible: the outcome that `eligibility::check` has for the same facts.
    #[must_use]
    pub fn outcome(&self, facts: &Facts) -> Outcome {
        let of_age = facts.born_on.map(|born_on| born_on <= self.adult_born_by);
        let disabled = facts.disability.map(|disability| self.serves(disability));
        let disordered = match facts.mental_disorder {
            MentalDisorder::Confirmed => Some(true),
            MentalDisorder::Absent => Some(false),
            MentalDisorder::Unknown => None,
        };
        let conditions = [Some(self.runs), of_age, disabled, disordered, self.place(facts), self.formerly(facts)];
        if conditions.contains(&Some(false)) {
            return Outcome::Ineligible;
        }
        if conditions.contains(&None) { Outcome::Unknown } else { Outcome::Eligible }
    }

    fn serves(&self, disability: Disability) -> bool {
        let covered = match disability.group {
            Group::None => return false,
            Group::I => self.covers[0],
            Group::II => self.covers[1],
            Group::III => self.covers[2],
        };
        covered && disability.is_valid_on(self.on)
    }

    fn place(&self, facts: &Facts) -> Option<bool> {
        if self.programme.municipalities.is_empty() {
            return Some(true);
        }
        facts.municipality.as_deref().map(|atvk| self.programme.serves_place(atvk, self.on))
    }

    fn formerly(&self, facts: &Facts) -> Option<bool> {
        let Some(former) = &self.programme.former_programme else { return Some(true) };
        facts.formerly_in.as_ref().map(|served| served.contains(former))
    }
}
