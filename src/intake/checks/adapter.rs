//! The way to a register: whoever or whatever asks it, what comes back has one shape.

use aplp_domain::dates::{has_come, not_before};
use aplp_domain::disability::{Answer, Disability, Register};
use aplp_domain::riga;
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

use super::wire::{EstablishedDisability, RegistryCheckInput};
use crate::error::Error;

/// What asks a register about a person.
pub trait Registry {
    /// How records name it.
    fn name(&self) -> &'static str;

    /// What the register says.
    ///
    /// # Errors
    /// `Invalid` when what it says cannot be, with the place of each fault.
    fn answer(&self, register: Register, now: DateTime<Utc>) -> Result<RegistryAnswer, Error>;
}

/// What a register said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryAnswer {
    /// The disability, where it told it.
    pub disability: Option<Disability>,
    /// Whether it has the mark of a mental disorder.
    pub mental_disorder: Answer,
    /// The day of birth, where it told it.
    pub born_on: Option<NaiveDate>,
    /// How the register or the file names the answer.
    pub reference: String,
    /// The SHA-256 of the kept evidence, 64 hexadecimal digits in lower case.
    pub evidence_sha256: String,
    /// When it was asked.
    pub checked_at: DateTime<Utc>,
}

/// An official who looks into the register and types the answer in.
pub struct Manual<'a>(pub &'a RegistryCheckInput);

impl Registry for Manual<'_> {
    fn name(&self) -> &'static str {
        "manual"
    }

    fn answer(&self, _: Register, now: DateTime<Utc>) -> Result<RegistryAnswer, Error> {
        let typed = self.0;
        let days = typed.disability.as_ref().and_then(|known| known.valid_from.zip(known.valid_to));
        Error::dates([
            has_come("checked_at", typed.checked_at, now),
            has_come("born_on", typed.born_on, riga::riga_day(now)),
            days.map_or(Ok(()), |(from, to)| not_before("disability/valid_to", to, from)),
        ])?;
        let disability = typed.disability.as_ref().map(|known| {
            let EstablishedDisability { group, valid_from, valid_to } = *known;
            Disability { group: group.0, valid_from, valid_to }
        });
        Ok(RegistryAnswer {
            disability,
            mental_disorder: typed.mental_disorder.0,
            born_on: typed.born_on,
            reference: typed.reference.clone(),
            evidence_sha256: typed.evidence_sha256.to_lowercase(),
            checked_at: typed.checked_at.trunc_subsecs(6),
        })
    }
}
