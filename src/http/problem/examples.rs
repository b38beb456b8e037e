//! One example of each error, so that a page shows exactly what a caller would get.

use aplp_domain::agreement::State as AgreementState;
use aplp_domain::areas::Area;
use aplp_domain::barrier::State as BarrierState;
use aplp_domain::code::Code;
use aplp_domain::cooperation::Status as CooperationStatus;
use aplp_domain::decision::State as DecisionState;
use aplp_domain::disability::Source;
use aplp_domain::grant::State as GrantState;
use aplp_domain::hours::EntryState;
use aplp_domain::individual_budget::{ItemState, State as BudgetState, UseState};
use aplp_domain::level::Level;
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::queue::{self, State as PlaceState};
use aplp_domain::refusal::Refusal;
use aplp_domain::remedy::LetterState;
use chrono::NaiveDate;

use super::Kind;
use crate::error::{Error, Fault, Right};

/// An error of a kind, with figures where the kind has some.
pub(super) fn error(kind: &Kind) -> Error {
    let refusal = refusals().into_iter().find(|refusal| refusal.code() == kind.code);
    match (refusal, kind.code) {
        (Some(refusal), _) => Error::Refused(refusal),
        (None, "invalid_request") => Error::Invalid(vec![
            Fault::at("#/given_name", "required"),
            Fault::at("#/personal_code", "check_digit"),
            Fault::at("limit", "too_small").but(Right::Limit(1)),
        ]),
        (None, "too_many_requests") => Error::TooMany("default", 1, 0),
        (None, "possible_duplicate") => {
            Error::Duplicate(vec![uuid::Uuid::from_u128(0x018f_4a6e_7c1b_7d2a_9e3f_0000_0000_0001)])
        }
        (None, "forbidden") => Error::Forbidden("applications:decide", vec!["coordinator", "auditor"]),
        (None, code) => Error::Asked(code),
    }
}

