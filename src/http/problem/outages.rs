//! The problems of the service itself: nothing was wrong with the request.

use super::Kind;
use super::catalogue::row;

/// Every row, by status.
pub(super) const ALL: &[Kind] = &[
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
