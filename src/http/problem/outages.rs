//! The problems of too much, and of the service itself.

use super::Kind;
use super::catalogue::row;

/// Every row, by status.
pub(super) const ALL: &[Kind] = &[
    row(
        "too_many_requests",
        429,
        ["Pārāk daudz pieprasījumu", "Too many requests"],
        [
            "Kvotas {violated-policies} pašlaik nepietiek: no tās atlicis {left_of_quota}; vairāk būs pēc {retry_after_seconds} s. Galvenē `RateLimit-Policy` ir tās apmērs. Nekas nav darīts.",
            "The quota {violated-policies} is not enough just now: {left_of_quota} of it is left, and there is more in {retry_after_seconds} s. The header `RateLimit-Policy` tells its size. Nothing was done.",
        ],
        [
            "Jānogaida galvenē `Retry-After` norādītais laiks, tad jāsūta vēlreiz; saraksta mazāku lapu (`limit`) var saņemt jau tagad, ja tai pietiek.",
            "Wait for the time in the header `Retry-After`, then send it again; a smaller page of a list (`limit`) comes at once where what is left is enough for it.",
        ],
    ),
    row(
        "headers_too_large",
        431,
        ["Galvenes ir pārāk lielas", "The headers are too large"],
        [
            "Drīkst būt līdz 96 galvenēm, kopā līdz 32 KiB.",
            "There may be at most 96 headers, and 32 KiB of them together.",
        ],
        ["Jāizlaiž liekās galvenes, piemēram, sīkdatnes.", "Leave out what is not needed, for example cookies."],
    ),
    row(
        "internal",
        500,
        ["Iekšēja kļūda", "Internal error"],
        ["Kļūda ir sistēmā, nevis pieprasījumā.", "The fault is in the server, not in the request."],
        [
            "Sistēmas uzturētājam jāpaziņo `request_id`; pēc tā kļūdu var atrast.",
            "Tell the operator of the server the `request_id`, by which the fault can be found.",
        ],
    ),
    row(
        "busy",
        503,
        ["Sistēma ir aizņemta", "The server is busy"],
        [
            "Sistēma pašlaik vairāk nevar paspēt, vai divas izmaiņas ir sadūrušās.",
            "The server is at its limit just now, or two changes met.",
        ],
        [
            "Jānogaida `Retry-After` un jāatkārto; ar to pašu `Idempotency-Key` darbs netiks izdarīts divreiz.",
            "Wait for `Retry-After`, then repeat; with the same `Idempotency-Key` the work is not done twice.",
        ],
    ),
    row(
        "unavailable",
        503,
        ["Sistēma pašlaik nav pieejama", "The server is not available just now"],
        ["Datubāze neatbild.", "The database does not answer."],
        [
            "Jānogaida `Retry-After` un jāatkārto; ar to pašu `Idempotency-Key` darbs netiks izdarīts divreiz.",
            "Wait for `Retry-After`, then repeat; with the same `Idempotency-Key` the work is not done twice.",
        ],
    ),
    row(
        "storage_unavailable",
        503,
        ["Krātuve pašlaik nepieņem ierakstus", "The storage takes no records just now"],
        [
            "Datubāzes disks ir pilns vai bojāts; nekas nav apstiprināts, kas nav droši ierakstīts.",
            "The disk of the database is full or fails; nothing is confirmed that is not safely written.",
        ],
        [
            "Jānogaida `Retry-After` un jāatkārto ar to pašu `Idempotency-Key`; ja tas neizdodas, jāziņo sistēmas uzturētājam.",
            "Wait for `Retry-After`, then repeat with the same `Idempotency-Key`; tell the operator if that does not help.",
        ],
    ),
];
