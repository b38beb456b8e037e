//! The application: what it must hold, how it moves, and what has to come before what.

mod defect;
mod state;

use crate::code::Code;
use crate::day;
use crate::disability::{Answer, Certificate, Confirmation, Source, Step, confirm};
use crate::figure::{Figure, Since, Unit};
use crate::law;
use crate::refusal::Refusal;
use chrono::{Days, NaiveDate};

pub use defect::{Defect, Defects, cured, found_defective};
pub use state::{Event, State, allowed, found_anew, must_be_open, next, reopened};

/// How the application is written; both forms are accepted (MK 625, 12–13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormKind {
    /// In the applicant's own form.
    FreeForm,
    /// On the form of the association.
    ZeldaForm,
}

crate::codes!(FormKind { FreeForm = "free_form", ZeldaForm = "zelda_form" });

/// How it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// By post.
    Post,
    /// By e-mail with a secure electronic signature.
    ESignature,
    /// Handed in.
    InPerson,
    /// To the official electronic address.
    EAddress,
}

crate::codes!(Channel { Post = "post", ESignature = "e_signature", InPerson = "in_person", EAddress = "e_address" });

/// Who takes an application back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WithdrawnBy {
    /// The person.
    Person,
    /// Somebody who represents the person, by law or by a power of attorney.
    Representative,
}

crate::codes!(WithdrawnBy { Person = "person", Representative = "representative" });

/// Whether somebody may take an application back: the person, or a representative who proves it (Administratīvā procesa likums
/// 38. pants).
///
/// # Errors
/// `AuthorityNotProven` for a representative without a document.
pub fn may_withdraw(by: WithdrawnBy, documented: bool) -> Result<(), Refusal> {
    match by {
        WithdrawnBy::Representative if !documented => Err(Refusal::AuthorityNotProven),
        WithdrawnBy::Person | WithdrawnBy::Representative => Ok(()),
    }
}

/// Which of the obligatory contents an application states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stated {
    /// The given name.
    pub given_name: bool,
    /// The surname.
    pub family_name: bool,
    /// The personal code.
    pub personal_code: bool,
    /// The address where the person actually lives.
    pub address: bool,
    /// How to reach the person.
    pub contact: bool,
    /// What is known of the disability.
    pub disability: bool,
    /// What stops its movement until it is cured.
    pub defects: Defects,
}

/// A content that the application must hold (MK 625, 12–13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingItem {
    /// The given name.
    GivenName,
    /// The surname.
    FamilyName,
    /// The personal code.
    PersonalCode,
    /// The address where the person actually lives.
    Address,
    /// How to reach the person.
    Contact,
    /// What is known of the disability.
    Disability,
}

crate::codes!(MissingItem {
    GivenName = "given_name",
    FamilyName = "family_name",
    PersonalCode = "personal_code",
    Address = "address",
    Contact = "contact",
    Disability = "disability",
});

/// What an application still lacks, in the order of the law. A lack makes it incomplete, never refused.
pub fn missing(stated: &Stated) -> Vec<MissingItem> {
    let Stated { given_name, family_name, personal_code, address, contact, disability, defects: _ } = *stated;
    let stated = [given_name, family_name, personal_code, address, contact, disability];
    MissingItem::ALL.iter().zip(stated).filter(|(_, stated)| !stated).map(|(&item, _)| item).collect()
}

/// What an application lacks before it is reviewed: the codes of its missing contents and of its defects.
fn lacks(stated: &Stated) -> Vec<&'static str> {
    let defects = stated.defects.all().into_iter().map(Code::code);
    missing(stated).into_iter().map(Code::code).chain(defects).collect()
}

/// Whether the review may begin.
///
/// # Errors
/// `ApplicationIncomplete` with what is missing and the defects that are not cured.
pub fn may_start_review(stated: &Stated) -> Result<(), Refusal> {
    let missing = lacks(stated);
    if missing.is_empty() { Ok(()) } else { Err(Refusal::ApplicationIncomplete { missing }) }
}

/// Where an application stands after what it states was changed.
///
/// # Errors
/// `ApplicationIncomplete` when the change would take away what a review that has begun relies on, `IllegalMove` once the
/// application is decided or withdrawn.
pub fn restated(state: State, stated: &Stated) -> Result<State, Refusal> {
    must_be_open(state)?;
    match (state, lacks(stated).is_empty()) {
        (State::Submitted, false) => next(state, Event::FoundIncomplete),
        (State::Incomplete, true) => next(state, Event::Completed),
        (State::Incomplete, false) | (_, true) => Ok(state),
        (_, false) => {
            may_start_review(stated).map(|()| state).map_err(|refusal| refusal.standing(state, allowed(state)))
        }
    }
}