/// One value of every refusal, in the order of the enum.
pub(super) fn refusals() -> Vec<Refusal> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 12).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(2027, 1, 11).unwrap_or_default();
    let moment = first.and_time(chrono::NaiveTime::MIN).and_utc();
    let area = Area::Health;
    vec![
        Refusal::IllegalMove { current: "decided", allowed: vec!["completed", "withdrawn"] },
        Refusal::FigureNotInForce { figure: "assessment_good_months", on: first },
        Refusal::PersonDied { died_on: first },
        Refusal::DeathRecorded { died_on: first },
        Refusal::DeathRetracted,
        Refusal::SameOfficial,
        Refusal::ApplicationIncomplete { missing: vec!["address", "contact"] },
        Refusal::AuthorityNotProven,
        Refusal::ApplicationIsOpen,
        Refusal::ServiceStillRuns { apply_from: first },
        Refusal::RegisterNotChecked { register: Source::Iis },
        Refusal::VdeavkNotNeeded,
        Refusal::CertificateNotNeeded { source: Source::Iis },
        Refusal::CertificateOutstanding,
        Refusal::AreaTwice { area },
        Refusal::OffTheScale { area },
        Refusal::OverrideWithoutReason,
        Refusal::AssessorDecides,
        Refusal::FactsMissing { missing: vec!["born_on", "disability"] },
        Refusal::NotEligible { failed: vec!["group_not_covered"] },
        Refusal::EligibleIsNotRefused,
        Refusal::GroundNotFailed { failed: vec!["not_adult"] },
        Refusal::NotAssessed,
        Refusal::AssessmentStale { good_until: first },
        Refusal::NotCompetent { missing: vec!["health"] },
        Refusal::RegisterAnswerStale { good_until: first },
        Refusal::FundingExhausted,
        Refusal::OthersWaiting,
        Refusal::FundingAvailable,
        Refusal::NoArea,
        Refusal::NoVolume,
        Refusal::OverTheCeiling { ceiling: Minutes(480) },
        Refusal::OverTheAssessment { assessed: Minutes(420) },
        Refusal::LevelNotAssessed { assessed: Level::Two },
        Refusal::AreasNotAssessed { missing: vec!["health"] },
        Refusal::SourcesContradict { facts: vec!["born_on"] },
        Refusal::OutsideTheProgramme { starts_on: first, ends_on: None },
        Refusal::StartsBeforeTheDecision { decided_on: first },
        Refusal::StartsTooLate { decided_on: first, latest: last },
        Refusal::SkipsTheHead { ahead: 1 },
        Refusal::NobodyToCallUp,
        Refusal::CalledUpAlready.standing(PlaceState::Waiting, queue::allowed(PlaceState::Waiting)),
        Refusal::ChecksNotRenewed { missing: vec!["registry_check", "assessment"] },
        Refusal::AnswerByOutside { nearest: first },
        Refusal::OfferNotAccepted.standing(PlaceState::Offered, queue::allowed(PlaceState::Offered)),
        Refusal::OfferAccepted.standing(PlaceState::Offered, queue::allowed(PlaceState::Offered)),
        Refusal::AlreadySigned.standing(AgreementState::Drafted, vec!["signed", "superseded"]),
        Refusal::SignedBeforeDecision { decided_at: moment },
        Refusal::HoursBehindSignature { until: moment },
        Refusal::NotEmployed,
        Refusal::ends_nothing(),
        Refusal::ExplanationMissing,
        Refusal::SuspendsAhead { today: first },
        Refusal::SuspensionsOverlap { from: first },
        Refusal::ResumesOutside { suspended_from: first },
        Refusal::HoursInside { day: first },
        Refusal::EndsAhead { today: first },
        Refusal::EndsBeforeTheDecision { decided_on: first },
        Refusal::EndsAfterTheTerm { term_to: last },
        Refusal::NotAssessedAnew,
        Refusal::NothingChanges,
        Refusal::DocumentMissing,
        Refusal::OwnApplicationMissing,
        Refusal::IncidentMissing,
        Refusal::NotHeard,
        Refusal::AppliedBeforeTheDecision { decided_on: first },
        Refusal::HeardBeforeTheIncident { happened_on: first },
        Refusal::NoAgreementOn { day: first },
        Refusal::NotUnreachableYet { until: last },
        Refusal::TooFewAttempts { months: 1, needed: 3 },
        Refusal::EndDecided.standing(GrantState::Active, vec!["contracted", "suspended", "amended"]),
        Refusal::HandedOver,
        Refusal::ReturnedAlready.standing(LetterState::Returned, Vec::new()),
        Refusal::ContestResolved.standing(DecisionState::Final, Vec::new()),
        Refusal::NotWholeMinutes,
        Refusal::TooLong { most: Minutes(1_440) },
        Refusal::NoSuchLocalTime,
        Refusal::BeforeSignature,
        Refusal::AfterReplacement,
        Refusal::OutsideTheTerm { term_from: first, term_to: last },
        Refusal::NotActive,
        Refusal::Suspended,
        Refusal::AreaNotGranted { granted: vec![Area::Rights.code(), Area::Finance.code()] },
        Refusal::InsideConsultation,
        Refusal::OverlapsPerson,
        Refusal::OverlapsSupportPerson,
        Refusal::EntryReversed.standing(EntryState::Reversed, Vec::new()),
        Refusal::EntryIsAReversal.standing(EntryState::Reversal, Vec::new()),
        Refusal::OverTheVolume { remaining: Minutes(10) },
        Refusal::BudgetIsOpen,
        Refusal::NotAnIndividualBudget,
        Refusal::OverTheAllocation { left: Cents(12_300) },
        Refusal::BudgetEnded { ended_on: last }.standing(BudgetState::Ended, vec!["used", "use_reversed"]),
        Refusal::OverTheBudget { left: Cents(4_500) },
        Refusal::BelowThePackage { package: Cents(120_000) },
        Refusal::OverThePlan { left: 2 },
        Refusal::ItemEnded { ended_on: first }.standing(ItemState::Ended, vec!["used", "use_reversed"]),
        Refusal::OutsideTheBudget { starts_on: first, ends_on: last },
        Refusal::UsedOutsideThePeriod { used_on: last },
        Refusal::EndsBeforeChosenOrUsed { earliest: last },
        Refusal::UseReversedAlready.standing(UseState::Reversed, Vec::new()),
        Refusal::UseIsAReversal.standing(UseState::Reversal, Vec::new()),
        Refusal::BarrierEndedAlready.standing(BarrierState::Ended, Vec::new()),
        Refusal::BrokerIsSocialWorker,
        Refusal::BrokerIsCaseManager,
        Refusal::BrokerIsSupportPerson,
        Refusal::BrokerOfLocalSocialService,
        Refusal::IndependenceUnknown { missing: vec!["municipality"] },
        Refusal::SupportPersonIsBroker,
        Refusal::NoConflictToAdmit,
        Refusal::CooperationOverlaps { from: first },
        Refusal::CooperationEnded { last }.standing(CooperationStatus::InForce, vec!["terminated"]),
        Refusal::EndsBeforeSigned { signed_on: first },
    ]
}
