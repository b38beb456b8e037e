//! Every refusal with its code, its kind and the place where it is written.

use super::{Kind, Refusal};

const DESIGN: &str = "design";
const APPLYING: &str = "Labklājības ministrija, pakalpojuma apraksts: \"Iesniegumā norāda\"";
const AUTHORITY: &str = "Administratīvā procesa likums (likumi.lv 55567) 38. pants";
const RENEWING: &str = "MK 625 (likumi.lv 346948) 14. p.; design: within the month of the decision";
const REGISTERS: &str = "Labklājības ministrija, pakalpojuma apraksts: \"Ja IIS nav pazīmes\"";
const ORDER_OF_WORK: &str = "Labklājības ministrija, pakalpojuma apraksts: \"Biedrība izskata iesniegtos dokumentus\"";
const GRANTING: &str = "Labklājības ministrija, pakalpojuma apraksts: \"par pakalpojuma piešķiršanu personai\"";
const TAKING_EFFECT: &str = "design: an administrative act takes effect when the addressee is notified, so it grants nothing for days before it";
const QUEUEING: &str = "Labklājības ministrija, pakalpojuma apraksts: \"par personas uzņemšanu rindā\"";
const REFUSING: &str = "Labklājības ministrija, pakalpojuma apraksts: \"par atteikumu piešķirt pakalpojumu\"";
const IN_TURN: &str = "Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu personām sniedz rindas kārtībā\"";
const AGREEING: &str = "Labklājības ministrija, pakalpojuma apraksts: \"biedrība slēdz līgumu\"";
pub(super) const SUSPENDING: &str = "Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu var pārtraukt\"";
pub(super) const ENDING: &str =
    "Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu izbeidz pirms lēmumā noteiktā termiņa beigām\"";
const EMPLOYEE: &str = "Labklājības ministrija, pakalpojuma apraksts: \"biedrības \\\"Zelda\\\" darbinieks\"";
const REMEDIES: &str = "Administratīvā procesa likums 76., 188. p. (paragraphs not verified)";
const HOURS: &str = "Labklājības ministrija, pakalpojuma apraksts: \"stundām mēnesī\"";
const PERIOD: &str =
    "biedrība ZELDA, individuālā budžeta prezentācija: \"laika periodā no 01.12.2019. līdz 31.01.2021.\"";
const BUDGET: &str = "biedrība ZELDA, individuālā budžeta prezentācija: \"vienu un to pašu budžetu\"";
const OWN_CHOICE: &str =
    "biedrība ZELDA, individuālā budžeta prezentācija: \"kontroli pār pakalpojumiem, kurus pats izvēlējās\"";
const BROKER_ROLES: &str =
    "biedrība ZELDA, individuālā budžeta prezentācija: \"netiktu jauktas sociālā darbinieka un brokera lomas\"";
const CASE_MANAGER: &str =
    "biedrība ZELDA, individuālā budžeta prezentācija: \"neuztvertu brokeri, kā gadījuma vadītāju\"";
const INDEPENDENT: &str =
    "biedrība ZELDA, individuālā budžeta prezentācija: \"brokerim būt neatkarīgam no vietējā sociālā dienesta\"";

