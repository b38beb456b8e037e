//! The problems of what is recorded already (409), and of days and codes that do not fit each other (422).

use super::Kind;
use super::catalogue::row;

/// Every row, conflicts first.
pub(super) const ALL: &[Kind] = &[
    row(
        "personal_code_in_use",
        409,
        ["Personas kods jau ir reģistrā", "The personal code is in the register already"],
        ["Reģistrā ir cita persona ar šo personas kodu.", "Another person in the register has this personal code."],
        [
            "Persona jāmeklē reģistrā, un jāpārbauda, vai kods ir ierakstīts pareizi.",
            "Search the register for the person, and check that the code is written correctly.",
        ],
    ),
    row(
        "personal_code_refused",
        409,
        ["Personas kodu šeit nevar reģistrēt", "The personal code cannot be recorded here"],
        [
            "Šis lietotājs šo personas kodu reģistrēt nevar; kāpēc, tam netiek izpausts.",
            "This caller cannot record this personal code, and is not told why.",
        ],
        [
            "Jāpārbauda, vai kods ir ierakstīts pareizi; ja ir, jāvēršas biedrībā.",
            "Check that the code is written correctly; if it is, turn to the association.",
        ],
    ),
    row(
        "possible_duplicate",
        409,
        ["Šāda persona jau varētu būt reģistrā", "The person may be in the register already"],
        [
            "Reģistrā jau ir persona ar tādu pašu vārdu, uzvārdu un dzimšanas dienu.",
            "The register has somebody with the same name and day of birth.",
        ],
        [
            "Jāaplūko nosauktās personas; ja tās ir citas, `on_duplicate` jāsūta kā `warn`.",
            "Look at the persons that are named; if they are others, send `on_duplicate` as `warn`.",
        ],
    ),
    row(
        "code_changed_already",
        409,
        ["Personas kods jau ir mainīts", "The personal code was changed already"],
        [
            "Agrākās formas personas kodu maina vienu reizi, un tas jau ir izdarīts.",
            "A legacy personal code is changed once, and that was done.",
        ],
        ["Jāaplūko personas kodu vēsture.", "Look at the history of the person's codes."],
    ),
    row(
        "subject_in_use",
        409,
        ["Lietotājs jau ir piesaistīts", "The user is linked already"],
        ["Citai atbalsta personai jau ir šis marķiera subjekts.", "Another support person has this token subject."],
        ["Jāpārbauda, kuram darbiniekam pieder šis lietotājs.", "Check which employee this user is."],
    ),
    row(
        "programme_code_in_use",
        409,
        ["Programmas kods ir aizņemts", "The programme code is taken"],
        ["Citai programmai jau ir šis kods.", "Another programme has this code."],
        ["Jāizvēlas cits kods.", "Choose another code."],
    ),
    row(
        "built_in_programme",
        409,
        ["Iebūvētu programmu nevar mainīt", "A built-in programme cannot be changed"],
        [
            "Iebūvētas programmas noteikumi izriet no tās avotiem; mainīt var tikai likmi, pēdējo dienu, tiesisko pamatu un atsauces.",
            "A built-in programme follows from its sources; only its rate, last day, legal ground and references can be changed.",
        ],
        [
            "Jāmaina tikai šie lauki vai jāreģistrē jauna programma.",
            "Change these members only, or register a programme of one's own.",
        ],
    ),
    row(
        "grants_above_ceiling",
        409,
        ["Piešķirtais apjoms ir lielāks", "A granted volume is larger"],
        [
            "Pēc izmaiņām kāds spēkā esošs piešķīrums pārsniegtu sava līmeņa robežu.",
            "After the change a live grant would pass the ceiling of its level.",
        ],
        [
            "Robeža nedrīkst būt zemāka par piešķirto apjomu.",
            "Keep the ceiling at or above the volumes that are granted.",
        ],
    ),
    row(
        "employment_in_use",
        409,
        ["Šajās dienās ir parakstīts vai strādāts", "Something was signed or done on those days"],
        [
            "Pēc izmaiņām darba attiecības neaptvertu dienu, kurā ir paraksts vai stundas.",
            "After the change the employment would not cover a day with a signature or with hours.",
        ],
        ["Jāpārbauda darba attiecību dienas.", "Check the days of the employment."],
    ),
    row(
        "grants_outside_period",
        409,
        ["Programmā ir piešķīrumi ārpus šī laika", "Grants of the programme lie outside this period"],
        [
            "Kāds piešķīrums, kas nav beidzies, sāktos pirms programmas pirmās dienas vai turpinātos pēc pēdējās.",
            "A grant that has not ended would begin before the first or go on after the last day of the programme.",
        ],
        ["Jānorāda periods, kurā ietilpst visi piešķīrumi.", "Give a period that holds every grant."],
    ),
    row(
        "allocation_below_use",
        409,
        ["Piešķīrums būtu mazāks par izlietoto", "The allocation would be below what is in use"],
        [
            "Programmai paliktu mazāk vietu vai naudas, nekā jau ir aizņemts vai apsolīts.",
            "The programme would have fewer places or less money than is taken or committed already.",
        ],
        [
            "Jāaplūko programmas budžets un jānorāda lielāks piešķīrums.",
            "Look at the programme's budget and give a larger allocation.",
        ],
    ),
    row(
        "caseload_full",
        409,
        ["Atbalsta personas slodze ir pilna", "The caseload of the support person is full"],
        [
            "Atbalsta personai jau ir lielākais pieļautais klientu skaits.",
            "The support person already supports as many persons as the maximum caseload allows.",
        ],
        [
            "Jāizvēlas cita atbalsta persona vai jāpalielina pieļautā slodze.",
            "Choose another support person, or raise the maximum caseload.",
        ],
    ),
    row(
        "live_grant_exists",
        409,
        ["Personai jau ir šis pakalpojums", "The person has the service already"],
        [
            "Personai šajā programmā jau ir piešķīrums, kas nav beidzies.",
            "The person has a grant in this programme that has not ended.",
        ],
        ["Jāturpina ar šo piešķīrumu vai jāsagaida tā beigas.", "Go on with that grant, or wait for its end."],
    ),
    row(
        "already_in_queue",
        409,
        ["Persona jau gaida rindā", "The person is in the queue already"],
        ["Personai šīs programmas rindā jau ir vieta.", "The person has a place in the queue of this programme."],
        ["Jāturpina ar šo vietu rindā.", "Go on with that place in the queue."],
    ),
    row(
        "signs_for_another",
        422,
        ["Paraksts ir citas puses", "The signature is another party's"],
        [
            "Atbalsta persona reģistrē tikai savu parakstu; pārējos reģistrē biedrība.",
            "A support person records only the own signature; the association records the others.",
        ],
        ["Šis paraksts jāreģistrē koordinatoram.", "Have a coordinator record this signature."],
    ),
    row(
        "official_unnamed",
        422,
        ["Amatpersonai nav vārda", "The official has no name"],
        [
            "Lēmumu paraksta amatpersona ar vārdu un uzvārdu, bet marķierī vārda nav.",
            "A decision is signed by an official with a name, but the token has none.",
        ],
        ["Jāpiesakās ar marķieri, kurā ir lauks `name`.", "Use a token with the member `name`."],
    ),
    row(
        "municipality_unknown_on_day",
        422,
        ["Tajā dienā šādas pašvaldības nav", "There is no such municipality on that day"],
        [
            "Attiecīgajā dienā nevienai pašvaldībai nav šāda ATVK koda.",
            "On the day in question no municipality has this ATVK code.",
        ],
        [
            "Jāizvēlas kods no šīs dienas saraksta: `GET /v1/municipalities?on=`.",
            "Choose a code from the list of that day: `GET /v1/municipalities?on=`.",
        ],
    ),
    row(
        "outside_own_territory",
        422,
        ["Persona dzīvo citā pašvaldībā", "The person lives in another municipality"],
        [
            "Pašvaldība reģistrē personas tikai savā teritorijā, un adresi maina tā pašvaldība, kurā persona dzīvo, vai biedrība.",
            "A municipality registers persons in its own territory only, and only the municipality in which a person lives, or the association, changes the address.",
        ],
        ["Jāpārbauda personas dzīvesvietas pašvaldība.", "Check the municipality in which the person lives."],
    ),
    row(
        "too_many_addresses",
        409,
        ["Personai jau ir pierakstītas 500 adreses", "The person has 500 addresses recorded already"],
        ["Vienai personai pieraksta ne vairāk kā 500 adreses.", "At most 500 addresses are recorded of one person."],
        ["Jāpārbauda, kas tās pieraksta.", "Find out what records them."],
    ),
    row(
        "not_own_programme",
        422,
        ["Tā nav pašvaldības pašas programma", "It is not the municipality's own programme"],
        [
            "Pašvaldība reģistrē tikai savu pirkumu (`municipal_purchase`) par saviem līdzekļiem savas teritorijas iedzīvotājiem.",
            "A municipality registers only its own purchase (`municipal_purchase`), with its own money, for its own inhabitants.",
        ],
        [
            "Laukos `owner` un `municipalities` jānorāda sava pašvaldība.",
            "Name the municipality itself in `owner` and `municipalities`.",
        ],
    ),
    row(
        "personal_code_change_not_allowed",
        422,
        ["Tā personas kodu nemaina", "The personal code is not changed like this"],
        [
            "Agrākās formas kodu maina tikai pret jaunās formas kodu, ne agrāk par 2017. gada 1. jūliju un vēlāk par dienu, \
             no kuras tas ir spēkā; jaunās formas kods ir galīgs.",
            "A legacy code is changed to one of the new form only, not before 1 July 2017 and later than the day since which \
             it holds; a code of the new form is final.",
        ],
        [
            "Jāpārbauda abi kodi un maiņas diena personas dokumentos.",
            "Check both codes and the day of the change against the person's documents.",
        ],
    ),
    row(
        "born_on_differs_from_code",
        422,
        ["Dzimšanas diena neatbilst personas kodam", "The day of birth differs from the personal code"],
        ["Personas kodā ir cita dzimšanas diena.", "The personal code holds another day of birth."],
        ["Abi jāpārbauda personas dokumentā.", "Check both against the person's document."],
    ),
    row(
        "extension_too_late",
        422,
        ["Termiņš būtu pagarināts pārāk tālu", "The extension goes too far"],
        [
            "Lēmuma termiņu pagarina ne ilgāk kā līdz četriem mēnešiem kopš iesnieguma saņemšanas.",
            "The term for the decision is extended to no later than four months from receipt of the application.",
        ],
        ["Jānorāda agrāka diena.", "Give an earlier day."],
    ),
    row(
        "extension_not_later",
        422,
        ["Termiņš nekļūtu garāks", "The term would not become longer"],
        [
            "Norādītā diena nav vēlāka par tagadējo termiņa pēdējo dienu.",
            "The day is not later than the present last day of the term.",
        ],
        ["Jānorāda vēlāka diena.", "Give a later day."],
    ),
    row(
        "submitted_after_received",
        422,
        ["Iesniegts vēlāk nekā saņemts", "Submitted later than received"],
        [
            "Iesniegšanas diena ir vēlāka par saņemšanas dienu.",
            "The day of submission is later than the day of receipt.",
        ],
        ["Jāpārbauda abas dienas.", "Check both days."],
    ),
    row(
        "handed_in_by_others",
        422,
        ["Iesniegumu iesniedza cits", "Somebody else handed the application in"],
        [
            "Pašvaldība maina un atsauc tikai tos iesniegumus, ko iesnieguši tās darbinieki.",
            "A municipality changes and withdraws only the applications that its own officers handed in.",
        ],
        ["Jāvēršas biedrībā.", "Turn to the association."],
    ),
    row(
        "days_out_of_order",
        422,
        ["Dienas nav pareizā secībā", "The days are out of order"],
        [
            "Notikums, kas seko citam, ir datēts pirms tā, vai termiņš nebeidzas pēc dienas, kurā tas sākas.",
            "An event that follows another is dated before it, or a deadline does not come after the day it starts from.",
        ],
        ["Jāpārbauda visas nosūtītās dienas.", "Check every day that was sent."],
    ),
];
