//! For what the data of a person may be looked at: a closed list, each purpose with its label and its legal ground.

/// A registered purpose. What is looked at for no purpose of this list is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// An application is taken in and its facts are checked in the registers.
    Intake,
    /// Needs are assessed.
    Assessment,
    /// A decision is prepared and signed, or looked at again.
    Decision,
    /// Support is arranged, given and accounted for.
    ServiceDelivery,
    /// The service is paid for or bought.
    Funding,
    /// Somebody asked for information and is answered.
    Inquiry,
    /// The handling of data and the decisions are supervised.
    Supervision,
    /// The person looks at the own data.
    OwnAccess,
}

crate::codes!(Purpose {
    Intake = "intake",
    Assessment = "assessment",
    Decision = "decision",
    ServiceDelivery = "service_delivery",
    Funding = "funding",
    Inquiry = "inquiry",
    Supervision = "supervision",
    OwnAccess = "own_access",
});

/// What everybody can be told of a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// In Latvian.
    pub lv: &'static str,
    /// In English.
    pub en: &'static str,
    /// The ground in law. The list and its wording are `design`; the grounds are those that social services name.
    pub law: &'static str,
}

/// The task of a social service that the law gives it.
const PUBLIC_TASK: &str = "VDAR 6. panta 1. punkta c) un e) apakšpunkts, 9. panta 2. punkta b) un h) apakšpunkts; \
    Sociālo pakalpojumu un sociālās palīdzības likums";

impl Purpose {
    /// Its label in both languages and its legal ground.
    #[must_use]
    pub const fn about(self) -> About {
        let (lv, en, law) = match self {
            Self::Intake => ("Iesnieguma pieņemšana un pārbaude", "Taking in and checking an application", PUBLIC_TASK),
            Self::Assessment => ("Vajadzību izvērtēšana", "Assessing needs", PUBLIC_TASK),
            Self::Decision => ("Lēmuma sagatavošana un pieņemšana", "Preparing and signing a decision", PUBLIC_TASK),
            Self::ServiceDelivery => {
                ("Pakalpojuma sniegšana un uzskaite", "Giving and accounting support", PUBLIC_TASK)
            }
            Self::Funding => ("Pakalpojuma apmaksa", "Paying for the service", PUBLIC_TASK),
            Self::Inquiry => {
                ("Atbilde uz informācijas pieprasījumu", "Answering a request for information", PUBLIC_TASK)
            }
            Self::Supervision => (
                "Datu apstrādes un lēmumu uzraudzība",
                "Supervising data and decisions",
                "VDAR 5. panta 2. punkts, 24. un 32. pants",
            ),
            Self::OwnAccess => ("Piekļuve saviem datiem", "Looking at one's own data", "VDAR 15. pants"),
        };
        About { lv, en, law }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn every_purpose_has_a_label_in_both_languages_and_a_ground_in_law() {
        for purpose in Purpose::ALL {
            let About { lv, en, law } = purpose.about();
            assert!(!lv.is_empty() && !en.is_empty() && lv != en, "{purpose:?}");
            assert!(law.contains("pant"), "{purpose:?} has no ground");
        }
    }
}
