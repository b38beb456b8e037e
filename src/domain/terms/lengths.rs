//! How long each legal term is, as dated figures.

use super::{FIRST_DAY, Rule};
use crate::figure::{Figure, Since, Unit};
use crate::law::{Act, Source};

/// One length for every day of the product: earlier wording of the law is not modelled, and each source says so.
const fn length(code: &'static str, unit: Unit, values: &'static [Since]) -> Figure {
    Figure { code, unit, values }
}

const fn always(value: i64, source: Source) -> Since {
    Since { day: FIRST_DAY, until: None, value, source }
}

/// An article of the administrative procedure law, which applies since 2004.
const fn procedure(article: &'static str) -> Source {
    Source::law(Act::Apl, article).noting("design: the same before 2004-02-01")
}

/// A paragraph of the regulation on the service, which applies since 2023.
const fn regulation(paragraph: &'static str) -> Source {
    Source::law(Act::Mk625, paragraph).noting("design: the same before 2023-11-01")
}

/// An article of the notification law, which is in force since 2011.
const fn notification(article: &'static str) -> Source {
    Source::law(Act::Pazl, article).noting("design: the same before 2011-01-01")
}

const DECISION: Figure = length(
    "decision_term_months",
    Unit::Months,
    &[always(1, procedure("64(1)").noting(
            "ministry's page on the service: \"mēneša laikā no iesnieguma iesniegšanas dienas\", kept as the association's promise; \
             the law counts from receipt; design: the same before 2023-11-01",
        ))],
);

const DECISION_RECEIVED: Figure =
    length("decision_received_term_months", Unit::Months, &[always(1, procedure("64(1)"))]);

/// To how many months from receipt the term of a decision may be extended.
pub(super) const EXTENSION: Figure = length("extension_max_months", Unit::Months, &[always(4, procedure("64(2)"))]);

const EXTENSION_YEARS: Figure = length("extension_max_years", Unit::Years, &[always(1, procedure("64(2)"))]);

const CONTEST: Figure = length("contest_term_months", Unit::Months, &[always(1, procedure("79"))]);

const CONTEST_UNINDICATED: Figure =
    length("contest_unindicated_term_years", Unit::Years, &[always(1, procedure("79"))]);

const CONTEST_WALL: Figure = length("contest_wall_years", Unit::Years, &[always(3, procedure("79"))]);

const APPEAL: Figure = length("appeal_term_months", Unit::Months, &[always(1, procedure("188"))]);

const QUEUE_INVITATION: Figure = length("queue_invitation_months", Unit::Months, &[always(1, regulation("17.3"))]);

const COMPLAINT: Figure = length(
    "complaint_answer_months",
    Unit::Months,
    &[always(1, Source::law(Act::Iesl, "5(3)").noting("design: the same before 2008-01-01"))],
);

const REOPENING: Figure = length("reopening_term_months", Unit::Months, &[always(6, procedure("87"))]);

const REVOCATION: Figure = length("revocation_learned_months", Unit::Months, &[always(3, procedure("86(2)1"))]);

/// How long after its effect a favourable decision whose right is not used may be revoked.
pub(super) const REVOCATION_YEARS: Figure =
    length("revocation_effect_years", Unit::Years, &[always(1, procedure("86(2)1"))]);

const GRANT_TERM: Figure = length(
    "grant_term_months",
    Unit::Months,
    &[always(12, regulation("7–9").noting("design: the same before 2023-11-01, unless a programme names its own"))],
);

const UNREACHABLE: Figure = length("unreachable_months", Unit::Months, &[always(4, regulation("20"))]);

const RETENTION_FILE: Figure = length(
    "retention_file_years",
    Unit::Years,
    &[always(10, Source::law(Act::Mk338, "8").noting("design: the longer of the two terms holds"))],
);

const RETENTION_PAPERS: Figure = length(
    "retention_papers_years",
    Unit::Years,
    &[always(5, regulation("21").noting("design: the longer term of the file holds"))],
);

const REGISTERED_MAIL: Figure = length("notified_registered_mail_days", Unit::Days, &[always(7, notification("8"))]);

const ORDINARY_MAIL: Figure = length("notified_ordinary_mail_days", Unit::Days, &[always(8, notification("8"))]);

const E_ADDRESS: Figure = length(
    "notified_e_address_working_days",
    Unit::WorkingDays,
    &[always(2, Source::law(Act::Pazl, "9(1.1)").noting("design: the same for every day"))],
);

const EMAIL: Figure = length("notified_email_working_days", Unit::WorkingDays, &[always(2, notification("9(2)"))]);

const EU_MAIL: Figure = length("notified_eu_mail_working_days", Unit::WorkingDays, &[always(7, notification("10"))]);

const FOREIGN_MAIL: Figure = length(
    "notified_foreign_mail_days",
    Unit::Days,
    &[always(21, notification("10").noting("three weeks; design: the same before 2011-01-01"))],
);

/// How many working days before its end a term is called due soon.
pub(super) const DUE_SOON: Figure = length("due_soon_working_days", Unit::WorkingDays, &[always(5, Source::DESIGN)]);

/// Every figure of the terms.
pub(crate) const FIGURES: &[&Figure] = &[
    &DECISION,
    &DECISION_RECEIVED,
    &EXTENSION,
    &EXTENSION_YEARS,
    &CONTEST,
    &CONTEST_UNINDICATED,
    &CONTEST_WALL,
    &APPEAL,
    &QUEUE_INVITATION,
    &COMPLAINT,
    &REOPENING,
    &REVOCATION,
    &REVOCATION_YEARS,
    &GRANT_TERM,
    &UNREACHABLE,
    &RETENTION_FILE,
    &RETENTION_PAPERS,
    &REGISTERED_MAIL,
    &ORDINARY_MAIL,
    &E_ADDRESS,
    &EMAIL,
    &EU_MAIL,
    &FOREIGN_MAIL,
    &DUE_SOON,
];

impl Rule {
    /// The length of the term, with its unit and sources.
    pub const fn figure(self) -> &'static Figure {
        match self {
            Self::Decision => &DECISION,
            Self::DecisionReceived => &DECISION_RECEIVED,
            Self::DecisionExtended => &EXTENSION,
            Self::DecisionYear => &EXTENSION_YEARS,
            Self::Contest => &CONTEST,
            Self::Appeal => &APPEAL,
            Self::ContestUnindicated => &CONTEST_UNINDICATED,
            Self::ContestWall => &CONTEST_WALL,
            Self::QueueInvitation => &QUEUE_INVITATION,
            Self::Complaint => &COMPLAINT,
            Self::Reopening => &REOPENING,
            Self::Revocation => &REVOCATION,
            Self::GrantTerm => &GRANT_TERM,
            Self::Unreachable => &UNREACHABLE,
            Self::RetentionFile => &RETENTION_FILE,
            Self::NotifiedRegisteredMail => &REGISTERED_MAIL,
            Self::NotifiedOrdinaryMail => &ORDINARY_MAIL,
            Self::NotifiedEAddress => &E_ADDRESS,
            Self::NotifiedEmail => &EMAIL,
            Self::NotifiedEuMail => &EU_MAIL,
            Self::NotifiedForeignMail => &FOREIGN_MAIL,
        }
    }
}
