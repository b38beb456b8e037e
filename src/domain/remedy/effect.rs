//! What the answer to a contest does to the service: one table of outcomes and kinds of decisions, and what is left of it undone.

use super::ContestOutcome;
use crate::decision::Outcome;

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
/// or not the answer says so; and where the answer changes such a decision, the new one is what says it. So it is with the end
/// of a service, which is decided once: it is undone, and decided anew as the answer changed it. A grant that is annulled ends;
/// its application is decided anew only where the answer returns it.
pub fn effect(outcome: ContestOutcome, act: Outcome) -> Effect {
    use ContestOutcome::{Annulled, AnnulledAndReturned, Changed, Upheld};
    match (outcome, act) {
        (Upheld, _) => Effect::None,
        (Changed, Outcome::Grant | Outcome::Suspend | Outcome::Resume | Outcome::Amend) => Effect::AmendingDecisionDue,
        (Annulled, Outcome::Grant) => Effect::GrantEnded,
        (AnnulledAndReturned, Outcome::Grant) => Effect::GrantEndedAndReopened,
        (Changed | Annulled | AnnulledAndReturned, Outcome::Queue) => Effect::PlaceRemovedAndReopened,
        (Changed | Annulled | AnnulledAndReturned, Outcome::Refuse) => Effect::Reopened,
        (Annulled | AnnulledAndReturned, Outcome::Suspend) => Effect::ServiceResumed,
        (Annulled | AnnulledAndReturned, Outcome::Resume) => Effect::ServicePaused,
        (Changed | Annulled | AnnulledAndReturned, Outcome::Terminate) => Effect::ServiceRestored,
        (Annulled | AnnulledAndReturned, Outcome::Amend) => Effect::ParametersRestored,
    }
}

/// What was done with an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// The grant was ended.
    pub grant_ended: bool,
    /// The place in the queue was removed.
    pub place_removed: bool,
    /// The application was opened for a new decision.
    pub reopened: bool,
    /// The end of the service was undone.
    pub end_undone: bool,
}

/// Why something that follows from an answer was not done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotDone {
    /// It takes a decision of the association.
    DecisionNeeded,
    /// The grant was over already.
    GrantOver,
    /// Nobody waited at the place in the queue any more.
    PlaceGone,
    /// A later decision on the same application stands.
    LaterDecisionStands,
    /// The service is over, another one follows it, or the programme has not the money for it any more.
    EndStands,
}

crate::codes!(NotDone as "ContestNotDone" => {
    DecisionNeeded = "decision_needed",
    GrantOver = "grant_over",
    PlaceGone = "place_gone",
    LaterDecisionStands = "later_decision_stands",
    EndStands = "end_stands",
});

impl Effect {
    /// Whether it ends the grant.
    pub fn ends_the_grant(self) -> bool {
        matches!(self, Self::GrantEnded | Self::GrantEndedAndReopened)
    }

    /// Whether it opens the application for a new decision.
    pub fn reopens(self) -> bool {
        matches!(self, Self::GrantEndedAndReopened | Self::PlaceRemovedAndReopened | Self::Reopened)
    }

    /// What is left undone of an answer with this effect, by what was done; nothing where it is carried out.
    pub fn not_done(self, outcome: ContestOutcome, done: Done) -> Vec<NotDone> {
        let decision_needed = match self {
            Self::None
            | Self::GrantEnded
            | Self::GrantEndedAndReopened
            | Self::PlaceRemovedAndReopened
            | Self::Reopened => false,
            Self::ServiceRestored => outcome == ContestOutcome::Changed && done.end_undone,
            Self::AmendingDecisionDue | Self::ServiceResumed | Self::ServicePaused | Self::ParametersRestored => true,
        };
        let left = [
            (decision_needed, NotDone::DecisionNeeded),
            (self.ends_the_grant() && !done.grant_ended, NotDone::GrantOver),
            (self == Self::PlaceRemovedAndReopened && !done.place_removed, NotDone::PlaceGone),
            (self.reopens() && !done.reopened, NotDone::LaterDecisionStands),
            (self == Self::ServiceRestored && !done.end_undone, NotDone::EndStands),
        ];
        left.into_iter().filter(|(left, _)| *left).map(|(_, why)| why).collect()
    }
}
