//! The problems of looking: what is read is read for a purpose and recorded before it leaves, and what is run again has premises.

use super::Kind;
use super::catalogue::row;

/// Every row.
pub(super) const ALL: &[Kind] = &[
    row(
        "purpose_not_registered",
        403,
        ["Mērķis nav reģistrēts", "The purpose is not registered"],
        [
            "`Aplp-Purpose` nosauc mērķi, kura nav sarakstā vai kurš šai lomai nav reģistrēts.",
            "`Aplp-Purpose` names a purpose that is not in the list, or not registered for this role.",
        ],
        [
            "Jānosauc kāds no mērķiem, ko lomai rāda `/v1/me`, vai galvene jāizlaiž.",
            "Name one of the purposes that `/v1/me` shows for the role, or leave the header out.",
        ],
    ),
    row(
        "read_not_recorded",
        503,
        ["Lasījumu nevarēja pierakstīt", "The read could not be recorded"],
        [
            "Personas datus izsniedz tikai tad, kad žurnālā ir ierakstīts, kurš tos lasa; to pašlaik nevarēja izdarīt.",
            "The data of persons is given out only when the journal says who reads it; that could not be done just now.",
        ],
        ["Jānogaida `Retry-After` un jāatkārto.", "Wait for `Retry-After`, then repeat."],
    ),
    row(
        "not_replayable",
        409,
        ["Šo lēmumu nevar izskaitļot no jauna", "This decision cannot be run again"],
        [
            "No jauna izskaitļo lēmumus par iesniegumu; lēmums par piešķirtu pakalpojumu balstās uz faktiem, kas tajā nosaukti.",
            "Decisions on an application are run again; one about a granted service rests on the facts that it names.",
        ],
        ["Jāaplūko fakti, kas stāv lēmuma `facts`.", "Look at the facts of the decision, in `facts`."],
    ),
];
