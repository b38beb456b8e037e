//! Every refusal with its code, its kind and the place where it is written.

use super::{Kind, Refusal};
use crate::law::{Act, Source};

const DESIGN: Source = Source::DESIGN;
const APPLYING: Source =
    Source::law(Act::Mk625, "12–13").noting("Labklājības ministrija, pakalpojuma apraksts: \"Iesniegumā norāda\"");
const AUTHORITY: Source = Source::law(Act::Apl, "38(5)");
const RENEWING: Source = Source::law(Act::Mk625, "14").noting("design: within the month of the decision");
const REGISTERS: Source = Source::law(Act::Mk625, "14.2")
    .and(Act::Mk625, "15")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"Ja IIS nav pazīmes\"");
const ORDER_OF_WORK: Source = Source::law(Act::Mk625, "16")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"Biedrība izskata iesniegtos dokumentus\"");
const ASSESSING: Source = Source::law(Act::Spspl, "4(1)").and(Act::Mk625, "annex");
const GRANTING: Source = Source::law(Act::Mk625, "16.1")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"par pakalpojuma piešķiršanu personai\"");
const FOLLOWING: Source = Source::law(Act::Spspl, "4(1)").and(Act::Mk625, "16.1");
const REGISTER_FACTS: Source =
    Source::law(Act::Mk625, "14.1").noting("design: sources with different values are settled before a decision");
const TAKING_EFFECT: Source = Source::law(Act::Apl, "70(1)").noting(
    "design: an administrative act takes effect when the addressee is notified, so it grants nothing for days before it",
);
const QUEUEING: Source = Source::law(Act::Mk625, "16.2")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"par personas uzņemšanu rindā\"");
const REFUSING: Source = Source::law(Act::Mk625, "16.3")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"par atteikumu piešķirt pakalpojumu\"");
const CHECKING_AGAIN: Source = Source::law(Act::Mk625, "17.1");
const IN_TURN: Source = Source::law(Act::Mk625, "17.1")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu personām sniedz rindas kārtībā\"");
const AGREEING: Source =
    Source::law(Act::Mk625, "18").noting("Labklājības ministrija, pakalpojuma apraksts: \"biedrība slēdz līgumu\"");
pub(super) const SUSPENDING: Source =
    Source::law(Act::Mk625, "19").noting("Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu var pārtraukt\"");
pub(super) const ENDING: Source = Source::law(Act::Mk625, "20").noting(
    "Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu izbeidz pirms lēmumā noteiktā termiņa beigām\"",
);
const OWN_WISH: Source = Source::law(Act::Mk625, "20.2");
const EMPLOYEE: Source = Source::law(Act::Mk338, "2.2")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"biedrības \\\"Zelda\\\" darbinieks\"");
const HEARING: Source = Source::law(Act::Apl, "62");
const HANDING_OVER: Source = Source::law(Act::Pazl, "6");
const REMEDIES: Source = Source::law(Act::Mk625, "22").and(Act::Apl, "76").and(Act::Apl, "188");
const HOURS: Source =
    Source::law(Act::Mk625, "7–9").noting("Labklājības ministrija, pakalpojuma apraksts: \"stundām mēnesī\"");
const VOLUME: Source = Source::law(Act::Mk625, "16.1")
    .and(Act::Mk625, "7–9")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"stundām mēnesī\"");
const DOCTORS_DOOR: Source = Source::law(Act::Mk625, "7–9")
    .and(Act::Mk625, "annex")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"līdz ārsta kabinetam\"");
const WITHIN_THE_PROGRAMME: Source =
    Source::only("design: a service lies within the days of the programme that pays for it");
const PERIOD: Source =
    Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"laika periodā no 01.12.2019. līdz 31.01.2021.\"");
const BUDGET: Source = Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"vienu un to pašu budžetu\"");
const OWN_CHOICE: Source = Source::only(
    "biedrība ZELDA, individuālā budžeta prezentācija: \"kontroli pār pakalpojumiem, kurus pats izvēlējās\"",
);
const BROKER_ROLES: Source = Source::only(
    "biedrība ZELDA, individuālā budžeta prezentācija: \"netiktu jauktas sociālā darbinieka un brokera lomas\"",
);
const CASE_MANAGER: Source =
    Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"neuztvertu brokeri, kā gadījuma vadītāju\"");
const INDEPENDENT: Source = Source::only(
    "biedrība ZELDA, individuālā budžeta prezentācija: \"brokerim būt neatkarīgam no vietējā sociālā dienesta\"",
);

