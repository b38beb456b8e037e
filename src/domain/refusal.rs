//! Why the rules say no: every reason with its code, its kind and the place where it is written.

mod kind;
mod says;
mod table;

use crate::areas::Area;
use crate::dates::DateFault;
use crate::disability::Source;
use crate::law;
use crate::level::Level;
use crate::quantity::{Cents, Minutes};
use chrono::{DateTime, NaiveDate, Utc};

pub use kind::Kind;

/// Why the rules say no. The payload holds the figures a caller needs to do better.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sentence on each value names its figures")]
pub enum Refusal {
    /// A day or a moment that was sent is wrong by itself.
    Date(DateFault),
    /// The state does not know this move; `allowed` are the codes of the moves it knows.
    IllegalMove { current: &'static str, allowed: Vec<&'static str> },
    /// Another refusal of a move, with the state and the moves that it knows instead.
    Standing { why: Box<Self>, current: &'static str, allowed: Vec<&'static str> },

    /// A number of the law has no value on the day that the rule asks about.
    FigureNotInForce { figure: &'static str, on: NaiveDate },

    /// The person died on this day.
    PersonDied { died_on: NaiveDate },
    /// A death of the person is recorded already, on this day.
    DeathRecorded { died_on: NaiveDate },
    /// The death was taken back already.
    DeathRetracted,
    /// What one official recorded another one confirms or takes back.
    SameOfficial,

    /// The application lacks obligatory content.
    ApplicationIncomplete { missing: Vec<&'static str> },
    /// Who acts for the person shows no document that says so.
    AuthorityNotProven,
    /// The person has another application that is not decided yet.
    ApplicationIsOpen,
    /// The person has the service, and it is too early to apply for the next term.
    ServiceStillRuns { apply_from: NaiveDate },
    /// A register has to be asked first.
    RegisterNotChecked { register: Source },
    /// The disability information system has the mark already: VDEĀVK is not asked.
    VdeavkNotNeeded,
    /// A register has the mark already.
    CertificateNotNeeded { source: Source },
    /// The psychiatrist's certificate has to be asked for, or waited for, first.
    CertificateOutstanding,

    /// An area comes twice in one assessment.
    AreaTwice { area: Area },
    /// An answer of the form is off its scale, or its minutes are below zero.
    OffTheScale { area: Area },
    /// A computed result may be replaced only with a reason.
    OverrideWithoutReason,

    /// The official who decides filled in the assessment.
    AssessorDecides,
    /// Nobody decides on an unknown: these facts have to be found first.
    FactsMissing { missing: Vec<&'static str> },
    /// The person does not meet these conditions.
    NotEligible { failed: Vec<&'static str> },
    /// The person meets every condition: lack of money is a place in the queue, never a refusal.
    EligibleIsNotRefused,
    /// The stated ground did not fail; these conditions did.
    GroundNotFailed { failed: Vec<&'static str> },
    /// The needs have not been assessed yet.
    NotAssessed,
    /// The assessment is too old to grant from; it was good until this day.
    AssessmentStale { good_until: NaiveDate },
    /// A support person is not competent in some of the granted areas.
    NotCompetent { missing: Vec<&'static str> },
    /// What a register said is too old for a decision.
    RegisterAnswerStale { good_until: NaiveDate },
    /// The programme has no money or no place left: the decision is a place in the queue.
    FundingExhausted,
    /// Others wait before this person.
    OthersWaiting,
    /// The programme can pay: nobody is put in a queue.
    FundingAvailable,
    /// A grant names at least one area.
    NoArea,
    /// The monthly volume is above zero.
    NoVolume,
    /// The volume passes the ceiling of the level.
    OverTheCeiling { ceiling: Minutes },
    /// The volume passes the assessed one, and no reason is noted.
    OverTheAssessment { assessed: Minutes },
    /// Another level was assessed, and no reason is noted.
    LevelNotAssessed { assessed: Level },
    /// No need was found in these areas, and no reason is noted.
    AreasNotAssessed { missing: Vec<&'static str> },
    /// Sources say different things of these facts.
    SourcesContradict { facts: Vec<&'static str> },
    /// The service would begin outside the programme.
    OutsideTheProgramme { starts_on: NaiveDate, ends_on: Option<NaiveDate> },
    /// The service would begin before the day of its decision.
    StartsBeforeTheDecision { decided_on: NaiveDate },
    /// A service is to begin too long after its decision; `latest` is the last day that would do.
    StartsTooLate { decided_on: NaiveDate, latest: NaiveDate },

    /// Somebody waits before this entry, and no reason for passing them by is recorded.
    SkipsTheHead { ahead: i64 },
    /// Nobody waits who could be asked now.
    NobodyToCallUp,
    /// Money is put aside for this place already.
    CalledUpAlready,
    /// What was found before has to be found anew: these things.
    ChecksNotRenewed { missing: Vec<&'static str> },
    /// The day to answer by leaves too little or too much time; this is the nearest that fits.
    AnswerByOutside { nearest: NaiveDate },
    /// The person has not accepted the offer.
    OfferNotAccepted,
    /// The offer was accepted already.
    OfferAccepted,

    /// This party has signed already.
    AlreadySigned,
    /// The signature is older than the decision.
    SignedBeforeDecision { decided_at: DateTime<Utc> },
    /// Under the agreement before it hours were counted that were given after the last signature, up to this moment.
    HoursBehindSignature { until: DateTime<Utc> },
    /// The support person is not employed on that day.
    NotEmployed,

    /// The list of grounds is closed, at this place in the law, and this one is not among them; these are.
    GroundNotInTheList { allowed: Vec<&'static str>, law: &'static law::Source },
    /// The ground needs an explanation.
    ExplanationMissing,
    /// The suspension would begin after today.
    SuspendsAhead { today: NaiveDate },
    /// The service is suspended on one of the days already, from this day on.
    SuspensionsOverlap { from: NaiveDate },
    /// The service would begin again before it was suspended, or later than today.
    ResumesOutside { suspended_from: NaiveDate },
    /// Support was given on this day.
    HoursInside { day: NaiveDate },
    /// What befell the person would be on a day after today.
    EndsAhead { today: NaiveDate },
    /// The service would end before the day of the decision to end it.
    EndsBeforeTheDecision { decided_on: NaiveDate },
    /// The service would end after its term.
    EndsAfterTheTerm { term_to: NaiveDate },
    /// The needs have not been assessed anew since the last decision.
    NotAssessedAnew,
    /// Nothing would change.
    NothingChanges,
    /// A document is needed that tells of it.
    DocumentMissing,
    /// The person's own written application is needed.
    OwnApplicationMissing,
    /// At least one recorded incident is needed.
    IncidentMissing,
    /// The person has to be heard first.
    NotHeard,
    /// The application to end the service is from a day before the service was granted.
    AppliedBeforeTheDecision { decided_on: NaiveDate },
    /// The person was heard before the newest of the named incidents.
    HeardBeforeTheIncident { happened_on: NaiveDate },
    /// No agreement was in force on that day, so that there was no support person.
    NoAgreementOn { day: NaiveDate },
    /// The person has not been unreachable long enough: ending is allowed after this day.
    NotUnreachableYet { until: NaiveDate },
    /// Too few months with an attempt to reach the person.
    TooFewAttempts { months: i64, needed: i64 },
    /// The end of the service is decided already.
    EndDecided,

    /// What was handed over does not come back.
    HandedOver,
    /// The notification came back already.
    ReturnedAlready,
    /// A contest of this decision was answered: what remains is the court.
    ContestResolved,

    /// A start or an end is not on a whole minute.
    NotWholeMinutes,
    /// The entry is longer than one entry may be.
    TooLong { most: Minutes },
    /// The clock never showed this local time.
    NoSuchLocalTime,
    /// The agreement was not signed by all three parties when the entry started.
    BeforeSignature,
    /// The entry ended when another agreement was already in force.
    AfterReplacement,
    /// The day is outside the term of the grant.
    OutsideTheTerm { term_from: NaiveDate, term_to: NaiveDate },
    /// The service was not active on that day.
    NotActive,
    /// The service was suspended on that day.
    Suspended,
    /// The grant does not name this area.
    AreaNotGranted { granted: Vec<&'static str> },
    /// Health support ends at the door of the doctor's room.
    InsideConsultation,
    /// The person has another entry at that time.
    OverlapsPerson,
    /// The support person has another entry at that time.
    OverlapsSupportPerson,
    /// The entry was taken back already.
    EntryReversed,
    /// The entry itself takes another one back.
    EntryIsAReversal,
    /// The month would pass the volume of the decision; this much is left.
    OverTheVolume { remaining: Minutes },

    /// The person has an open individual budget of this programme.
    BudgetIsOpen,
    /// The programme gives no individual budgets.
    NotAnIndividualBudget,
    /// The programme was allocated less than its budgets would take; this much is left.
    OverTheAllocation { left: Cents },
    /// The individual budget has ended.
    BudgetEnded { ended_on: NaiveDate },
    /// The package would pass the individual budget; this much is left of it.
    OverTheBudget { left: Cents },
    /// The package takes more of the individual budget than this sum.
    BelowThePackage { package: Cents },
    /// More units would be used than are planned; this many are left.
    OverThePlan { left: i32 },
    /// The service has left the package already.
    ItemEnded { ended_on: NaiveDate },
    /// The day is outside of the period of the individual budget.
    OutsideTheBudget { starts_on: NaiveDate, ends_on: NaiveDate },
    /// A service was used on a day outside of the period.
    UsedOutsideThePeriod { used_on: NaiveDate },
    /// The service was chosen or used after the day on which it would end; this day is the earliest.
    EndsBeforeChosenOrUsed { earliest: NaiveDate },
    /// Another row has taken this use back already.
    UseReversedAlready,
    /// This row takes another one back.
    UseIsAReversal,
    /// The last day of the barrier is recorded already.
    BarrierEndedAlready,
    /// The broker is the person's social worker.
    BrokerIsSocialWorker,
    /// The broker is the person's case manager.
    BrokerIsCaseManager,
    /// The broker is the person's support person.
    BrokerIsSupportPerson,
    /// The social service of the person's municipality employs the broker.
    BrokerOfLocalSocialService,
    /// Whether the broker is independent is not known until these facts are.
    IndependenceUnknown { missing: Vec<&'static str> },
    /// The support person is the broker of the person's open individual budget, without an exception for it.
    SupportPersonIsBroker,
    /// An exception was recorded where there is no conflict.
    NoConflictToAdmit,
    /// Another agreement with the same municipality about the same subject holds on that day.
    CooperationOverlaps { from: NaiveDate },
    /// The agreement with the municipality has ended, or would have by then.
    CooperationEnded { last: NaiveDate },
    /// An agreement does not end before it was signed.
    EndsBeforeSigned { signed_on: NaiveDate },
}
