//! How long each legal term is, as dated figures.

use super::{FIRST_DAY, Rule};
use crate::figure::{Figure, Since, Unit};
use crate::law::Source;

/// One length for every day of the product: earlier wording of the law is not modelled, and each source says so.
const fn length(code: &'static str, unit: Unit, values: &'static [Since]) -> Figure {
    Figure { code, unit, values }
}

const fn always(value: i64, source: &'static str) -> Since {
    Since { day: FIRST_DAY, until: None, value, source: Source::only(source) }
}

const DECISION: Figure = length(
    "decision_term_months",
    Unit::Months,
    &[always(
        1,
        "ministry's page on the service: \"mēneša laikā no iesnieguma iesniegšanas dienas\"; \
         Administratīvā procesa likums 64. p. (paragraph not verified); design: the same before 2023-11-01",
    )],
);

const CONTEST: Figure = length(
    "contest_term_months",
    Unit::Months,
    &[always(
        1,
        "Administratīvā procesa likums 79. p. (lvportals.lv/skaidrojumi/274848: \"viena mēneša laikā no tā spēkā stāšanās \
         dienas\"); design: the same before 2004-02-01",
    )],
);

const CONTEST_UNINDICATED: Figure = length(
    "contest_unindicated_term_years",
    Unit::Years,
    &[always(1, "Administratīvā procesa likums 79. p. (paragraph not verified); design: the same before 2004-02-01")],
);

const APPEAL: Figure = length(
    "appeal_term_months",
    Unit::Months,
    &[always(1, "Administratīvā procesa likums 188. p. (paragraph not verified); design: the same before 2004-02-01")],
);

const GRANT_TERM: Figure = length(
    "grant_term_months",
    Unit::Months,
    &[always(
        12,
        "ministry's page on the service: \"Pakalpojumu sniedz 12 mēnešus\"; \
         design: the same before 2023-11-01, unless a programme names its own",
    )],
);

const UNREACHABLE: Figure = length(
    "unreachable_months",
    Unit::Months,
    &[always(
        4,
        "ministry's page on the service: \"nav sasniedzama vismaz četrus mēnešus\"; \
         design: the same before 2023-11-01",
    )],
);

const REGISTERED_MAIL: Figure = length(
    "notified_registered_mail_days",
    Unit::Days,
    &[always(
        7,
        "Paziņošanas likums 8. p. 3. d. (lvportals.lv/print_ekons.php?id=11425); design: the same before 2011-01-01",
    )],
);

const ORDINARY_MAIL: Figure = length(
    "notified_ordinary_mail_days",
    Unit::Days,
    &[always(8, "Paziņošanas likums 8. p. (paragraph not verified); design: the same before 2011-01-01")],
);

const E_ADDRESS: Figure = length(
    "notified_e_address_working_days",
    Unit::WorkingDays,
    &[always(2, "Paziņošanas likums 9. p. (paragraph not verified); design: the same for every day")],
);

const EMAIL: Figure = length(
    "notified_email_working_days",
    Unit::WorkingDays,
    &[always(2, "Paziņošanas likums 9. p. (paragraph not verified); design: the same before 2011-01-01")],
);

/// How many working days before its end a term is called due soon.
pub(super) const DUE_SOON: Figure = length("due_soon_working_days", Unit::WorkingDays, &[always(5, "design")]);

/// To how many months from receipt the term of a decision may be extended.
pub(super) const EXTENSION: Figure = length(
    "extension_max_months",
    Unit::Months,
    &[always(
        4,
        "Administratīvā procesa likums 64. p. (paragraph not verified; the same four months in Iesniegumu likums, lvportals.lv/skaidrojumi/343513); design: the same before 2004-02-01",
    )],
);

/// Every figure of the terms.
pub(crate) const FIGURES: &[&Figure] = &[
    &DECISION,
    &CONTEST,
    &CONTEST_UNINDICATED,
    &APPEAL,
    &GRANT_TERM,
    &UNREACHABLE,
    &REGISTERED_MAIL,
    &ORDINARY_MAIL,
    &E_ADDRESS,
    &EMAIL,
    &DUE_SOON,
    &EXTENSION,
];

impl Rule {
    /// The length of the term, with its unit and sources.
    pub const fn figure(self) -> &'static Figure {
        match self {
            Self::Decision => &DECISION,
            Self::Contest => &CONTEST,
            Self::Appeal => &APPEAL,
            Self::ContestUnindicated => &CONTEST_UNINDICATED,
            Self::GrantTerm => &GRANT_TERM,
            Self::Unreachable => &UNREACHABLE,
            Self::NotifiedRegisteredMail => &REGISTERED_MAIL,
            Self::NotifiedOrdinaryMail => &ORDINARY_MAIL,
            Self::NotifiedEAddress => &E_ADDRESS,
            Self::NotifiedEmail => &EMAIL,
        }
    }
}