impl Refusal {
    pub(super) fn entry(&self) -> (&'static str, Kind, Source) {
        use Kind::{Rule, State};
        match self {
            Self::Standing { why, .. } => why.entry(),
            Self::IllegalMove { .. } => ("illegal_state_transition", State, DESIGN),
            Self::FigureNotInForce { .. } => ("figure_not_in_force", Rule, DESIGN),
            Self::ApplicationIncomplete { .. } => ("application_incomplete", State, APPLYING),
            Self::AuthorityNotProven => ("authority_not_proven", Rule, AUTHORITY),
            Self::ApplicationIsOpen => ("application_is_open", State, DESIGN),
            Self::ServiceStillRuns { .. } => ("service_still_runs", State, DESIGN),
            Self::RegisterNotChecked { .. } => ("register_not_checked", State, REGISTERS),
            Self::VdeavkNotNeeded => ("vdeavk_not_needed", State, REGISTERS),
            Self::CertificateNotNeeded { .. } => ("certificate_not_needed", State, REGISTERS),
            Self::CertificateOutstanding => ("certificate_outstanding", State, REGISTERS),
            Self::AreaTwice { .. } => ("area_twice", Rule, DESIGN),
            Self::OffTheScale { .. } => ("off_the_scale", Rule, DESIGN),
            Self::OverrideWithoutReason => ("override_without_reason", Rule, DESIGN),
            Self::AssessorDecides => ("the_assessor_does_not_decide", Rule, DESIGN),
            Self::FactsMissing { .. } => ("facts_missing", Rule, ORDER_OF_WORK),
            Self::NotEligible { .. } => ("not_eligible", Rule, REFUSING),
            Self::EligibleIsNotRefused => ("eligible_is_not_refused", Rule, REFUSING),
            Self::GroundNotFailed { .. } => ("ground_not_failed", Rule, REFUSING),
            Self::NotAssessed => ("not_assessed", State, ASSESSING),
            Self::AssessmentStale { .. } => ("assessment_stale", State, DESIGN),
            Self::RegisterAnswerStale { .. } => ("register_answer_stale", State, RENEWING),
            Self::FundingExhausted => ("funding_exhausted", State, QUEUEING),
            Self::OthersWaiting => ("others_waiting", State, IN_TURN),
            Self::FundingAvailable => ("funding_available", State, QUEUEING),
            Self::NoArea => ("no_area", Rule, GRANTING),
            Self::NoVolume => ("no_volume", Rule, GRANTING),
            Self::OverTheCeiling { .. } => ("over_the_ceiling", Rule, HOURS),
            Self::OverTheAssessment { .. } => ("over_the_assessment", Rule, DESIGN),
            Self::PersonDied { .. } => ("person_died", State, DESIGN),
            Self::DeathRecorded { .. } => ("death_recorded_already", State, DESIGN),
            Self::DeathRetracted => ("death_retracted_already", State, DESIGN),
            Self::SameOfficial => ("same_official", State, DESIGN),
            Self::LevelNotAssessed { .. } => ("level_not_assessed", Rule, FOLLOWING),
            Self::AreasNotAssessed { .. } => ("areas_not_assessed", Rule, FOLLOWING),
            Self::SourcesContradict { .. } => ("sources_contradict", State, REGISTER_FACTS),
            Self::OutsideTheProgramme { .. } => ("outside_the_programme", Rule, WITHIN_THE_PROGRAMME),
            Self::StartsBeforeTheDecision { .. } => ("starts_before_decision", Rule, TAKING_EFFECT),
            Self::StartsTooLate { .. } => ("starts_too_late", Rule, DESIGN),
            Self::SkipsTheHead { .. } => ("skips_the_head", State, IN_TURN),
            Self::NobodyToCallUp => ("nobody_to_call_up", State, IN_TURN),
            Self::CalledUpAlready => ("called_up_already", State, IN_TURN),
            Self::ChecksNotRenewed { .. } => ("checks_not_renewed", State, CHECKING_AGAIN),
            Self::AnswerByOutside { .. } => ("answer_by_outside", Rule, DESIGN),
            Self::OfferNotAccepted => ("offer_not_accepted", State, DESIGN),
            Self::OfferAccepted => ("offer_accepted_already", State, DESIGN),
            Self::AlreadySigned => ("already_signed", State, AGREEING),
            Self::NotCompetent { .. } => ("not_competent", Rule, DESIGN),
            Self::SignedBeforeDecision { .. } => ("signed_before_decision", Rule, AGREEING),
            Self::HoursBehindSignature { .. } => ("hours_behind_signature", State, DESIGN),
            Self::NotEmployed => ("not_employed", Rule, EMPLOYEE),
            Self::GroundNotInTheList { law, .. } => ("ground_not_in_the_list", Rule, **law),
            Self::SuspendsAhead { .. } => ("suspends_ahead", Rule, DESIGN),
            Self::SuspensionsOverlap { .. } => ("suspensions_overlap", State, SUSPENDING),
            Self::ResumesOutside { .. } => ("resumes_outside", Rule, SUSPENDING),
            Self::HoursInside { .. } => ("hours_inside", State, DESIGN),
            Self::EndsAhead { .. } => ("ends_ahead", Rule, DESIGN),
            Self::EndsBeforeTheDecision { .. } => ("ends_before_decision", Rule, TAKING_EFFECT),
            Self::EndsAfterTheTerm { .. } => ("ends_after_term", Rule, ENDING),
            Self::NotAssessedAnew => ("not_assessed_anew", State, ASSESSING),
            Self::NothingChanges => ("nothing_changes", Rule, DESIGN),
            Self::ExplanationMissing => ("explanation_missing", Rule, SUSPENDING),
            Self::DocumentMissing => ("document_missing", Rule, DESIGN),
            Self::OwnApplicationMissing => ("own_application_missing", Rule, OWN_WISH),
            Self::IncidentMissing => ("incident_missing", Rule, DESIGN),
            Self::NotHeard => ("not_heard", Rule, HEARING),
            Self::AppliedBeforeTheDecision { .. } => ("applied_before_decision", Rule, DESIGN),
            Self::HeardBeforeTheIncident { .. } => ("heard_before_incident", Rule, HEARING),
            Self::NoAgreementOn { .. } => ("no_agreement_yet", State, AGREEING),
            Self::NotUnreachableYet { .. } => ("not_unreachable_yet", State, ENDING),
            Self::TooFewAttempts { .. } => ("too_few_attempts", State, DESIGN),
            Self::EndDecided => ("end_decided_already", State, ENDING),
            Self::HandedOver => ("handed_over", Rule, HANDING_OVER),
            Self::ReturnedAlready => ("returned_already", State, DESIGN),
            Self::ContestResolved => ("contest_resolved", State, REMEDIES),
            Self::Date(fault) => (fault.code(), Rule, DESIGN),
            Self::NotWholeMinutes => ("not_whole_minutes", Rule, DESIGN),
            Self::TooLong { .. } => ("too_long", Rule, DESIGN),
            Self::NoSuchLocalTime => ("no_such_local_time", Rule, DESIGN),
            Self::BeforeSignature => ("before_signature", State, AGREEING),
            Self::AfterReplacement => ("after_replacement", Rule, AGREEING),
            Self::OutsideTheTerm { .. } => ("outside_term", Rule, GRANTING),
            Self::NotActive => ("not_active", State, DESIGN),
            Self::Suspended => ("suspended", State, SUSPENDING),
            Self::AreaNotGranted { .. } => ("area_not_granted", Rule, GRANTING),
            Self::InsideConsultation => ("inside_consultation", Rule, DOCTORS_DOOR),
            Self::OverlapsPerson => ("overlap_person", State, DESIGN),
            Self::OverlapsSupportPerson => ("overlap_support_person", State, DESIGN),
            Self::EntryReversed => ("entry_reversed_already", State, DESIGN),
            Self::EntryIsAReversal => ("reversal_of_reversal", State, DESIGN),
            Self::OverTheVolume { .. } => ("hour_cap_exceeded", Rule, VOLUME),
            Self::BudgetIsOpen => ("budget_is_open", State, DESIGN),
            Self::NotAnIndividualBudget => ("not_an_individual_budget", Rule, BUDGET),
            Self::OverTheAllocation { .. } => ("over_the_allocation", State, BUDGET),
            Self::BudgetEnded { .. } => ("budget_ended", State, DESIGN),
            Self::OverTheBudget { .. } => ("over_the_budget", State, BUDGET),
            Self::BelowThePackage { .. } => ("below_the_package", State, BUDGET),
            Self::OverThePlan { .. } => ("over_the_plan", State, DESIGN),
            Self::ItemEnded { .. } => ("item_ended", State, OWN_CHOICE),
            Self::OutsideTheBudget { .. } => ("outside_the_budget", Rule, PERIOD),
            Self::UsedOutsideThePeriod { .. } => ("used_outside_the_period", State, PERIOD),
            Self::EndsBeforeChosenOrUsed { .. } => ("ends_before_chosen_or_used", Rule, DESIGN),
            Self::UseReversedAlready => ("use_reversed_already", State, DESIGN),
            Self::UseIsAReversal => ("use_is_a_reversal", State, DESIGN),
            Self::BarrierEndedAlready => ("barrier_ended_already", State, DESIGN),
            Self::BrokerIsSocialWorker => ("broker_is_social_worker", Rule, BROKER_ROLES),
            Self::BrokerIsCaseManager => ("broker_is_case_manager", Rule, CASE_MANAGER),
            Self::BrokerIsSupportPerson => ("broker_is_support_person", Rule, DESIGN),
            Self::BrokerOfLocalSocialService => ("broker_of_local_social_service", Rule, INDEPENDENT),
            Self::IndependenceUnknown { .. } => ("independence_unknown", Rule, INDEPENDENT),
            Self::SupportPersonIsBroker => ("support_person_is_broker", State, DESIGN),
            Self::NoConflictToAdmit => ("no_conflict_to_admit", Rule, DESIGN),
            Self::CooperationOverlaps { .. } => ("cooperation_overlaps", State, DESIGN),
            Self::CooperationEnded { .. } => ("cooperation_ended", State, DESIGN),
            Self::EndsBeforeSigned { .. } => ("ends_before_signed", Rule, DESIGN),
        }
    }
}
