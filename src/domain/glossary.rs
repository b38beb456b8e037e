//! The words of the service, in English and Latvian, each with one meaning and its source.

mod first;

/// One word of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The word in English: the one used in paths, codes and the document.
    pub en: &'static str,
    /// The word in Latvian: the one used by the law and by the people of the service.
    pub lv: &'static str,
    /// What it means here, in one sentence.
    pub meaning: &'static str,
    /// Where the word is from: act, page, or the word `design` for a word of this product.
    pub source: &'static str,
}

const MINISTRY: &str = "ministry's page on the service";
const PILOT: &str = "presentation of the Individual Budget pilot";
const PROCEDURE: &str = "Administratīvā procesa likums";
const DESIGN: &str = "design";

const fn entry(en: &'static str, lv: &'static str, meaning: &'static str, source: &'static str) -> Entry {
    Entry { en, lv, meaning, source }
}

/// Every word, in alphabetical order of the English ones.
pub fn words() -> impl Iterator<Item = &'static Entry> + Clone {
    first::WORDS.iter().chain(GLOSSARY)
}

/// The words from "mental disorder" on, in the same order.
const GLOSSARY: &[Entry] = &[
    entry(
        "mental disorder",
        "garīga rakstura traucējumi",
        "The condition for the service besides a disability group; recorded as confirmed or not with its source, never as a diagnosis.",
        MINISTRY,
    ),
    entry(
        "municipality",
        "pašvaldība",
        "The local government of the person's actual residence, by the ATVK code that stands on the day.",
        "ATVK, MK 15.06.2021. noteikumi Nr. 379",
    ),
    entry("need", "vajadzība", "What a person lacks or wants and a service of the package is to answer.", PILOT),
    entry(
        "needs assessment",
        "vajadzību izvērtējums",
        "Finding out with the person, by a form, in which areas and how much support they need; level and volume follow from it.",
        MINISTRY,
    ),
    entry(
        "notification",
        "paziņošana",
        "Making a decision known to the person; a decision takes effect on the day it counts as notified.",
        "Paziņošanas likums",
    ),
    entry(
        "offer",
        "piedāvājums",
        "Asking a person whose turn has come whether they still want the service, with a day to answer by.",
        DESIGN,
    ),
    entry(
        "opinion",
        "viedoklis",
        "What somebody other than the person thinks of a choice; noted apart, with its holder, and never the choice.",
        PILOT,
    ),
    entry(
        "outcome",
        "rezultāts",
        "What changed in the person's life with the support, such as a paid job or debts settled.",
        PILOT,
    ),
    entry(
        "package",
        "pakalpojumu komplekts",
        "The services of several providers that one person chose and pays for with an individual budget.",
        PILOT,
    ),
    entry(
        "person",
        "persona",
        "The adult with mental disorder whom the service supports and who makes every decision in their own life.",
        MINISTRY,
    ),
    entry(
        "personal code",
        "personas kods",
        "The eleven digits by which the population register knows a person; from 2017-07-01 without a birth date.",
        "pmlp.gov.lv/lv/personas-koda-maina",
    ),
    entry(
        "plan",
        "individuālais atbalsta plāns",
        "The person's goals in their own words, in dated versions that the person confirms.",
        PILOT,
    ),
    entry(
        "programme",
        "finansējuma programma",
        "One source of money for the service with its own period, groups, places, levels and term.",
        DESIGN,
    ),
    entry("provider", "pakalpojuma sniedzējs", "Who gives a service of a package.", PILOT),
    entry(
        "psychiatrist's certificate",
        "psihiatra izziņa",
        "A document on mental disorder that the association asks for only when neither IIS nor VDEĀVK holds the fact.",
        MINISTRY,
    ),
    entry(
        "queue",
        "rinda",
        "The eligible persons of a programme whose money has run out, in the order in which they applied.",
        MINISTRY,
    ),
    entry(
        "refusal",
        "atteikums",
        "The decision on a person who does not meet a named condition; lack of money is never one.",
        MINISTRY,
    ),
    entry(
        "registry check",
        "pārbaude reģistrā",
        "A recorded question to IIS or VDEĀVK and its answer, with time, asker and reference.",
        MINISTRY,
    ),
    entry(
        "re-grant",
        "atkārtota piešķiršana",
        "A further grant after the term has run out, with a new needs assessment.",
        MINISTRY,
    ),
    entry(
        "reminder",
        "atgādinājums",
        "A day on which somebody has to look at something, raised once when it comes.",
        DESIGN,
    ),
    entry(
        "replay",
        "lēmuma atkārtota pārbaude",
        "Running a decision again on its facts under the rules of its day, to see whether it comes out the same.",
        DESIGN,
    ),
    entry("restoration", "termiņa atjaunošana", "Letting a late contest count as if it came in time.", PROCEDURE),
    entry(
        "reversal",
        "ieraksta atsaukums",
        "A second entry that takes back an earlier time entry, which itself is never changed.",
        DESIGN,
    ),
    entry(
        "support circle",
        "atbalsta loks",
        "The people around the person, natural, professional and peers, whom the person wants there.",
        MINISTRY,
    ),
    entry(
        "support person",
        "atbalsta persona",
        "An employee of the association who supports the person's decisions and never decides or signs instead of the person.",
        MINISTRY,
    ),
    entry(
        "suspension",
        "pakalpojuma pārtraukšana",
        "A pause of a grant on one of four grounds; the term runs on and no minute counts.",
        MINISTRY,
    ),
    entry("suspensive effect", "lēmuma darbības apturēšana", "That a decision rests while it is contested.", PROCEDURE),
    entry("term", "termiņš", "The first and last day of a grant, as decided.", MINISTRY),
    entry(
        "termination",
        "pakalpojuma izbeigšana",
        "The end of a grant before its last day, on one of four grounds that the association must act on.",
        MINISTRY,
    ),
    entry(
        "time entry",
        "stundu uzskaites ieraksts",
        "Minutes of support on one day, with area, component and mode; it is never edited.",
        DESIGN,
    ),
    entry("timeline", "laika līnija", "What a check of eligibility finds over a span of days.", DESIGN),
    entry(
        "transferred day off",
        "pārcelta brīvdiena",
        "A working day made free by a Cabinet order and worked in on a Saturday; no statutory holiday.",
        "MK yearly orders",
    ),
    entry("unmet need", "neapmierinātā vajadzība", "Assessed minutes above the programme's highest ceiling.", DESIGN),
    entry(
        "use",
        "izmantotās vienības",
        "Units of a service of a package that were used on a day; it is never edited.",
        DESIGN,
    ),
    entry(
        "VDEĀVK",
        "Veselības un darbspēju ekspertīzes ārstu valsts komisija",
        "The State commission of doctors that establishes disability and keeps IIS.",
        "Invaliditātes likums",
    ),
    entry(
        "volume",
        "apjoms",
        "The monthly ceiling of one grant in minutes, at most the ceiling of its level.",
        MINISTRY,
    ),
];
