//! The problems of what is recorded already about individual budgets and barriers.

use super::Kind;
use super::catalogue::row;

/// Every row.
pub(super) const ALL: &[Kind] = &[
    row(
        "use_reversed_already",
        409,
        ["Izmantojums jau ir atsaukts", "The use is reversed already"],
        ["Izmantotās vienības atsauc vienu reizi.", "Units that were used are taken back once."],
        ["Pareizais skaits jāreģistrē ar jaunu ierakstu.", "Record the right number anew."],
    ),
    row(
        "use_is_a_reversal",
        409,
        ["Atsaukumu nevar atsaukt", "A reversal cannot be reversed"],
        ["Šis ieraksts pats atsauc izmantotās vienības.", "This row itself takes units back."],
        ["Vienības jāreģistrē ar jaunu ierakstu.", "Record the units anew."],
    ),
    row(
        "budget_needs_full",
        409,
        ["Vajadzību ir pārāk daudz", "There are too many needs"],
        [
            "Individuālajam budžetam ir ne vairāk kā piecdesmit vajadzību.",
            "An individual budget has no more than fifty needs.",
        ],
        ["Pakalpojums jāsaista ar kādu no esošajām vajadzībām.", "Let the service answer one of those that are there."],
    ),
    row(
        "barrier_ended_already",
        409,
        ["Šķēršļa beigas jau ir reģistrētas", "The end of the barrier is recorded already"],
        ["Šķēršļa pēdējo dienu reģistrē vienu reizi.", "The last day of a barrier is recorded once."],
        ["Ja šķērslis ir radies no jauna, jāreģistrē jauns.", "Where it has come about again, record another one."],
    ),
    row(
        "budgets_outside_period",
        409,
        ["Kāds individuālais budžets ir ārpus termiņa", "An individual budget lies outside"],
        [
            "Pēc izmaiņām kāda atvērta individuālā budžeta termiņš būtu ārpus programmas termiņa.",
            "After the change the period of an open individual budget would leave that of the programme.",
        ],
        ["Vispirms jāmaina vai jānoslēdz budžets.", "Change or end the budget first."],
    ),
];
