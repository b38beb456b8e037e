//! The refusals of the rules when a turn comes in the queue, and when a granted service is paused, ended or changed.

use super::Kind;
use super::catalogue::row;

/// Every row: the queue first.
pub(super) const ALL: &[Kind] = &[
    row(
        "nobody_to_call_up",
        409,
        ["Rindā nav neviena, ko aicināt", "There is nobody to call up"],
        [
            "Rindā neviens negaida, vai visi, kas gaida, jau ir aicināti vai nesen nebija sasniedzami.",
            "Nobody waits, or everybody who does was called up already or could not be reached lately.",
        ],
        [
            "Jāaplūko rinda un piedāvājumi, kas gaida atbildi.",
            "Look at the queue and at the offers that await an answer.",
        ],
    ),
    row(
        "called_up_already",
        409,
        ["Personas kārta jau ir pienākusi", "The turn has come already"],
        ["Personai jau ir atlikta vieta un nauda.", "Place and money are put aside for the person already."],
        ["Jāturpina ar piedāvājumu.", "Go on with the offer."],
    ),
    row(
        "checks_not_renewed",
        409,
        ["Ziņas pirms piedāvājuma jāatjauno", "What was found has to be found anew"],
        [
            "Piedāvājuma dienā reģistrus pārbauda vēlreiz, un novecojušu izvērtējumu atjauno; vēl trūkst: {missing}.",
            "On the day of an offer the registers are asked again and an old assessment is renewed; still lacking: {missing}.",
        ],
        ["Trūkstošais jāreģistrē pie personas iesnieguma.", "Record what is lacking on the person's application."],
    ),
    row(
        "answer_by_outside",
        422,
        ["Atbildes diena neder", "The day to answer by does not fit"],
        [
            "Personai dod laiku apdomāties, bet ilgi gaidīt nevar, jo gaida arī citi; tuvākā derīgā diena: {turns_on}.",
            "The person has time to think, but not for long, because others wait; the nearest day that fits: {turns_on}.",
        ],
        ["Jāizvēlas cita diena.", "Choose another day."],
    ),
    row(
        "offer_not_accepted",
        409,
        ["Piedāvājums nav pieņemts", "The offer is not accepted"],
        [
            "Pakalpojumu personai no rindas piešķir tad, kad tā ir pieņēmusi piedāvājumu.",
            "Somebody from the queue is granted the service once they have accepted the offer.",
        ],
        ["Jāreģistrē personas atbilde.", "Record the person's answer."],
    ),
    row(
        "offer_accepted_already",
        409,
        ["Piedāvājums jau ir pieņemts", "The offer is accepted already"],
        ["Personas piekrišana jau ir reģistrēta.", "That the person agrees is recorded already."],
        ["Jāturpina ar lēmumu.", "Go on with the decision."],
    ),
    row(
        "ground_not_in_the_list",
        422,
        ["Šāda pamata nav", "There is no such ground"],
        ["Pamatu saraksts ir slēgts: {allowed_grounds}.", "The list of grounds is closed: {allowed_grounds}."],
        [
            "Jāizvēlas pamats no saraksta; bez tā pakalpojums turpinās.",
            "Choose a ground of the list; without one the service goes on.",
        ],
    ),
    row(
        "suspends_ahead",
        422,
        ["Pārtraukums vēl nav sācies", "The suspension has not begun"],
        [
            "Pakalpojumu pārtrauc, kad iemesls ir iestājies, tātad ne vēlāk kā šodien, {turns_on}.",
            "The service is suspended when the reason is there, so not later than today, {turns_on}.",
        ],
        ["Jāgaida, līdz tā diena ir pienākusi.", "Wait until that day has come."],
    ),
    row(
        "suspensions_overlap",
        409,
        ["Pārtraukumi pārklājas", "The suspensions overlap"],
        [
            "Pakalpojums kādā no šīm dienām jau ir pārtraukts; tas pārtraukums sākas {turns_on}.",
            "The service is suspended on one of these days already, from {turns_on} on.",
        ],
        ["Jāpārbauda abu pārtraukumu dienas.", "Check the days of both suspensions."],
    ),
    row(
        "resumes_outside",
        422,
        ["Atsākšanas diena neder", "The day does not fit the suspension"],
        [
            "Pakalpojumu atsāk pēc pārtraukuma pirmās dienas, {turns_on}, un ne vēlāk kā šodien.",
            "The service goes on after the first day of the suspension, {turns_on}, and not later than today.",
        ],
        ["Jāpārbauda diena.", "Check the day."],
    ),
    row(
        "hours_inside",
        409,
        ["Šajā laikā ir reģistrētas stundas", "Hours are recorded in that time"],
        [
            "Dienā {turns_on} atbalsts ir sniegts, bet pakalpojums tajā vairs nebūtu piešķirts.",
            "Support was given on {turns_on}, and on that day it would not be granted any more.",
        ],
        [
            "Jāpārbauda dienas; ja stundas ir kļūdainas, tās vispirms jāatsauc.",
            "Check the days; if the hours are wrong, reverse them first.",
        ],
    ),
    row(
        "ends_ahead",
        422,
        ["Šī diena vēl nav pienākusi", "That day has not come"],
        [
            "Šā pamata diena nevar būt vēlāka par šodienu, {turns_on}.",
            "The day of this ground cannot be later than today, {turns_on}.",
        ],
        ["Jāpārbauda diena.", "Check the day."],
    ),
    row(
        "ends_before_decision",
        422,
        ["Beigas ir agrākas par lēmumu", "The end is before the decision"],
        [
            "Lēmums neko neatņem par laiku pirms tā; lēmuma diena: {turns_on}.",
            "A decision takes nothing away for days before it; its day: {turns_on}.",
        ],
        ["Jāizvēlas lēmuma diena vai vēlāka diena.", "Choose the day of the decision or a later one."],
    ),
    row(
        "ends_after_term",
        422,
        ["Beigas ir pēc termiņa", "The end is after the term"],
        ["Pakalpojuma pēdējā diena: {turns_on}.", "The last day of the service: {turns_on}."],
        ["Jāizvēlas šī diena vai agrāka.", "Choose this day or an earlier one."],
    ),
    row(
        "not_assessed_anew",
        409,
        ["Vajadzības nav izvērtētas no jauna", "The needs are not assessed anew"],
        [
            "Piešķirto groza pēc jauna vajadzību izvērtējuma.",
            "What was granted is changed on a new assessment of needs.",
        ],
        ["Vajadzības jāizvērtē un jāreģistrē pie iesnieguma.", "Assess the needs, and record that on the application."],
    ),
    row(
        "nothing_changes",
        422,
        ["Nekas nemainītos", "Nothing would change"],
        ["Jomas, līmenis un apjoms jau ir tādi.", "Areas, level and volume are like this already."],
        ["Jānosauc, kas mainās.", "Say what changes."],
    ),
    row(
        "document_missing",
        422,
        ["Trūkst dokumenta", "The document is missing"],
        ["Šim pamatam vajadzīgs dokuments, kas to apliecina.", "This ground needs a document that tells of it."],
        ["Jānorāda dokuments.", "Name the document."],
    ),
    row(
        "end_decided_already",
        409,
        ["Par izbeigšanu jau ir lemts", "The end is decided already"],
        [
            "Par šī pakalpojuma beigām jau ir pieņemts lēmums; vēl iespējamie soļi: {allowed_transitions}.",
            "A decision to end this service is taken already; the moves that are left: {allowed_transitions}.",
        ],
        [
            "Jāaplūko šis lēmums; kļūdu labo apstrīdēšanas kārtībā. Agrāk pakalpojumu izbeidz tikai nāve.",
            "Look at that decision; a mistake is mended by way of a contest. Only death ends the service sooner.",
        ],
    ),
    row(
        "no_agreement_yet",
        409,
        ["Līguma tajā dienā nebija", "There was no agreement on that day"],
        [
            "Dienā {turns_on} spēkā nebija neviena līguma, tātad nebija atbalsta personas, ar kuru kas varēja notikt.",
            "On {turns_on} no agreement was in force, so that there was no support person to whom something could happen.",
        ],
        ["Jāpārbauda diena un līguma paraksti.", "Check the day and the signatures of the agreement."],
    ),
    row(
        "applied_before_decision",
        422,
        ["Iesniegums ir agrāks par lēmumu", "The application is older than the decision"],
        [
            "Atteikties var no pakalpojuma, kas ir piešķirts; tas piešķirts {turns_on}, tātad vēlāk.",
            "Only a service that was granted can be given up; it was granted on {turns_on}, so later.",
        ],
        ["Jāpārbauda iesnieguma diena.", "Check the day of the application."],
    ),
    row(
        "heard_before_incident",
        422,
        ["Persona uzklausīta pirms incidenta", "The person was heard before the incident"],
        [
            "Personu uzklausa par to, kas noticis; jaunākais nosauktais incidents noticis {turns_on}, tātad vēlāk.",
            "The person is heard about what happened; the newest of the named incidents happened on {turns_on}, so later.",
        ],
        [
            "Persona jāuzklausa par visiem nosauktajiem incidentiem.",
            "Hear the person about every incident that is named.",
        ],
    ),
];
