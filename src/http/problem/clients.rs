//! The conflicts in the register of clients: who is let in, and with which tokens.

use super::Kind;
use super::catalogue::row;

/// Every row, by code.
pub(super) const ALL: &[Kind] = &[
    row(
        "client_in_use",
        409,
        ["Klients jau ir reģistrēts", "The client is registered already"],
        [
            "Šī izdevēja programma vai tās lietotājs jau ir reģistrēts.",
            "This program of the issuer, or this user of it, is registered already.",
        ],
        ["Jāmaina reģistrētais klients.", "Change the client that is registered."],
    ),
    row(
        "client_approved_already",
        409,
        ["Nekas negaida apstiprinājumu", "Nothing waits for an approval"],
        ["Viss, ko šis klients drīkst, jau ir spēkā.", "All that this client may do is in force already."],
        ["Nekas nav jādara.", "There is nothing to do."],
    ),
    row(
        "client_version_replaced",
        409,
        ["Apstiprināmā versija vairs nav jaunākā", "The version to be approved is not the newest any more"],
        [
            "Klients pa šo laiku ir mainīts; apstiprina tieši vienu versiju.",
            "The client was changed meanwhile; an approval is for exactly one version.",
        ],
        [
            "Klients un tā marķieri jāizlasa no jauna un jāapstiprina jaunākā versija.",
            "Read the client and its tokens again, and approve the newest version.",
        ],
    ),
    row(
        "client_approval_own",
        409,
        ["Paša ierosinātu apstiprina cits", "What somebody asked for is approved by somebody else"],
        [
            "Klientu apstiprina cita amatpersona, nevis tā, kas to reģistrēja vai mainīja, arī ne ar citu programmu.",
            "A client is approved by another official than those who registered or changed it, through whatever program.",
        ],
        ["Apstiprinājums jāprasa citam administratoram.", "Ask another admin for the approval."],
    ),
    row(
        "client_tokens_used_up",
        409,
        ["Klientam jau ir divi derīgi marķieri", "The client has two tokens already"],
        [
            "Vienlaikus pieņem divus klienta marķierus: lietojamo un to, kas stāsies tā vietā.",
            "Two tokens of a client are accepted at once: the one in use and the one that takes its place.",
        ],
        ["Jāatsauc vecākais marķieris.", "Take the older token back."],
    ),
    row(
        "client_token_revoked",
        409,
        ["Marķieris jau ir atsaukts", "The token was taken back already"],
        ["Šo marķieri vairs nepieņem.", "This token is not accepted any more."],
        ["Nekas nav jādara.", "There is nothing to do."],
    ),
];
