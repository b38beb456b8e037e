//! The problems of asking: what the door itself says no to, whatever the request is about.

use super::{Kind, Text};

/// One row. Only a limit or an absence passes by itself, so only these two statuses are worth the same request again.
/// Each pair of texts is Latvian first, then English; what stands between backticks is a name and is never translated.
pub(super) const fn row(
    code: &'static str,
    status: u16,
    title: [&'static str; 2],
    meaning: [&'static str; 2],
    fix: [&'static str; 2],
) -> Kind {
    let retryable = status == 429 || status == 503;
    Kind { code, status, retryable, title: both(title), meaning: both(meaning), fix: both(fix) }
}

const fn both([lv, en]: [&'static str; 2]) -> Text {
    Text { lv, en }
}

/// Every row, by status.
pub(super) const ALL: &[Kind] = &[
    row(
        "invalid_request",
        400,
        ["Pieprasījumā ir kļūdas", "The request has faults"],
        [
            "Katra atrastā kļūda un tās vieta ir nosaukta zem `errors`.",
            "`errors` names every fault that was found, and its place.",
        ],
        [
            "Jāizlabo visas nosauktās vietas un pieprasījums jānosūta vēlreiz.",
            "Mend every place that is named, then send the request again.",
        ],
    ),
    row(
        "token_in_query",
        400,
        ["Piekļuves marķieris ir adresē", "The token is in the URL"],
        [
            "Adreses paliek žurnālos un pārlūku vēsturē, tāpēc marķieri adresē nepieņem.",
            "URLs stay in logs and in the history of browsers, so a token in one is not accepted.",
        ],
        [
            "Marķieris, kas bija adresē, jānomaina pret jaunu; jaunais jāsūta galvenē `Authorization`.",
            "Replace the token that was in the URL by a new one, and send that in the header `Authorization`.",
        ],
    ),
    row(
        "url_too_long",
        400,
        ["Adrese ir pārāk gara", "The URL is too long"],
        ["Adrese kopā ar parametriem drīkst būt līdz 8 KiB gara.", "A URL with its parameters may have at most 8 KiB."],
        ["Jāsūta mazāk parametru vai īsāki parametri.", "Use fewer or shorter parameters."],
    ),
    row(
        "patch_empty",
        400,
        ["Nav norādīts, kas jāmaina", "Nothing is named to be changed"],
        [
            "Saturā nav neviena lauka ar vērtību; kā `application/json` sūtīts `null` nozīmē, ka lauks nav minēts.",
            "The body has no member with a value; sent as `application/json`, `null` means that a member is not there.",
        ],
        [
            "Jānosauc vismaz viens lauks ar tā jauno vērtību; lai lauku dzēstu, tas jāsūta kā `null` ar `application/merge-patch+json`.",
            "Name at least one member with its new value; to erase one, send it as `null` with `application/merge-patch+json`.",
        ],
    ),
    row(
        "patch_all_null",
        400,
        ["Visi lauki ir tukši", "Every member is null"],
        [
            "Saturā ir vairāki lauki, un visi ir `null`; tā raksta programmas, kas sūta arī neaizpildīto, un ieraksts tiktu dzēsts.",
            "The body has several members, and all are `null`; programs that send what nobody filled in write so, and it would erase the record.",
        ],
        [
            "Jāsūta tikai tas, kas mainās; lauki jādzēš pa vienam vai kopā ar jaunu vērtību citam laukam.",
            "Send only what changes; erase one member at a time, or together with a new value for another.",
        ],
    ),
    row(
        "idempotency_key_missing",
        400,
        ["Trūkst atkārtošanas atslēgas", "The idempotency key is missing"],
        [
            "Pieprasījumam, kas atstāj ierakstu, vajadzīga galvene `Idempotency-Key`, lai to droši varētu atkārtot.",
            "A request that leaves a record needs the header `Idempotency-Key`, so that it can safely be repeated.",
        ],
        [
            "Jāpievieno jauna nejauša atslēga, piemēram, UUID; atkārtojot jāsūta tā pati.",
            "Add a new random key, for example a UUID; send the same one when repeating the request.",
        ],
    ),
    row(
        "idempotency_key_malformed",
        400,
        ["Atkārtošanas atslēga nav pareizi veidota", "The idempotency key is malformed"],
        [
            "Atslēgā ir 16 līdz 255 zīmes: latīņu burti bez diakritiskajām zīmēm, cipari, `_` un `-`.",
            "A key has 16 to 255 characters: letters without marks, digits, `_` and `-`.",
        ],
        ["Jāizveido jauna atslēga, piemēram, UUID.", "Make a new key, for example a UUID."],
    ),
    row(
        "invalid_cursor",
        400,
        ["Saraksta turpinājuma norāde neder", "The cursor is not valid"],
        [
            "Parametrs `cursor` ir mainīts, novecojis vai izsniegts citam sarakstam.",
            "The parameter `cursor` was changed, is too old or belongs to another list.",
        ],
        [
            "Norāde no `next` jāsūta nemainīta, vai saraksts jālasa no sākuma.",
            "Send what stands in `next` unchanged, or read the list from its start.",
        ],
    ),
    row(
        "token_missing",
        401,
        ["Nav piekļuves marķiera", "There is no token"],
        ["Pieprasījumā nav piekļuves marķiera.", "The request has no access token."],
        [
            "Marķieris jāsūta galvenē `Authorization: Bearer …`.",
            "Send the token in the header `Authorization: Bearer …`.",
        ],
    ),
    row(
        "token_expired",
        401,
        ["Piekļuves marķiera termiņš ir beidzies", "The token has expired"],
        ["Marķieris bija derīgs, bet tā laiks ir beidzies.", "The token was valid, but its time is over."],
        ["Jāsaņem jauns marķieris no tā izdevēja.", "Get a new token from its issuer."],
    ),
    row(
        "token_invalid",
        401,
        ["Piekļuves marķieri nepieņem", "The token is not accepted"],
        [
            "Marķieris ir bojāts, nav izsniegts šai sistēmai, vai tā klientu nelaiž iekšā.",
            "The token is damaged, was not issued for this server, or its client is not let in.",
        ],
        [
            "Jāsaņem jauns marķieris; ja arī to nepieņem, sistēmas uzturētājs žurnālā redz, kura pārbaude neizdevās.",
            "Get a new token; if that is not accepted either, the operator sees in the log which check failed.",
        ],
    ),
    row(
        "forbidden",
        403,
        ["Marķieris nedod vajadzīgās tiesības", "The token does not give the right"],
        [
            "Šai darbībai vajadzīgas tiesības {required_scope}, kas ir lomām: {allowed_roles}. Šī marķiera lomas: {own_roles}.",
            "This needs the right {required_scope}, which these roles have: {allowed_roles}. The roles of this token: {own_roles}.",
        ],
        [
            "Jālieto marķieris ar lomu, kurai ir šīs tiesības, vai tās jālūdz sistēmas administratoram.",
            "Use a token with a role that has the right, or ask the administrator for it.",
        ],
    ),
    row(
        "not_found",
        404,
        ["Nav atrasts", "Not found"],
        [
            "Šajā adresē nekā nav, vai arī marķieris to neļauj redzēt.",
            "There is nothing at this address, or the token does not let one see it.",
        ],
        [
            "Jāpārbauda adrese un tas, kam marķieris ir izsniegts.",
            "Check the address and for whom the token was issued.",
        ],
    ),
    row(
        "method_not_allowed",
        405,
        ["Adresei nav šādas metodes", "The address does not have this method"],
        ["Metodes, kas adresei ir, nosauktas galvenē `Allow`.", "The header `Allow` names the methods that it has."],
        ["Jālieto kāda no nosauktajām metodēm.", "Use one of the methods that are named."],
    ),
    row(
        "not_acceptable",
        406,
        ["Šādā formātā atbildes nav", "There is no answer in this format"],
        [
            "Šī adrese nesniedz nevienu no galvenē `Accept` vai parametros `format` un `profile` nosauktajiem formātiem.",
            "This address has none of the formats that the header `Accept` or the parameters `format` and `profile` name.",
        ],
        [
            "Sarakstam jālūdz `application/json`; tabulai `format` ir `csv`, `ndjson` vai `xlsx`, un `profile` ir tikai `csv`.",
            "Ask for `application/json` of a list; for a table `format` is `csv`, `ndjson` or `xlsx`, and only `csv` has a `profile`.",
        ],
    ),
    row(
        "request_timeout",
        408,
        ["Pieprasījums nepienāca laikā", "The request did not arrive in time"],
        [
            "Saturs pienāca pārāk lēni, un gaidīšana tika pārtraukta; nekas nav mainīts.",
            "The body came too slowly, and waiting for it was ended; nothing was changed.",
        ],
        ["Viss saturs jānosūta 15 sekundēs.", "Send the whole body within 15 seconds."],
    ),
    row(
        "stale_version",
        412,
        ["Ir jaunāka versija", "There is a newer version"],
        [
            "Kopš šī ieraksta nolasīšanas kāds to ir mainījis; jaunākā versija ir galvenē `ETag`.",
            "Somebody has changed this since it was read; the header `ETag` has the newest version.",
        ],
        [
            "Ieraksts jānolasa vēlreiz, jāsalīdzina, un izmaiņas jāsūta ar jauno versiju galvenē `If-Match`.",
            "Read it again, compare, and send the change with the new version in the header `If-Match`.",
        ],
    ),
    row(
        "exists_already",
        412,
        ["Šāds ieraksts jau ir", "It exists already"],
        [
            "Ar šo identifikatoru jau ir izveidots ieraksts, un tas paliek nemainīts; tā versija ir galvenē `ETag`.",
            "Something with this id was made before and stays as it is; the header `ETag` has its version.",
        ],
        [
            "Ja tas pats jau sūtīts, nekas nav jādara; citam ierakstam jāizveido jauns identifikators.",
            "If the same was sent before, there is nothing to do; for something else make a new id.",
        ],
    ),
    row(
        "content_too_large",
        413,
        ["Saturs ir pārāk liels", "The body is too large"],
        [
            "Pieprasījuma saturs drīkst būt līdz 1 MiB liels, bez derīga piekļuves marķiera – līdz 64 KiB.",
            "The body of a request may have at most 1 MiB, without a token that is accepted 64 KiB.",
        ],
        ["Saturs jāsaīsina vai jāsadala vairākos pieprasījumos.", "Shorten it, or divide it among several requests."],
    ),
    row(
        "unsupported_media_type",
        415,
        ["Šādu saturu nepieņem", "This kind of body is not accepted"],
        [
            "Saturu sūta nesaspiestu kā `application/json`; ar `PATCH` arī kā `application/merge-patch+json`.",
            "A body is sent uncompressed as `application/json`; with `PATCH` as `application/merge-patch+json` too.",
        ],
        [
            "Jālabo galvene `Content-Type` un jāizlaiž `Content-Encoding`.",
            "Correct the header `Content-Type` and leave `Content-Encoding` out.",
        ],
    ),
    row(
        "idempotency_key_reused",
        422,
        ["Atslēga jau lietota citam pieprasījumam", "The key was used for another request"],
        [
            "Ar šo `Idempotency-Key` jau ir saņemts pieprasījums ar citu adresi vai saturu.",
            "This `Idempotency-Key` came before with another address or body.",
        ],
        ["Jaunam pieprasījumam jāizveido jauna atslēga.", "Make a new key for a new request."],
    ),
    row(
        "export_too_large",
        422,
        ["Tabulā būtu pārāk daudz rindu", "The table would have too many rows"],
        [
            "Vienā tabulā ir līdz 1 000 000 rindu, darbgrāmatā (`xlsx`) – līdz 20 000.",
            "A table has at most 1,000,000 rows, a workbook (`xlsx`) at most 20,000.",
        ],
        ["Jāsašaurina atlase vai jālūdz `csv`.", "Narrow the filter, or ask for `csv`."],
    ),
    row(
        "if_match_missing",
        428,
        ["Trūkst versijas", "The version is missing"],
        [
            "Izmaiņām vajadzīga galvene `If-Match`, lai neviens nepārrakstītu cita darbu.",
            "A change needs the header `If-Match`, so that nobody overwrites the work of somebody else.",
        ],
        [
            "Ieraksts jānolasa, un tā `ETag` jāsūta galvenē `If-Match`.",
            "Read the resource and send its `ETag` in the header `If-Match`.",
        ],
    ),
    row(
        "if_none_match_missing",
        428,
        ["Trūkst galvenes `If-None-Match`", "The header `If-None-Match` is missing"],
        [
            "Ar paša izveidotu identifikatoru tikai izveido un neko neaizstāj; to apliecina `If-None-Match: *`.",
            "With an id of one's own something is made and nothing replaced; `If-None-Match: *` says so.",
        ],
        ["Jāpievieno galvene `If-None-Match: *`.", "Add the header `If-None-Match: *`."],
    ),
];
