//! The problems of what is recorded already about individual budgets.

use super::Kind;
use super::catalogue::row;

/// Every row.
pub(super) const ALL: &[Kind] = &[
    row(
        "budget_needs_full",
        409,
        ["Vajadzību ir pārāk daudz", "There are too many needs"],
        [
            "Individuālajam budžetam drīkst būt ne vairāk kā 50 vajadzību.",
            "An individual budget may have no more than 50 needs.",
        ],
        ["Pakalpojums jāsaista ar kādu no esošajām vajadzībām.", "Let the service answer one of those that are there."],
    ),
    row(
        "budgets_outside_period",
        409,
        ["Kāds individuālais budžets ir ārpus termiņa", "An individual budget lies outside"],
        [
            "Pēc izmaiņām kāda atvērta individuālā budžeta termiņš būtu ārpus programmas termiņa.",
            "After the change the period of an open individual budget would leave that of the programme.",
        ],
        ["Vispirms budžets jāmaina vai jāslēdz.", "Change or end the budget first."],
    ),
];
