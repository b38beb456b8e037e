//! The refusals about individual budgets, their brokers, barriers, and agreements with municipalities.

use super::Kind;
use super::catalogue::row;

/// Every row, in the order of the refusals.
pub(super) const ALL: &[Kind] = &[
    row(
        "budget_is_open",
        409,
        ["Individuālais budžets jau ir atvērts", "There is an open individual budget"],
        [
            "Personai šajā programmā jau ir atvērts individuālais budžets.",
            "The person has an open individual budget of this programme.",
        ],
        ["Jāturpina ar esošo budžetu vai vispirms tas jāslēdz.", "Go on with that budget, or end it first."],
    ),
    row(
        "not_an_individual_budget",
        422,
        ["Programma nepiešķir individuālos budžetus", "The programme gives no individual budgets"],
        [
            "Individuālo budžetu atver tikai programmā, kuras veids ir `individual_budget`.",
            "An individual budget is opened only in a programme of the kind `individual_budget`.",
        ],
        ["Jānorāda cita programma.", "Name another programme."],
    ),
    row(
        "budget_ended",
        409,
        ["Individuālais budžets ir slēgts", "The individual budget has ended"],
        [
            "Slēgtā budžetā vairs neko neplāno; tā pēdējā diena: {turns_on}.",
            "Nothing is planned in a budget that has ended; its last day: {turns_on}.",
        ],
        ["Jāatver jauns budžets.", "Open another budget."],
    ),
    row(
        "over_the_budget",
        409,
        ["Pakalpojumu komplekts pārsniegtu budžetu", "The package would pass the budget"],
        [
            "Viss, kas plānots, kopā ar jau izmantoto nedrīkst pārsniegt budžetu; atlikums: {left_cents}.",
            "All that is planned, with what was used already, must not pass the budget; {left_cents} is left.",
        ],
        [
            "Jāplāno mazāk, personai izvēloties jāaizstāj vai jāizbeidz kāds pakalpojums, vai jāpalielina budžets.",
            "Plan less, let the person choose to replace or end a service, or raise the budget.",
        ],
    ),
    row(
        "below_the_package",
        409,
        ["Budžets būtu mazāks par pakalpojumu komplektu", "The budget would be less than its package"],
        [
            "Pakalpojumu komplekts jau aizņem lielāku summu: {package_cents}.",
            "The package takes more already: {package_cents}.",
        ],
        [
            "Summai jābūt vismaz tik lielai, vai vispirms personai jāizvēlas, ko no komplekta izbeigt.",
            "Keep the sum at least as large, or let the person first choose what leaves the package.",
        ],
    ),
    row(
        "over_the_plan",
        409,
        ["Izmantots būtu vairāk, nekā plānots", "More would be used than is planned"],
        [
            "No pakalpojumam plānotajām vienībām atlikušas: {left_units}.",
            "Of the planned units of the service {left_units} are left.",
        ],
        [
            "Jāpārbauda vienību skaits; ja vajag vairāk, personai jāizvēlas pakalpojums ar lielāku plānu.",
            "Check the number of units; where more is needed, the person chooses the service with a larger plan.",
        ],
    ),
    row(
        "item_ended",
        409,
        ["Pakalpojums komplektā vairs nav", "The service has left the package"],
        [
            "Persona ir izvēlējusies citādi; pēdējā diena, kurā pakalpojums bija komplektā: {turns_on}.",
            "The person chose otherwise; the last day on which the service was in the package: {turns_on}.",
        ],
        ["Jānorāda cits pakalpojums vai agrāka diena.", "Name another service, or an earlier day."],
    ),
    row(
        "outside_the_budget",
        422,
        ["Diena ir ārpus budžeta termiņa", "The day is outside of the budget"],
        [
            "Pakalpojumus izmanto tikai budžeta termiņā, no {allowed_from} līdz {allowed_to}.",
            "Services are used only in the period of the budget, from {allowed_from} to {allowed_to}.",
        ],
        ["Jāpārbauda diena.", "Check the day."],
    ),
    row(
        "used_outside_the_period",
        409,
        ["Pakalpojums izmantots ārpus šī termiņa", "A service was used outside of this period"],
        ["Dienā {turns_on} kāds pakalpojums jau ir izmantots.", "A service was used on {turns_on} already."],
        [
            "Jāizvēlas termiņš, kurā šī diena ietilpst, vai vispirms jāatsauc kļūdaini ieraksti.",
            "Choose a period with that day in it, or first reverse what was recorded by mistake.",
        ],
    ),
    row(
        "ends_before_chosen_or_used",
        422,
        ["Pakalpojums beigtos pirms izvēles vai izmantošanas", "The service would end before it was chosen or used"],
        [
            "Pakalpojums nevar beigties pirms dienas, kurā persona to izvēlējās, un pirms pēdējās dienas, kurā tas izmantots; agrākā iespējamā diena: {turns_on}.",
            "A service cannot end before the day on which the person chose it, nor before the last day on which it was used; the earliest day: {turns_on}.",
        ],
        [
            "Jāpārbauda izvēles diena vai vispirms jāatsauc kļūdaini reģistrēts izmantojums.",
            "Check the day of the choice, or first reverse a use that was recorded by mistake.",
        ],
    ),
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
        "barrier_ended_already",
        409,
        ["Šķēršļa beigas jau ir reģistrētas", "The end of the barrier is recorded already"],
        ["Šķēršļa pēdējo dienu reģistrē vienu reizi.", "The last day of a barrier is recorded once."],
        ["Ja šķērslis ir radies no jauna, jāreģistrē jauns.", "Where it has come about again, record another one."],
    ),
    row(
        "broker_is_social_worker",
        422,
        ["Brokeris ir personas sociālais darbinieks", "The broker is the person's social worker"],
        [
            "Sociālais darbinieks nedrīkst būt tās pašas personas brokeris.",
            "A social worker must not be the broker of the same person.",
        ],
        [
            "Jāizvēlas cits brokeris vai jāreģistrē izņēmums ar pamatojumu.",
            "Choose another broker, or record an exception with its reason.",
        ],
    ),
    row(
        "broker_is_case_manager",
        422,
        ["Brokeris ir personas gadījuma vadītājs", "The broker is the person's case manager"],
        [
            "Gadījuma vadītājs nedrīkst būt tās pašas personas brokeris.",
            "A case manager must not be the broker of the same person.",
        ],
        [
            "Jāizvēlas cits brokeris vai jāreģistrē izņēmums ar pamatojumu.",
            "Choose another broker, or record an exception with its reason.",
        ],
    ),
    row(
        "broker_is_support_person",
        422,
        ["Brokeris ir personas atbalsta persona", "The broker is the person's support person"],
        [
            "Brokeris pats ir norādījis, ka ir personas atbalsta persona, vai tas izriet no līguma.",
            "The broker declares to be the person's support person, or an agreement says so.",
        ],
        [
            "Jāizvēlas cits brokeris vai jāreģistrē izņēmums ar pamatojumu.",
            "Choose another broker, or record an exception with its reason.",
        ],
    ),
    row(
        "broker_of_local_social_service",
        422,
        ["Brokeris strādā vietējā sociālajā dienestā", "The broker works for the local social service"],
        [
            "Brokerim jābūt neatkarīgam no tās pašvaldības sociālā dienesta, kurā persona dzīvo.",
            "A broker has to be independent of the social service of the municipality where the person lives.",
        ],
        [
            "Jāizvēlas cits brokeris vai jāreģistrē izņēmums ar pamatojumu.",
            "Choose another broker, or record an exception with its reason.",
        ],
    ),
    row(
        "independence_unknown",
        422,
        ["Nav zināms, vai brokeris ir neatkarīgs", "Whether the broker is independent is not known"],
        [
            "Brokeris strādā pašvaldības sociālajā dienestā, bet nav zināms, kurā pašvaldībā persona dzīvo; trūkst faktu: {missing}.",
            "The social service of a municipality employs the broker, and nobody knows in which one the person lives; these facts are missing: {missing}.",
        ],
        ["Fakti jānoskaidro un jāreģistrē.", "Find the facts out and record them."],
    ),
    row(
        "support_person_is_broker",
        409,
        ["Atbalsta persona ir personas brokeris", "The support person is the person's broker"],
        [
            "Atvērta individuālā budžeta brokeris nedrīkst būt tās pašas personas atbalsta persona, ja vien nav reģistrēts izņēmums.",
            "The broker of an open individual budget must not be the support person of the same person, unless an exception is recorded.",
        ],
        [
            "Jāizvēlas cita atbalsta persona vai cits brokeris, vai brokeris jāieceļ no jauna ar izņēmumu un pamatojumu.",
            "Choose another support person or another broker, or assign the broker anew with an exception and its reason.",
        ],
    ),
    row(
        "no_conflict_to_admit",
        422,
        ["Izņēmums nav vajadzīgs", "No exception is needed"],
        [
            "Interešu konflikta nav, tāpēc izņēmumam nav pamata.",
            "There is no conflict of interest, so an exception would be from nothing.",
        ],
        ["Jānosūta bez izņēmuma.", "Leave the exception out."],
    ),
    row(
        "cooperation_overlaps",
        409,
        ["Ar šo pašvaldību jau ir līgums", "There is an agreement with this municipality"],
        [
            "Par to pašu priekšmetu ar to pašu pašvaldību dienā {turns_on} jau ir spēkā cits līgums.",
            "Another agreement about the same subject with the same municipality holds on {turns_on}.",
        ],
        [
            "Jāmaina termiņš vai vispirms jāizbeidz esošais līgums.",
            "Change the period, or end the agreement that is there first.",
        ],
    ),
    row(
        "cooperation_ended",
        409,
        ["Līgums jau ir beidzies", "The agreement has ended already"],
        [
            "Līgums ir izbeigts vai līdz tai dienai beigtos pats; tā pēdējā diena: {turns_on}.",
            "The agreement was ended, or would have ended by then; its last day: {turns_on}.",
        ],
        ["Jānorāda agrāka diena vai cits līgums.", "Name an earlier day, or another agreement."],
    ),
    row(
        "ends_before_signed",
        422,
        ["Beigas ir pirms parakstīšanas", "The end is before the signature"],
        [
            "Norādītā diena ir pirms dienas, kurā līgums parakstīts: {turns_on}.",
            "The day is before the day on which the agreement was signed: {turns_on}.",
        ],
        ["Jāpārbauda diena.", "Check the day."],
    ),
];