/// Where an application stands when a register answers: the first answer begins the review.
///
/// # Errors
/// `ApplicationIncomplete` while content is missing, `IllegalMove` once the application is decided or withdrawn.
pub fn checked(state: State, stated: &Stated) -> Result<State, Refusal> {
    must_be_open(state)?;
    may_start_review(stated).map_err(|refusal| refusal.standing(state, allowed(state)))?;
    match restated(state, stated)? {
        State::Submitted => next(State::Submitted, Event::ReviewStarted),
        begun => Ok(begun),
    }
}

/// Where an application stands when its needs are assessed: a certificate that is not waited for any more counts as come.
///
/// # Errors
/// Those of `may_assess`, and `IllegalMove` once the application is decided or withdrawn.
pub fn assessed(state: State, checks: Checks) -> Result<State, Refusal> {
    must_be_open(state)?;
    may_assess(checks).map_err(|refusal| refusal.standing(state, allowed(state)))?;
    let state = match state {
        State::CertificateRequested => next(state, Event::CertificateReceived)?,
        state => state,
    };
    next(state, Event::Assessed)
}

/// What the registers and the psychiatrist have answered so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checks {
    /// The disability information system.
    pub iis: Answer,
    /// VDEĀVK.
    pub vdeavk: Answer,
    /// The psychiatrist's certificate.
    pub certificate: Certificate,
}

/// Whether the needs may be assessed: only after the cascade of checks has ended.
///
/// # Errors
/// `RegisterNotChecked` or `CertificateOutstanding` for the step that has to come first.
pub fn may_assess(checks: Checks) -> Result<(), Refusal> {
    match confirm(checks.iis, checks.vdeavk, checks.certificate) {
        Confirmation::Settled(..) => Ok(()),
        Confirmation::Waiting(Step::CheckIis) => Err(Refusal::RegisterNotChecked { register: Source::Iis }),
        Confirmation::Waiting(Step::CheckVdeavk) => Err(Refusal::RegisterNotChecked { register: Source::Vdeavk }),
        Confirmation::Waiting(Step::RequestCertificate | Step::AwaitCertificate) => {
            Err(Refusal::CertificateOutstanding)
        }
    }
}

/// Whether a certificate may be asked of the person whose application stands so.
///
/// # Errors
/// `RegisterNotChecked` while a register has not answered, `CertificateNotNeeded` when one has the mark.
pub fn may_request_certificate(state: State, checks: Checks) -> Result<(), Refusal> {
    let asked = crate::disability::may_request_certificate(checks.iis, checks.vdeavk);
    asked.map_err(|refusal| refusal.standing(state, allowed(state)))
}

const REGRANT: Since = Since {
    day: day(2019, 12, 1),
    until: None,
    value: 60,
    source: law::Source::only(
        "design: an application for the next term is taken this long before the running one ends",
    ),
};

/// How long before the end of a running service the next application is taken, in days.
pub const REGRANT_APPLICATION_DAYS: Figure =
    Figure { code: "regrant_application_days", unit: Unit::Days, values: &[REGRANT] };

pub(crate) const FIGURES: &[&Figure] = &[&REGRANT_APPLICATION_DAYS];

/// Whether a person may apply: no other application is open, and a running service is near its last day (design).
///
/// # Errors
/// `ApplicationIsOpen`, `ServiceStillRuns` with the first day on which the next application is taken, or `FigureNotInForce`
/// for a person who has the service on a day on which nothing says when that is.
pub fn may_apply(has_open: bool, served_until: Option<NaiveDate>, on: NaiveDate) -> Result<(), Refusal> {
    if has_open {
        return Err(Refusal::ApplicationIsOpen);
    }
    let Some(last) = served_until else { return Ok(()) };
    let before = Days::new(REGRANT_APPLICATION_DAYS.on(on)?.value as u64);
    let apply_from = last.checked_sub_days(before).filter(|&from| on < from);
    apply_from.map_or(Ok(()), |apply_from| Err(Refusal::ServiceStillRuns { apply_from }))
}
