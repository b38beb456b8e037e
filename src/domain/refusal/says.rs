//! How a refusal comes about, and what it says of itself.

use super::{Kind, Refusal, table};
use crate::code::Code;
use crate::dates::DateFault;
use crate::figure::NotInForce;
use crate::grant::{EndGround, SuspensionGround};
use crate::law;

impl From<DateFault> for Refusal {
    fn from(fault: DateFault) -> Self {
        Self::Date(fault)
    }
}

impl From<NotInForce> for Refusal {
    fn from(missing: NotInForce) -> Self {
        let NotInForce { figure, on } = missing;
        Self::FigureNotInForce { figure, on }
    }
}

impl Refusal {
    /// A ground on which no service is paused.
    pub fn pauses_nothing() -> Self {
        let allowed = SuspensionGround::ALL.iter().map(|ground| ground.code()).collect();
        Self::GroundNotInTheList { allowed, law: &table::SUSPENDING }
    }

    /// A ground on which no decision ends a service: one that runs out ends by itself, and an annulment is for whoever hears a contest.
    pub fn ends_nothing() -> Self {
        let allowed = EndGround::of_a_decision().map(Code::code).collect();
        Self::GroundNotInTheList { allowed, law: &table::ENDING }
    }

    /// The same refusal, with where the thing stands that was not moved; `allowed` are the codes of the moves that are left. An
    /// illegal move says so itself.
    #[must_use]
    pub fn standing<S: Code>(self, current: S, allowed: Vec<&'static str>) -> Self {
        match self {
            Self::IllegalMove { .. } | Self::Standing { .. } => self,
            why => Self::Standing { why: Box::new(why), current: current.code(), allowed },
        }
    }

    /// The stable name, `lower_snake`.
    pub fn code(&self) -> &'static str {
        self.entry().0
    }

    /// What a caller can do about it.
    pub fn kind(&self) -> Kind {
        self.entry().1
    }

    /// Where the rule is written.
    pub fn source(&self) -> law::Source {
        self.entry().2
    }
}
