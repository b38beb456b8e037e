//! What the answer to a contest does to the service: one table of outcomes and kinds of decisions.

use super::ContestOutcome;
use crate::decision::Outcome;

/// What a decision does, whether about an application or about a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Grants the service.
    Grant,
    /// Puts the person in the queue.
    Queue,
    /// Refuses the service.
    Refuse,
    /// Pauses a granted service.
    Suspend,
    /// Lets a paused service go on.
    Resume,
    /// Ends a granted service.
    Terminate,
    /// Changes the areas, level or volume of a grant.
    Amend,
}

crate::codes!(Act as "DecisionAct" => {
    Grant = "grant",
    Queue = "queue",
    Refuse = "refuse",
    Suspend = "suspend",
    Resume = "resume",
    Terminate = "terminate",
    Amend = "amend",
});

impl From<Outcome> for Act {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Grant => Self::Grant,
            Outcome::Queue => Self::Queue,
            Outcome::Refuse => Self::Refuse,
            Outcome::Suspend => Self::Suspend,
            Outcome::Resume => Self::Resume,
            Outcome::Terminate => Self::Terminate,
            Outcome::Amend => Self::Amend,
        }
    }
}

/// What follows from the answer to a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing: the decision stands.
    None,
    /// The association issues a decision that changes the contested one.
    AmendingDecisionDue,
    /// The grant ends, and its place and money are given back.
    GrantEnded,
    /// The grant ends, and the application is open for a new decision.
    GrantEndedAndReopened,
    /// The place in the queue is removed, and the application is open for a new decision.
    PlaceRemovedAndReopened,
    /// The application is open for a new decision.
    Reopened,
    /// The pause is undone, and the service goes on.
    ServiceResumed,
    /// The service is paused as before it was let go on.
    ServicePaused,
    /// The end is undone, and the service goes on.
    ServiceRestored,
    /// The areas, level and volume are those from before the change.
    ParametersRestored,
}

crate::codes!(Effect as "ContestEffect" => {
    None = "none",
    AmendingDecisionDue = "amending_decision_due",
    GrantEnded = "grant_ended",
    GrantEndedAndReopened = "grant_ended_and_application_reopened",
    PlaceRemovedAndReopened = "place_removed_and_application_reopened",
    Reopened = "application_reopened",
    ServiceResumed = "service_resumed",
    ServicePaused = "service_paused",
    ServiceRestored = "service_restored",
    ParametersRestored = "parameters_restored",
});

/// What the answer to a contest does, by what the contested decision does.
///
/// Who was refused or queued has nothing that an annulment could leave standing, so that the association decides anew whether
/// or not the ministry says so; and where the ministry changes such a decision, the new one is what says it. A grant that is
/// annulled ends; its application is decided anew only where the ministry returns it.
pub fn effect(outcome: ContestOutcome, act: Act) -> Effect {
    use ContestOutcome::{Annulled, AnnulledAndReturned, Changed, Upheld};
    match (outcome, act) {
        (Upheld, _) => Effect::None,
        (Changed, Act::Grant | Act::Suspend | Act::Resume | Act::Terminate | Act::Amend) => Effect::AmendingDecisionDue,
        (Annulled, Act::Grant) => Effect::GrantEnded,
        (AnnulledAndReturned, Act::Grant) => Effect::GrantEndedAndReopened,
        (Changed | Annulled | AnnulledAndReturned, Act::Queue) => Effect::PlaceRemovedAndReopened,
        (Changed | Annulled | AnnulledAndReturned, Act::Refuse) => Effect::Reopened,
        (Annulled | AnnulledAndReturned, Act::Suspend) => Effect::ServiceResumed,
        (Annulled | AnnulledAndReturned, Act::Resume) => Effect::ServicePaused,
        (Annulled | AnnulledAndReturned, Act::Terminate) => Effect::ServiceRestored,
        (Annulled | AnnulledAndReturned, Act::Amend) => Effect::ParametersRestored,
    }
}

impl Effect {
    /// Whether it is done with the answer. The rest is for the association to do by a decision of its own.
    pub fn is_carried_out(self) -> bool {
        match self {
            Self::None
            | Self::GrantEnded
            | Self::GrantEndedAndReopened
            | Self::PlaceRemovedAndReopened
            | Self::Reopened => true,
            Self::AmendingDecisionDue
            | Self::ServiceResumed
            | Self::ServicePaused
            | Self::ServiceRestored
            | Self::ParametersRestored => false,
        }
    }

    /// Whether it ends the grant.
    pub fn ends_the_grant(self) -> bool {
        matches!(self, Self::GrantEnded | Self::GrantEndedAndReopened)
    }

    /// Whether it opens the application for a new decision.
    pub fn reopens(self) -> bool {
        matches!(self, Self::GrantEndedAndReopened | Self::PlaceRemovedAndReopened | Self::Reopened)
    }
}
