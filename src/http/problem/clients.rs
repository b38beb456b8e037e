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
