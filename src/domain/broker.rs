//! Who may be a person's broker: nobody who decides about, manages or supports them, and nobody of the local social service.

use crate::municipalities::is_same_place_on;
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// Who employs a broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmployerKind {
    /// The association.
    Association,
    /// The social service of a municipality.
    MunicipalSocialService,
    /// Somebody else, or nobody.
    Other,
}

crate::codes!(EmployerKind {
    Association = "association",
    MunicipalSocialService = "municipal_social_service",
    Other = "other",
});

/// What somebody is to the person, by their own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeclaredRole {
    /// Their social worker.
    SocialWorker,
    /// Their case manager.
    CaseManager,
    /// Their support person.
    SupportPerson,
}

crate::codes!(DeclaredRole {
    SocialWorker = "social_worker",
    CaseManager = "case_manager",
    SupportPerson = "support_person",
});

/// Why somebody is not independent enough to be a person's broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Conflict {
    /// They are the person's social worker.
    SocialWorker,
    /// They are the person's case manager.
    CaseManager,
    /// They are the person's support person.
    SupportPerson,
    /// The social service of the person's municipality employs them.
    LocalSocialService,
}

crate::codes!(Conflict as "BrokerConflict" => {
    SocialWorker = "social_worker",
    CaseManager = "case_manager",
    SupportPerson = "support_person",
    LocalSocialService = "local_social_service",
});

/// What is known of a broker and a person on a day.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the broker declares to be to the person.
    pub declared: &'a [DeclaredRole],
    /// Whether an agreement names the broker as the person's support person.
    pub supports: bool,
    /// Who employs the broker.
    pub employer: EmployerKind,
    /// Whose social service that is, by its code.
    pub employer_municipality: Option<&'a str>,
    /// Where the person lives, by its code.
    pub person_municipality: Option<&'a str>,
}

/// What has to be known before anybody can say whether a broker is independent: unknown is not no.
///
/// # Errors
/// `IndependenceUnknown` where a municipality's social service employs the broker, and nobody knows where the person lives.
pub fn known(facts: &Facts<'_>) -> Result<(), Refusal> {
    match facts.employer {
        EmployerKind::MunicipalSocialService if facts.person_municipality.is_none() => {
            Err(Refusal::IndependenceUnknown { missing: vec!["municipality"] })
        }
        EmployerKind::MunicipalSocialService | EmployerKind::Association | EmployerKind::Other => Ok(()),
    }
}

/// Every conflict between a broker and a person on a day, in the order of the document.
///
/// Sources: biedrība ZELDA, individuālā budžeta prezentācija ("netiktu jauktas sociālā darbinieka un brokera lomas",
/// "neuztvertu brokeri, kā gadījuma vadītāju", "brokerim būt neatkarīgam no vietējā sociālā dienesta"); that a support person is no
/// broker of the same person is design. What is not known (`known`) is no conflict here.
pub fn conflicts(facts: &Facts<'_>, on: NaiveDate) -> Vec<Conflict> {
    let Facts { declared, supports, employer, employer_municipality, person_municipality } = *facts;
    let is = |role| declared.contains(&role);
    let local = employer == EmployerKind::MunicipalSocialService
        && employer_municipality
            .zip(person_municipality)
            .is_some_and(|(employer, person)| is_same_place_on(employer, person, on));
    let all = [
        (Conflict::SocialWorker, is(DeclaredRole::SocialWorker)),
        (Conflict::CaseManager, is(DeclaredRole::CaseManager)),
        (Conflict::SupportPerson, is(DeclaredRole::SupportPerson) || supports),
        (Conflict::LocalSocialService, local),
    ];
    all.into_iter().filter(|(_, there)| *there).map(|(conflict, _)| conflict).collect()
}

/// Whether a broker with these conflicts is admitted: without any, or by an exception that somebody answers for.
///
/// # Errors
/// The refusal of the first conflict where there is no exception; `NoConflictToAdmit` for an exception from nothing.
pub fn admitted(conflicts: &[Conflict], is_excepted: bool) -> Result<(), Refusal> {
    match (conflicts.first(), is_excepted) {
        (None, true) => Err(Refusal::NoConflictToAdmit),
        (None, false) | (Some(_), true) => Ok(()),
        (Some(Conflict::SocialWorker), false) => Err(Refusal::BrokerIsSocialWorker),
        (Some(Conflict::CaseManager), false) => Err(Refusal::BrokerIsCaseManager),
        (Some(Conflict::SupportPerson), false) => Err(Refusal::BrokerIsSupportPerson),
        (Some(Conflict::LocalSocialService), false) => Err(Refusal::BrokerOfLocalSocialService),
    }
}

/// Whether somebody may support a person whose broker they are: by the exception alone that was recorded for it, for the rule is
/// the same whichever came first.
///
/// # Errors
/// `SupportPersonIsBroker` where there is no such exception.
pub fn may_support(is_broker: bool, excepted: &[Conflict]) -> Result<(), Refusal> {
    if is_broker && !excepted.contains(&Conflict::SupportPerson) {
        return Err(Refusal::SupportPersonIsBroker);
    }
    Ok(())
}