impl Refusal {
    pub(super) fn entry(&self) -> (&'static str, Kind, &'static str) {
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
            Self::NotAssessed => ("not_assessed", State, ORDER_OF_WORK),
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
            Self::LevelNotAssessed { .. } => ("level_not_assessed", Rule, GRANTING),
            Self::AreasNotAssessed { .. } => ("areas_not_assessed", Rule, GRANTING),
            Self::SourcesContradict { .. } => ("sources_contradict", State, DESIGN),
            Self::OutsideTheProgramme { .. } => ("outside_the_programme", Rule, PERIOD),
            Self::StartsBeforeTheDecision { .. } => ("starts_before_decision", Rule, TAKING_EFFECT),
            Self::StartsTooLate { .. } => ("starts_too_late", Rule, DESIGN),
            Self::SkipsTheHead { .. } => ("skips_the_head", State, IN_TURN),
            Self::NobodyToCallUp => ("nobody_to_call_up", State, IN_TURN),
            Self::CalledUpAlready => ("called_up_already", State, IN_TURN),
            Self::ChecksNotRenewed { .. } => ("checks_not_renewed", State, ORDER_OF_WORK),
            Self::AnswerByOutside { .. } => ("answer_by_outside", Rule, DESIGN),
            Self::OfferNotAccepted => ("offer_not_accepted", State, DESIGN),
            Self::OfferAccepted => ("offer_accepted_already", State, DESIGN),
            Self::AlreadySigned => ("already_signed", State, AGREEING),
            Self::NotCompetent { .. } => ("not_competent", Rule, DESIGN),
            Self::SignedBeforeDecision { .. } => ("signed_before_decision", Rule, AGREEING),
            Self::HoursBehindSignature { .. } => ("hours_behind_signature", State, DESIGN),
            Self::NotEmployed => ("not_employed", Rule, EMPLOYEE),
            Self::GroundNotInTheList { law, .. } => ("ground_not_in_the_list", Rule, law),
            Self::SuspendsAhead { .. } => ("suspends_ahead", Rule, DESIGN),
            Self::SuspensionsOverlap { .. } => ("suspensions_overlap", State, SUSPENDING),
            Self::ResumesOutside { .. } => ("resumes_outside", Rule, SUSPENDING),
            Self::HoursInside { .. } => ("hours_inside", State, DESIGN),
            Self::EndsAhead { .. } => ("ends_ahead", Rule, DESIGN),
            Self::EndsBeforeTheDecision { .. } => ("ends_before_decision", Rule, TAKING_EFFECT),
            Self::EndsAfterTheTerm { .. } => ("ends_after_term", Rule, ENDING),
            Self::NotAssessedAnew => ("not_assessed_anew", State, ORDER_OF_WORK),
            Self::NothingChanges => ("nothing_changes", Rule, DESIGN),
            Self::ExplanationMissing => ("explanation_missing", Rule, SUSPENDING),
            Self::DocumentMissing => ("document_missing", Rule, DESIGN),
            Self::OwnApplicationMissing => ("own_application_missing", Rule, ENDING),
            Self::IncidentMissing => ("incident_missing", Rule, DESIGN),
            Self::NotHeard => ("not_heard", Rule, DESIGN),
            Self::AppliedBeforeTheDecision { .. } => ("applied_before_decision", Rule, DESIGN),
            Self::HeardBeforeTheIncident { .. } => ("heard_before_incident", Rule, DESIGN),
            Self::NoAgreementOn { .. } => ("no_agreement_yet", State, AGREEING),
            Self::NotUnreachableYet { .. } => ("not_unreachable_yet", State, ENDING),
            Self::TooFewAttempts { .. } => ("too_few_attempts", State, DESIGN),
            Self::EndDecided => ("end_decided_already", State, ENDING),
            Self::HandedOver => ("handed_over", Rule, DESIGN),
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
            Self::InsideConsultation => {
                ("inside_consultation", Rule, "Labklājības ministrija, pakalpojuma apraksts: \"līdz ārsta kabinetam\"")
            }
            Self::OverlapsPerson => ("overlap_person", State, DESIGN),
            Self::OverlapsSupportPerson => ("overlap_support_person", State, DESIGN),
            Self::EntryReversed => ("entry_reversed_already", State, DESIGN),
            Self::EntryIsAReversal => ("reversal_of_reversal", State, DESIGN),
            Self::OverTheVolume { .. } => ("hour_cap_exceeded", Rule, HOURS),
            Self::BudgetIsOpen => ("budget_is_open", State, DESIGN),
            Self::NotAnIndividualBudget => ("not_an_individual_budget", Rule, BUDGET),
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
