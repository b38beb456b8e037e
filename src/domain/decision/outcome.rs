//! What is decided: on an application, and later on the service that was granted; and on which ground.

use crate::code::Code;
use crate::eligibility::ReasonCode;
use crate::grant::{EndGround, SuspensionGround};

/// What is decided (MK 625, 16, 19 and 20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The service is granted.
    Grant,
    /// The person waits for money.
    Queue,
    /// The person does not meet the conditions.
    Refuse,
    /// The granted service is paused.
    Suspend,
    /// The paused service goes on.
    Resume,
    /// The granted service ends.
    Terminate,
    /// The granted service changes.
    Amend,
}

crate::codes!(Outcome as "DecisionOutcome" => {
    Grant = "grant",
    Queue = "queue",
    Refuse = "refuse",
    Suspend = "suspend",
    Resume = "resume",
    Terminate = "terminate",
    Amend = "amend",
});

/// The ground of a decision that needs one: a condition that failed, or what pauses or ends the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// The condition that failed.
    Condition(ReasonCode),
    /// Why the service is paused.
    Suspension(SuspensionGround),
    /// Why the service ends.
    End(EndGround),
}

impl Ground {
    /// The condition that failed, where it is one.
    pub fn condition(self) -> Option<ReasonCode> {
        match self {
            Self::Condition(reason) => Some(reason),
            Self::Suspension(_) | Self::End(_) => None,
        }
    }
}

impl Code for Ground {
    const NAME: &'static str = "DecisionGround";
    const ALL: &'static [Self] = &[
        Self::Condition(ReasonCode::NotAdult),
        Self::Condition(ReasonCode::NoDisability),
        Self::Condition(ReasonCode::DisabilityNotValid),
        Self::Condition(ReasonCode::MentalDisorderAbsent),
        Self::Condition(ReasonCode::GroupNotCovered),
        Self::Condition(ReasonCode::ProgrammeNotStarted),
        Self::Condition(ReasonCode::ProgrammeEnded),
        Self::Condition(ReasonCode::MunicipalityNotCovered),
        Self::Condition(ReasonCode::NotFormerlyServed),
        Self::Suspension(SuspensionGround::LtcInstitution),
        Self::Suspension(SuspensionGround::InpatientTreatment),
        Self::Suspension(SuspensionGround::Imprisonment),
        Self::Suspension(SuspensionGround::OtherImpossible),
        Self::End(EndGround::MovedAbroad),
        Self::End(EndGround::OwnRequest),
        Self::End(EndGround::SafetyOrDignity),
        Self::End(EndGround::Unreachable4Months),
        Self::End(EndGround::Expired),
        Self::End(EndGround::Death),
        Self::End(EndGround::Annulled),
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Condition(reason) => reason.code(),
            Self::Suspension(ground) => ground.code(),
            Self::End(ground) => ground.code(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_is_in_the_list_once_and_no_two_share_a_code() {
        let conditions = ReasonCode::ALL.iter().map(|&reason| Ground::Condition(reason));
        let pauses = SuspensionGround::ALL.iter().map(|&ground| Ground::Suspension(ground));
        let ends = EndGround::ALL.iter().map(|&ground| Ground::End(ground));

        assert_eq!(conditions.chain(pauses).chain(ends).collect::<Vec<_>>(), Ground::ALL);
        assert!(Ground::ALL.iter().all(|ground| Ground::from_code(ground.code()) == Some(*ground)));
    }
}
