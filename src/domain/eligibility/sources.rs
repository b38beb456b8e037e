//! Where each condition is written: for the state's money in the acts, for other money in the conditions of its programme.

use super::ReasonCode;
use crate::law::{Act, Source};
use crate::programmes::ProgrammeKind;

/// What the state pays for is named in the law, beside the delegation to the Cabinet.
const PAID_BY_THE_STATE: Source = Source::law(Act::Spspl, "13(1)14");
/// The law itself says what the service is and for whom.
const THE_SERVICE: Source = Source::law(Act::Spspl, "1(42)");
/// A municipality gives the service from its own money to groups that its binding rules name.
const BY_A_MUNICIPALITY: Source =
    Source::law(Act::Spspl, "26.1(2)").noting("binding rules of the municipality: `legal_ground` of the programme");
const BY_A_PROJECT: Source = Source::only("design: conditions of the project, by `legal_ground` of the programme");

impl ReasonCode {
    /// Where the condition is written for a kind of money.
    #[must_use]
    pub const fn source(self, money: ProgrammeKind) -> Source {
        match money {
            ProgrammeKind::StateBudget => self.of_the_state(),
            ProgrammeKind::MunicipalPurchase => self.of_a_municipality(),
            ProgrammeKind::IndividualBudget => self.of_the_individual_budget(),
            ProgrammeKind::Pilot | ProgrammeKind::GrantProject => BY_A_PROJECT,
        }
    }

    const fn of_the_state(self) -> Source {
        match self {
            Self::NotAdult => {
                THE_SERVICE.noting("Labklājības ministrija, pakalpojuma apraksts: \"pilngadīgām personām\"")
            }
            Self::NoDisability => PAID_BY_THE_STATE
                .and(Act::Mk625, "14.2")
                .noting("Labklājības ministrija, pakalpojuma apraksts: \"ar I vai II invaliditātes grupu\""),
            Self::DisabilityNotValid => PAID_BY_THE_STATE
                .and(Act::Mk625, "14.2")
                .noting("Labklājības ministrija, pakalpojuma apraksts: \"personai noteikto invaliditātes grupu\""),
            Self::MentalDisorderAbsent => THE_SERVICE
                .and(Act::Mk625, "14.2")
                .and(Act::Mk625, "15")
                .noting("Labklājības ministrija, pakalpojuma apraksts: \"kurām ir garīga rakstura traucējumi\""),
            Self::GroupNotCovered => Source::law(Act::Mk625, "23").and(Act::Spspl, "transitional 59"),
            Self::ProgrammeNotStarted => Source::law(Act::Mk625, "26"),
            Self::ProgrammeEnded => PAID_BY_THE_STATE.noting("design: no last day of the service is known"),
            Self::MunicipalityNotCovered => {
                PAID_BY_THE_STATE.noting("design: the state's service is given in every municipality")
            }
            Self::NotFormerlyServed => PAID_BY_THE_STATE.noting("design: no earlier programme is asked for"),
        }
    }

    const fn of_a_municipality(self) -> Source {
        match self {
            Self::NotAdult | Self::MentalDisorderAbsent => THE_SERVICE.and(Act::Spspl, "26.1(2)"),
            Self::NoDisability
            | Self::DisabilityNotValid
            | Self::GroupNotCovered
            | Self::ProgrammeNotStarted
            | Self::ProgrammeEnded
            | Self::MunicipalityNotCovered => BY_A_MUNICIPALITY,
            Self::NotFormerlyServed => BY_A_MUNICIPALITY.noting(
                "biedrība ZELDA, individuālā budžeta prezentācija: \"tām personām, kas to saņēma IB ietvaros\"",
            ),
        }
    }

    const fn of_the_individual_budget(self) -> Source {
        match self {
            Self::ProgrammeNotStarted | Self::ProgrammeEnded => Source::only(
                "biedrība ZELDA, individuālā budžeta prezentācija: \"laika periodā no 01.12.2019. līdz 31.01.2021.\"",
            ),
            Self::MunicipalityNotCovered => {
                Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"saņēmēju skaits pašvaldībās\"")
            }
            Self::NotAdult
            | Self::NoDisability
            | Self::DisabilityNotValid
            | Self::MentalDisorderAbsent
            | Self::GroupNotCovered
            | Self::NotFormerlyServed => BY_A_PROJECT,
        }
    }
}
