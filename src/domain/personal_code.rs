//! The Latvian personal code in both of its forms: the legacy one with a birth date, and the new one without.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::day;

/// The last day on which a legacy code was assigned. Source: pmlp.gov.lv/lv/personas-koda-maina.
pub const LAST_LEGACY_DAY: NaiveDate = day(2017, 6, 30);

/// The weights of digits one to ten in the check digit of a legacy code.
/// No authority publishes them; python-stdnum (`stdnum.lv.pvn`) and FakerPHP state the same ones.
const WEIGHTS: [u32; 10] = [10, 5, 8, 4, 2, 1, 6, 3, 7, 9];

/// A personal code whose structure is right, held as eleven digits.
///
/// It says nothing about whether the code was ever assigned to anybody. It has no `Display`, and `Debug` hides it,
/// so that no log or panic can carry one by accident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalCode(String);

/// Which of the two kinds of code it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeForm {
    /// `DDMMYY-CNNNK`: birth date, century, serial number, check digit. Assigned up to 2017-06-30.
    Legacy,
    /// `3` and one of `2..9`, then nine random digits: no birth date and no check digit. Assigned from 2017-07-01.
    New,
}

crate::codes!(CodeForm { Legacy = "legacy", New = "new" });

/// Why a text is not a personal code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalCodeFault {
    /// Not eleven digits with at most one hyphen, which then stands after the sixth.
    LengthOrCharacters,
    /// The first digit is four or more: such numbers belong to legal entities.
    LegalEntityNumber,
    /// The seventh digit of a legacy code is not 0 (18xx), 1 (19xx) or 2 (20xx).
    Century,
    /// The birth date inside a legacy code is not in the calendar.
    NoSuchDay,
    /// The birth date inside a legacy code is later than the last day on which such codes were assigned.
    BornAfterLegacyCodes,
    /// The last digit of a legacy code does not follow from the others.
    CheckDigit,
}

crate::codes!(PersonalCodeFault {
    LengthOrCharacters = "length_or_characters",
    LegalEntityNumber = "legal_entity_number",
    Century = "century",
    NoSuchDay = "no_such_day",
    BornAfterLegacyCodes = "born_after_legacy_codes",
    CheckDigit = "check_digit",
});

/// Why one code cannot take the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeChangeFault {
    /// The person has the new form already; it stays for life.
    NewCodeIsFinal,
    /// The code offered instead is a legacy one; those are no longer assigned.
    OnlyToNewForm,
}

crate::codes!(CodeChangeFault { NewCodeIsFinal = "new_code_is_final", OnlyToNewForm = "only_to_new_form" });

impl PersonalCode {
    /// Reads a code as people write it: eleven digits, with or without a hyphen after the sixth, ASCII white space around it.
    ///
    /// # Errors
    /// The first `PersonalCodeFault` in the order of the enum. New codes are held to their structure alone: their digits are
    /// random, so a check digit would turn real people away.
    pub fn parse(text: &str) -> Result<Self, PersonalCodeFault> {
        let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
        let (head, tail) = text
            .split_once('-')
            .or_else(|| text.split_at_checked(6))
            .filter(|(head, tail)| head.len() == 6 && tail.len() == 5)
            .ok_or(PersonalCodeFault::LengthOrCharacters)?;
        let code = format!("{head}{tail}");
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PersonalCodeFault::LengthOrCharacters);
        }
        if code.as_bytes() >= b"4".as_slice() {
            return Err(PersonalCodeFault::LegalEntityNumber);
        }
        let code = Self(code);
        if code.form() == CodeForm::Legacy {
            code.check_legacy()?;
        }
        Ok(code)
    }

    /// The eleven digits without a hyphen: the one form in which a code is stored and compared.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The code as it is printed on documents, `161175-19997`.
    pub fn hyphenated(&self) -> String {
        let (head, tail) = self.0.split_at(6);
        format!("{head}-{tail}")
    }

    /// What is shown where the code may not be: `******-*****`, no digit of it. Of a legacy code the birth date is known in most
    /// cases, and seven digits with it; the last four would be the rest.
    pub fn masked(&self) -> &'static str {
        "******-*****"
    }

    /// Legacy or new. A legacy code starts with a day, so never with more than `31`.
    pub fn form(&self) -> CodeForm {
        if self.0.as_bytes() >= b"32".as_slice() { CodeForm::New } else { CodeForm::Legacy }
    }

    /// The birth date a legacy code carries; none for a new one, which carries nothing.
    pub fn born_on(&self) -> Option<NaiveDate> {
        match self.form() {
            CodeForm::Legacy => self.day_inside(),
            CodeForm::New => None,
        }
    }

    fn check_legacy(&self) -> Result<(), PersonalCodeFault> {
        if self.digit(6) > 2 {
            return Err(PersonalCodeFault::Century);
        }
        let born = self.day_inside().ok_or(PersonalCodeFault::NoSuchDay)?;
        if born > LAST_LEGACY_DAY {
            return Err(PersonalCodeFault::BornAfterLegacyCodes);
        }
        let weighted: u32 = WEIGHTS.iter().enumerate().map(|(place, weight)| weight * self.digit(place)).sum();
        // A remainder of ten is written as zero; codes of that kind are in use.
        if (1 + weighted) % 11 % 10 != self.digit(10) {
            return Err(PersonalCodeFault::CheckDigit);
        }
        Ok(())
    }

    fn day_inside(&self) -> Option<NaiveDate> {
        let two = |place: usize| self.digit(place) * 10 + self.digit(place + 1);
        let century = i32::try_from(self.digit(6)).ok()?;
        let year = i32::try_from(two(4)).ok()?;
        NaiveDate::from_ymd_opt(1800 + 100 * century + year, two(2), two(0))
    }

    fn digit(&self, place: usize) -> u32 {
        u32::from(self.0.as_bytes()[place] - b'0')
    }
}

impl fmt::Debug for PersonalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Whether a person may go over from one code to the other: from a legacy code to a new one, which can happen only once.
/// Source: pmlp.gov.lv/lv/personas-koda-maina. The change by adoption, which ends a new code, is not among these.
///
/// # Errors
/// `NewCodeIsFinal` when the person has a new code, `OnlyToNewForm` when a legacy code is offered.
pub fn change_allowed(from: &PersonalCode, to: &PersonalCode) -> Result<(), CodeChangeFault> {
    match (from.form(), to.form()) {
        (CodeForm::Legacy, CodeForm::New) => Ok(()),
        (CodeForm::New, _) => Err(CodeChangeFault::NewCodeIsFinal),
        (CodeForm::Legacy, CodeForm::Legacy) => Err(CodeChangeFault::OnlyToNewForm),
    }
}

/// Whether a new code may hold from a day on, after a legacy code that holds since another day, or since one that is not
/// known: there were no new codes before 1 July 2017, and every code holds for a day at least. Source: as above.
pub fn changed_on(legacy_since: Option<NaiveDate>, on: NaiveDate) -> bool {
    LAST_LEGACY_DAY < on && legacy_since.is_none_or(|since| since < on)
}

/// The legacy code for a birth date and a serial number of three digits, with its check digit: how test and demonstration
/// persons get theirs. None when the date has no such code or the serial number has more than three digits.
pub fn legacy(born_on: NaiveDate, serial: u32) -> Option<PersonalCode> {
    let century = u32::try_from(born_on.year() / 100 - 18).ok()?;
    let head = format!("{}{century}{serial:03}", born_on.format("%d%m%y"));
    (0..10).find_map(|check| PersonalCode::parse(&format!("{head}{check}")).ok())
}
