//! The words from "agreement" to "level".

use super::{DESIGN, Entry, MINISTRY, PILOT, PROCEDURE, entry};

/// In alphabetical order of the English ones.
pub(super) const WORDS: &[Entry] = &[
    entry(
        "agreement",
        "līgums",
        "The contract that the association concludes with the person and the support person after a grant; signed by all three.",
        MINISTRY,
    ),
    entry("allocation", "finansējuma piešķīrums", "Money that a funder gives to a programme.", DESIGN),
    entry(
        "amendment",
        "lēmuma grozījums",
        "A later decision that changes the areas, level or volume of a grant without touching the earlier decision.",
        DESIGN,
    ),
    entry("appeal", "pārsūdzēšana", "Asking the court to review the answer to a contest.", PROCEDURE),
    entry(
        "application",
        "iesniegums",
        "The person's written request for the service, in free form or on the association's form.",
        MINISTRY,
    ),
    entry(
        "area",
        "atbalsta joma",
        "One of the six fields of life in which support is given; a decision names at least one.",
        MINISTRY,
    ),
    entry(
        "association",
        "biedrība",
        "The society \"Resursu centrs cilvēkiem ar garīgiem traucējumiem \"ZELDA\"\", which decides on the service and gives it.",
        MINISTRY,
    ),
    entry(
        "barrier",
        "šķērslis",
        "A service or specialist that could not be had in a municipality, with the period and the cause.",
        PILOT,
    ),
    entry(
        "broker",
        "brokeris",
        "Someone independent of the local social service who helps a person plan and buy with an individual budget.",
        PILOT,
    ),
    entry(
        "call-up",
        "uzaicinājums no rindas",
        "Putting a freed place and its money aside for whoever is first in the queue, so that the conditions are checked anew.",
        DESIGN,
    ),
    entry("caseload", "klientu slodze", "The persons of one support person at a time.", PILOT),
    entry(
        "choice",
        "izvēle",
        "What the person decides in a matter of their own, recorded in their own words; nobody decides in their stead.",
        PILOT,
    ),
    entry(
        "component",
        "pakalpojuma sastāvdaļa",
        "What a time entry was spent on: building trust, finding out needs, supporting a decision, widening the circle, third parties.",
        MINISTRY,
    ),
    entry(
        "concern",
        "ziņojums par apdraudējumu",
        "A report by anyone of possible abuse, undue influence or conflict of interest, handled by somebody not involved.",
        PILOT,
    ),
    entry(
        "conflict of interest",
        "interešu konflikts",
        "A tie that keeps a broker from being independent of the person's case: another role towards them, or the local social service.",
        PILOT,
    ),
    entry(
        "contact attempt",
        "saziņas mēģinājums",
        "A dated try to reach the person, with its channel and result; a success starts the four months anew.",
        DESIGN,
    ),
    entry(
        "contest",
        "apstrīdēšana",
        "The person's objection to a decision, handed to the association and passed on to the higher institution.",
        PROCEDURE,
    ),
    entry(
        "cooperation agreement",
        "sadarbības līgums",
        "What the association agreed with a municipality, about one subject and for a period.",
        PILOT,
    ),
    entry(
        "decision",
        "lēmums",
        "The association's act on an application (grant, place in the queue, refusal) or on a granted service (pause, resumption, change, end).",
        MINISTRY,
    ),
    entry("deemed day", "paziņošanas diena", "The day on which something counts as notified.", PROCEDURE),
    entry(
        "disability group",
        "invaliditātes grupa",
        "I, II or III, as established by VDEĀVK and held in IIS.",
        "Invaliditātes likums",
    ),
    entry(
        "exception",
        "izņēmums",
        "A recorded reason, with the name of who answers for it, by which a broker is admitted in spite of a conflict.",
        DESIGN,
    ),
    entry(
        "explanation to third parties",
        "skaidrojums trešajām pusēm",
        "Telling others, with the person's consent, what the person wants, chose or decided.",
        PILOT,
    ),
    entry(
        "grant",
        "pakalpojuma piešķīrums",
        "The service as decided for one person: term, areas, level and volume.",
        MINISTRY,
    ),
    entry(
        "IIS",
        "Invaliditātes informatīvā sistēma",
        "The State register of disability, kept by VDEĀVK, which the association asks first.",
        "Invaliditātes likums; MK 06.12.2022. noteikumi Nr. 759",
    ),
    entry(
        "incident",
        "incidents",
        "A recorded event that endangered or demeaned a support person; evidence for ending a grant on that ground.",
        MINISTRY,
    ),
    entry(
        "individual budget",
        "individuālais budžets",
        "One budget of one person for a package of services of several providers, chosen by the person.",
        PILOT,
    ),
    entry(
        "information request",
        "informācijas pieprasījums",
        "The person's question to an institution, followed up until it is answered and understood.",
        PILOT,
    ),
    entry(
        "level",
        "intensitātes līmenis",
        "One of three steps of intensity, each with a monthly ceiling that the programme sets.",
        MINISTRY,
    ),
    entry(
        "lineage",
        "piešķīrumu pēctecība",
        "The grants of one person in the order in which they followed each other, through every programme.",
        DESIGN,
    ),
];
