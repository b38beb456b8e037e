//! The refusals of the rules about notifications and contests.

use super::Kind;
use super::catalogue::row;

/// Every row.
pub(super) const ALL: &[Kind] = &[
    row(
        "handed_over",
        422,
        ["Nodotais dokuments neatgriežas", "What was handed over does not come back"],
        [
            "Lēmums personai nodots pret parakstu, tāpēc tas nevar atgriezties nepiegādāts.",
            "The decision was handed to the person against a signature, so it cannot come back undelivered.",
        ],
        ["Jāpārbauda, kurš paziņojums ir atgriezies.", "Check which notification came back."],
    ),
    row(
        "returned_already",
        409,
        ["Sūtījums jau ir atgriezies", "The notification came back already"],
        [
            "Par šo paziņojumu jau ir reģistrēts, ka tas atgriezās nepiegādāts.",
            "It is recorded already that this notification came back undelivered.",
        ],
        ["Lēmums jāpaziņo vēlreiz, un jāreģistrē jauns paziņojums.", "Notify the person again, and record that."],
    ),
    row(
        "contest_resolved",
        409,
        ["Apstrīdēšanas iesniegums jau ir izskatīts", "The contest was answered already"],
        [
            "Ministrija apstrīdēšanas iesniegumu par šo lēmumu jau ir izskatījusi; tās lēmumu pārsūdz tiesā.",
            "The ministry has decided on a contest of this decision; its decision is appealed to the court.",
        ],
        [
            "Jāaplūko, līdz kurai dienai ministrijas lēmumu var pārsūdzēt tiesā; to rāda apstrīdēšanas `resolution`.",
            "See until which day the decision of the ministry can be appealed to the court: `resolution` of the contest.",
        ],
    ),
];
