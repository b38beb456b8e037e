//! The refusals of the rules on the way from an application to the place in the queue.

use super::Kind;
use super::catalogue::row;

/// Every row, in the order in which a case meets them.
pub(super) const ALL: &[Kind] = &[
    row(
        "illegal_state_transition",
        409,
        ["Šajā stāvoklī tā rīkoties nevar", "This state does not know this move"],
        [
            "Stāvoklis ir {current_state}; no tā iespējams: {allowed_transitions}.",
            "The state is {current_state}; the moves it knows: {allowed_transitions}.",
        ],
        ["Jāizvēlas kāda no iespējamajām darbībām.", "Choose one of the moves that it knows."],
    ),
    row(
        "figure_not_in_force",
        422,
        ["Tajā dienā šāda noteikuma vēl nav", "There is no such rule on that day"],
        [
            "Skaitlim, no kura izriet atbilde, dienā {turns_on} nav vērtības.",
            "The figure that the answer follows from has no value on {turns_on}.",
        ],
        [
            "Jāpārbauda diena; spēkā esošie skaitļi: `GET /v1/rules?on=`.",
            "Check the day; the figures in force: `GET /v1/rules?on=`.",
        ],
    ),
    row(
        "application_incomplete",
        409,
        ["Iesniegums nav pilnīgs", "The application is incomplete"],
        ["Iesniegumā trūkst obligātu ziņu: {missing}.", "The application lacks obligatory content: {missing}."],
        [
            "Trūkstošās ziņas jālūdz personai; nepilnības dēļ iesniegumu nenoraida.",
            "Ask the person for what is missing; an application is not refused for a lack.",
        ],
    ),
    row(
        "application_is_open",
        409,
        ["Personai jau ir iesniegums", "The person has an application already"],
        [
            "Par citu šīs personas iesniegumu lēmums vēl nav pieņemts.",
            "Another application of the person is not decided yet.",
        ],
        ["Jāturpina ar esošo iesniegumu vai tas jāatsauc.", "Go on with that application, or withdraw it."],
    ),
    row(
        "service_still_runs",
        409,
        ["Pakalpojums vēl turpinās", "The service still runs"],
        [
            "Personai ir pakalpojums; nākamo iesniegumu pieņem no dienas {turns_on}.",
            "The person has the service; the next application is taken from {turns_on} on.",
        ],
        ["Iesniegums jāreģistrē tajā dienā vai vēlāk.", "Register the application on that day or later."],
    ),
    row(
        "register_not_checked",
        409,
        ["Reģistrs vēl nav pārbaudīts", "A register is not checked yet"],
        [
            "Vispirms pārbauda IIS un, ja tajā nav pazīmes, VDEĀVK datus.",
            "IIS is checked first and, when it does not have the mark, the data of VDEĀVK.",
        ],
        ["Jāreģistrē trūkstošā pārbaude.", "Record the check that is missing."],
    ),
    row(
        "vdeavk_not_needed",
        409,
        ["VDEĀVK nav jājautā", "VDEĀVK is not to be asked"],
        ["IIS jau ir vajadzīgā pazīme.", "IIS has the mark already."],
        ["Jāturpina bez VDEĀVK pārbaudes.", "Go on without checking VDEĀVK."],
    ),
    row(
        "certificate_not_needed",
        409,
        ["Psihiatra izziņa nav vajadzīga", "The psychiatrist's certificate is not needed"],
        ["Reģistrā jau ir vajadzīgā pazīme.", "A register has the mark already."],
        ["Jāturpina bez izziņas.", "Go on without a certificate."],
    ),
    row(
        "certificate_outstanding",
        409,
        ["Psihiatra izziņas vēl nav", "The psychiatrist's certificate is outstanding"],
        [
            "Reģistros pazīmes nav, tāpēc izziņa vispirms jāpieprasa vai jāsagaida.",
            "No register has the mark, so the certificate has to be asked for, or waited for, first.",
        ],
        ["Izziņa jāpieprasa, vai jāreģistrē saņemtā.", "Ask for the certificate, or record the one that came."],
    ),
    row(
        "area_twice",
        422,
        ["Joma ir norādīta divreiz", "An area comes twice"],
        [
            "Izvērtējumā katra joma drīkst būt ne vairāk kā vienu reizi.",
            "In an assessment each area may come at most once.",
        ],
        ["Par katru jomu jāatstāj viens ieraksts.", "Leave one entry for each area."],
    ),
    row(
        "off_the_scale",
        422,
        ["Atbilde ir ārpus skalas", "An answer is off the scale"],
        [
            "Atbilde ir ārpus veidlapas skalas, vai minūtes ir zem nulles.",
            "An answer is off the scale, or minutes are below zero.",
        ],
        ["Jālabo atbilde pēc veidlapas.", "Correct the answer by the form."],
    ),
    row(
        "override_without_reason",
        422,
        ["Trūkst pamatojuma", "The reason is missing"],
        ["Aprēķināto rezultātu aizstāj tikai ar pamatojumu.", "A computed result is replaced only with a reason."],
        ["Jāpievieno pamatojums.", "Add the reason."],
    ),
    row(
        "the_assessor_does_not_decide",
        422,
        ["Vērtētājs lēmumu nepieņem", "The assessor does not decide"],
        [
            "Amatpersona, kas lemj, ir aizpildījusi šī iesnieguma izvērtējumu.",
            "The official who decides filled in the assessment of this application.",
        ],
        ["Lēmums jāpieņem citai amatpersonai.", "Have another official decide."],
    ),
    row(
        "facts_missing",
        422,
        ["Trūkst faktu", "Facts are missing"],
        [
            "Par nezināmo nelemj; trūkst faktu: {missing}.",
            "Nobody decides on an unknown; these facts are missing: {missing}.",
        ],
        ["Fakti jānoskaidro un jāreģistrē.", "Find the facts out and record them."],
    ),
    row(
        "not_eligible",
        422,
        ["Persona neatbilst nosacījumiem", "The person is not eligible"],
        ["Nav izpildīti nosacījumi: {failed}.", "These conditions are not met: {failed}."],
        [
            "Jāpārbauda fakti; ja tie ir pareizi, jāpieņem lēmums par atteikumu.",
            "Check the facts; if they are right, decide on a refusal.",
        ],
    ),
    row(
        "eligible_is_not_refused",
        422,
        ["Atteikumam nav pamata", "There is no ground for a refusal"],
        [
            "Persona atbilst visiem nosacījumiem; ja trūkst finansējuma, personu uzņem rindā.",
            "The person meets every condition; when money is lacking, the person is put in the queue.",
        ],
        ["Jāpieņem lēmums par piešķiršanu vai par uzņemšanu rindā.", "Decide on a grant, or on a place in the queue."],
    ),
    row(
        "ground_not_failed",
        422,
        ["Atteikuma pamats neatbilst faktiem", "The ground does not fit the facts"],
        [
            "Nosauktais nosacījums ir izpildīts; nav izpildīti: {failed}.",
            "The stated condition is met; these are not: {failed}.",
        ],
        ["Jānosauc kāds no neizpildītajiem nosacījumiem.", "State one of the conditions that are not met."],
    ),
    row(
        "not_assessed",
        409,
        ["Vajadzības vēl nav izvērtētas", "The needs are not assessed yet"],
        ["Pirms šāda lēmuma izvērtē personas vajadzības.", "The person's needs are assessed before such a decision."],
        ["Jāreģistrē vajadzību izvērtējums.", "Record the needs assessment."],
    ),
    row(
        "assessment_stale",
        409,
        ["Izvērtējums ir novecojis", "The assessment is too old"],
        ["Izvērtējums bija derīgs līdz {turns_on}.", "The assessment was good until {turns_on}."],
        ["Vajadzības jāizvērtē no jauna.", "Assess the needs again."],
    ),
    row(
        "funding_exhausted",
        409,
        ["Finansējums ir izlietots", "The funding is exhausted"],
        ["Programmai vairs nav naudas vai vietu.", "The programme has no money or no place left."],
        ["Jāpieņem lēmums par uzņemšanu rindā.", "Decide on a place in the queue."],
    ),
    row(
        "others_waiting",
        409,
        ["Rindā gaida citas personas", "Others are waiting"],
        [
            "Pakalpojumu sniedz rindas kārtībā, un pirms šīs personas gaida citas.",
            "The service is given in the order of the queue, and others wait before this person.",
        ],
        ["Jāpieņem lēmums par uzņemšanu rindā.", "Decide on a place in the queue."],
    ),
    row(
        "funding_available",
        409,
        ["Finansējums ir pieejams", "There is funding"],
        ["Ja programma var maksāt, personu rindā neuzņem.", "Nobody is put in a queue while the programme can pay."],
        ["Jāpieņem lēmums par piešķiršanu.", "Decide on a grant."],
    ),
    row(
        "no_area",
        422,
        ["Nav nosaukta neviena joma", "No area is named"],
        [
            "Lēmumā par piešķiršanu jānosauc vismaz viena atbalsta joma.",
            "A decision to grant has to name at least one area of support.",
        ],
        ["Jānosauc jomas, kurās atbalsts ir vajadzīgs.", "Name the areas in which support is needed."],
    ),
    row(
        "no_volume",
        422,
        ["Nav noteikts apjoms", "There is no volume"],
        ["Mēneša apjomam jābūt lielākam par nulli.", "The monthly volume has to be above zero."],
        ["Jānosaka apjoms minūtēs, vismaz viena.", "Set the volume in minutes, at least one."],
    ),
    row(
        "over_the_ceiling",
        422,
        ["Apjoms pārsniedz līmeņa robežu", "The volume passes the ceiling of the level"],
        [
            "Šī līmeņa lielākais apjoms minūtēs mēnesī: {most_minutes}.",
            "The greatest volume of the level in minutes a month: {most_minutes}.",
        ],
        ["Jāsamazina apjoms vai jāizvēlas augstāks līmenis.", "Lower the volume, or choose a higher level."],
    ),
    row(
        "over_the_assessment",
        422,
        ["Apjoms pārsniedz izvērtēto", "The volume passes the assessed one"],
        [
            "Izvērtētais apjoms minūtēs mēnesī: {most_minutes}; lielākam vajadzīgs pamatojums.",
            "The assessed volume in minutes a month: {most_minutes}; a greater one needs a reason.",
        ],
        ["Jāsamazina apjoms vai jāpievieno pamatojums.", "Lower the volume, or add a reason."],
    ),
    row(
        "outside_the_programme",
        422,
        ["Sākums ir ārpus programmas", "The start is outside the programme"],
        [
            "Pakalpojums sāktos ārpus programmas, kas ilgst no {allowed_from} līdz {allowed_to}.",
            "The service would begin outside the programme, which runs from {allowed_from} to {allowed_to}.",
        ],
        ["Jāizvēlas cita diena vai cita programma.", "Choose another day, or another programme."],
    ),
    row(
        "starts_before_decision",
        422,
        ["Sākums ir agrāks par lēmumu", "The start is before the decision"],
        [
            "Pakalpojumu nepiešķir par laiku pirms lēmuma; lēmuma diena: {turns_on}.",
            "No service is granted for days before its decision; its day: {turns_on}.",
        ],
        ["Jāizvēlas lēmuma diena vai vēlāka diena.", "Choose the day of the decision or a later one."],
    ),
    row(
        "skips_the_head",
        409,
        ["Rindā priekšā ir cita persona", "Somebody waits before this entry"],
        [
            "Rindā pirms šī ieraksta gaida personas ({ahead}), un nav reģistrēts, kāpēc tās izlaiž.",
            "Persons wait before this entry ({ahead}), and no reason for passing them by is recorded.",
        ],
        [
            "Pakalpojums jāpiedāvā pirmajai personai rindā vai jāreģistrē izlaišanas iemesls.",
            "Make the offer to the first in the queue, or record the reason for passing them by.",
        ],
    ),
];
