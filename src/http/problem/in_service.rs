//! The refusals of the rules once the service is granted: agreement, suspension, ending, hours.

use super::Kind;
use super::catalogue::row;

/// Every row, in the order in which a grant meets them.
pub(super) const ALL: &[Kind] = &[
    row(
        "already_signed",
        409,
        ["Šī puse jau ir parakstījusi", "This party has signed already"],
        ["Katra puse līgumu paraksta vienu reizi.", "Each party signs an agreement once."],
        ["Jāsagaida pārējo pušu paraksti.", "Wait for the signatures of the other parties."],
    ),
    row(
        "signed_before_decision",
        422,
        ["Paraksts ir agrāks par lēmumu", "The signature is older than the decision"],
        [
            "Līgumu slēdz pēc lēmuma; lēmuma diena: {turns_on}.",
            "An agreement is made after the decision; the day of the decision: {turns_on}.",
        ],
        ["Jāpārbauda parakstīšanas diena.", "Check the day of the signature."],
    ),
    row(
        "not_employed",
        422,
        ["Atbalsta persona tajā dienā nav darbinieks", "The support person is not employed on that day"],
        [
            "Atbalsta personai jābūt biedrības darbiniekam, bet tajā dienā darba attiecību nav.",
            "A support person has to be an employee of the association, but on that day this one is not.",
        ],
        [
            "Jāpārbauda diena un darba attiecību laiks vai jāizvēlas cita atbalsta persona.",
            "Check the day and the time of employment, or choose another support person.",
        ],
    ),
    row(
        "explanation_missing",
        422,
        ["Trūkst paskaidrojuma", "The explanation is missing"],
        ["Šim pamatam vajadzīgs paskaidrojums.", "This ground needs an explanation."],
        ["Jāpievieno paskaidrojums.", "Add the explanation."],
    ),
    row(
        "own_application_missing",
        422,
        ["Trūkst personas iesnieguma", "The person's own application is missing"],
        [
            "Šim pamatam vajadzīgs pašas personas rakstveida iesniegums.",
            "This ground needs the person's own written application.",
        ],
        ["Jānorāda iesniegums, ar kuru persona to lūgusi.", "Name the application in which the person asked for it."],
    ),
    row(
        "incident_missing",
        422,
        ["Trūkst incidenta", "The incident is missing"],
        [
            "Šim pamatam vajadzīgs vismaz viens reģistrēts incidents.",
            "This ground needs at least one recorded incident.",
        ],
        ["Jānorāda reģistrēts incidents.", "Name a recorded incident."],
    ),
    row(
        "not_heard",
        422,
        ["Persona nav uzklausīta", "The person was not heard"],
        ["Pirms šāda lēmuma persona jāuzklausa.", "The person has to be heard before such a decision."],
        ["Persona jāuzklausa, un jāreģistrē, ko tā teica.", "Hear the person, and record what they said."],
    ),
    row(
        "not_unreachable_yet",
        409,
        ["Persona nav nesasniedzama pietiekami ilgi", "The person has not been unreachable long enough"],
        [
            "Šā pamata dēļ pakalpojumu izbeidz tikai pēc dienas {turns_on}.",
            "On this ground the service is ended only after {turns_on}.",
        ],
        ["Jāturpina mēģināt sazināties ar personu.", "Go on trying to reach the person."],
    ),
    row(
        "too_few_attempts",
        409,
        ["Par maz saziņas mēģinājumu", "Too few attempts to reach the person"],
        [
            "Saziņas mēģinājumi ir reģistrēti pārāk maz mēnešos: {months_with_attempts}, vajadzīgi vismaz {months_needed}.",
            "Attempts to reach the person are recorded in too few months: {months_with_attempts}, and at least {months_needed} are needed.",
        ],
        ["Jāmēģina sazināties, un katrs mēģinājums jāreģistrē.", "Try to reach the person, and record each attempt."],
    ),
    row(
        "not_whole_minutes",
        422,
        ["Laiks nav pilnās minūtēs", "The time is not in whole minutes"],
        ["Sākumam un beigām jābūt pilnās minūtēs, bez sekundēm.", "A start and an end have to be on a whole minute."],
        ["Laiki jānorāda bez sekundēm.", "Give the times without seconds."],
    ),
    row(
        "ends_before_it_starts",
        422,
        ["Beigas nav pēc sākuma", "The end is not after the start"],
        ["Ieraksts beidzas tad, kad tas sākas, vai vēl agrāk.", "The entry ends when it starts, or even before."],
        ["Jānorāda beigas, kas ir vēlāk par sākumu.", "Give an end that is later than the start."],
    ),
    row(
        "too_long",
        422,
        ["Ieraksts ir pārāk garš", "The entry is too long"],
        [
            "Viena ieraksta lielākais garums minūtēs: {most_minutes}.",
            "The greatest length of one entry in minutes: {most_minutes}.",
        ],
        [
            "Jāpārbauda laiki, vai darbs jāsadala vairākos ierakstos.",
            "Check the times, or divide the work among several entries.",
        ],
    ),
    row(
        "no_such_local_time",
        422,
        ["Šāda vietējā laika nav", "There is no such local time"],
        [
            "Pārejot uz vasaras laiku, pulkstenis šo laiku izlaida.",
            "The clock passed over this time when summer time began.",
        ],
        ["Jāpārbauda abi laiki.", "Check both times."],
    ),
    row(
        "in_the_future",
        422,
        ["Ieraksts ir nākotnē", "The entry is in the future"],
        ["Ieraksts beidzas vēlāk nekā tagad.", "The entry ends later than now."],
        ["Laiks jāreģistrē pēc tam, kad darbs ir padarīts.", "Post the time when the work is done."],
    ),
    row(
        "before_signature",
        409,
        ["Līgums vēl nebija parakstīts", "The agreement was not signed yet"],
        [
            "Ieraksta sākumā līgumu vēl nebija parakstījušas visas trīs puses.",
            "When the entry started, not all three parties had signed the agreement.",
        ],
        ["Jāpārbauda laiks un līguma paraksti.", "Check the time and the signatures of the agreement."],
    ),
    row(
        "after_replacement",
        422,
        ["Līgumu tajā laikā jau bija aizstājis cits", "Another agreement had taken over by then"],
        [
            "Stundas pieder līgumam, kas tajā brīdī bija spēkā, bet ieraksts beidzas, kad spēkā jau bija cits līgums.",
            "Hours belong to the agreement in force at that minute, but the entry ends when another one was in force already.",
        ],
        [
            "Jāpārbauda laiki; pēc nomaiņas stundas reģistrē jaunā atbalsta persona.",
            "Check the times; after the change the new support person posts the hours.",
        ],
    ),
    row(
        "outside_term",
        422,
        ["Diena ir ārpus termiņa", "The day is outside the term"],
        [
            "Diena nav piešķīruma termiņā, kas ilgst no {allowed_from} līdz {allowed_to}.",
            "The day is not in the term of the grant, from {allowed_from} to {allowed_to}.",
        ],
        ["Jāpārbauda diena un piešķīrums.", "Check the day and the grant."],
    ),
    row(
        "not_active",
        409,
        ["Pakalpojums tajā dienā nebija aktīvs", "The service was not active on that day"],
        [
            "Laiku reģistrē tikai par dienām, kurās pakalpojums ir aktīvs, bet tajā dienā tas tāds nebija.",
            "Time is posted only for days on which the service is active, and on that day it was not.",
        ],
        ["Jāpārbauda diena un piešķīruma stāvoklis.", "Check the day and the state of the grant."],
    ),
    row(
        "suspended",
        409,
        ["Pakalpojums tajā dienā bija pārtraukts", "The service was suspended on that day"],
        ["Pārtraukuma laikā neskaita nevienu minūti.", "No minute counts during a suspension."],
        ["Jāpārbauda diena un pārtraukuma laiks.", "Check the day and the time of the suspension."],
    ),
    row(
        "area_not_granted",
        422,
        ["Joma nav piešķirta", "The area is not granted"],
        ["Piešķirtas tikai šīs jomas: {granted_areas}.", "Only these areas are granted: {granted_areas}."],
        ["Jāizvēlas piešķirta joma, vai jāgroza lēmums.", "Choose an area of the grant, or have the decision amended."],
    ),
    row(
        "inside_consultation",
        422,
        ["Ārsta kabinetā atbalsta vairs nav", "Support ends at the door of the doctor's room"],
        [
            "Veselības aprūpes jomā atbalstu sniedz līdz ārsta kabinetam.",
            "In health care, support is given up to the door of the doctor's room.",
        ],
        [
            "Jāreģistrē tikai laiks pirms un pēc ārsta apmeklējuma.",
            "Post only the time before and after the visit to the doctor.",
        ],
    ),
    row(
        "overlap_person",
        409,
        ["Personai šajā laikā ir cits ieraksts", "The person has another entry at that time"],
        ["Vienas personas ieraksti nedrīkst pārklāties.", "Entries of one person must not overlap."],
        [
            "Jāpārbauda laiki; ja cits ieraksts ir kļūdains, tas jāatsauc.",
            "Check the times; if the other entry is wrong, reverse it.",
        ],
    ),
    row(
        "overlap_support_person",
        409,
        ["Atbalsta personai šajā laikā ir cits ieraksts", "The support person has another entry at that time"],
        ["Vienas atbalsta personas ieraksti nedrīkst pārklāties.", "Entries of one support person must not overlap."],
        [
            "Jāpārbauda laiki; ja cits ieraksts ir kļūdains, tas jāatsauc.",
            "Check the times; if the other entry is wrong, reverse it.",
        ],
    ),
    row(
        "entry_reversed_already",
        409,
        ["Ieraksts jau ir atsaukts", "The entry is reversed already"],
        ["Stundu uzskaites ierakstu atsauc vienu reizi.", "A time entry is reversed once."],
        ["Pareizais laiks jāreģistrē ar jaunu ierakstu.", "Post the right time as a new entry."],
    ),
    row(
        "reversal_of_reversal",
        409,
        ["Atsaukumu nevar atsaukt", "A reversal cannot be reversed"],
        ["Šis ieraksts pats ir cita ieraksta atsaukums.", "This entry is itself the reversal of another one."],
        ["Laiks jāreģistrē ar jaunu ierakstu.", "Post the time as a new entry."],
    ),
    row(
        "hour_cap_exceeded",
        422,
        ["Mēneša apjoms būtu pārsniegts", "The month would pass its volume"],
        [
            "Minūtes, kas šajā mēnesī vēl atlikušas: {remaining_minutes}.",
            "The minutes that the month has left: {remaining_minutes}.",
        ],
        [
            "Jāreģistrē ne vairāk par atlikušo, vai jāgroza lēmums.",
            "Post no more than what is left, or have the decision amended.",
        ],
    ),
];
