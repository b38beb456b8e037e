//! What the operations of the document share: parameters, headers, responses, the way to identify oneself.

use aplp_domain::code::Code;
use aplp_domain::purpose::Purpose;
use serde_json::{Value, json};

use super::page::LIMIT_DEFAULT;
use super::schemas::SCHEMAS;
use super::{problem, table_export};

/// How long a header field may be, in bytes: as long as all of them together.
const HEADER_MAX: usize = super::door::HEAD_MAX;

/// An entity tag (RFC 9110 §8.8.3).
const TAG: &str = r#"(W/)?"[!#-~]*""#;

/// What the codes of purposes, of problems and of faults are called.
const PURPOSE: &str = "Purpose";
const PROBLEM_CODE: &str = "ProblemCode";
const FAULT_CODE: &str = "FaultCode";

/// Adds them to the components.
pub(super) fn shared(components: &mut Value) {
    codes(&mut components["schemas"]);
    let text = |max: u64| json!({ "type": "string", "maxLength": max, "pattern": "^[ -~]*$" });
    let parameter = |name: &str, place: &str, required: bool, about: &str, schema: Value| json!({ "name": name, "in": place, "required": required, "description": about, "schema": schema });
    // What is no help to the service is no fault of the client's: such a header may hold anything that a header can.
    let any = json!({ "type": "string", "maxLength": HEADER_MAX, "pattern": "^[^\\r\\n]*$" });
    let tags = json!({ "type": "string", "maxLength": super::seen::LIST_MAX, "pattern": format!(r"^(\*|{TAG}( *, *{TAG})*)$") });
    let key = json!({ "type": "string", "minLength": 16, "maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$" });
    components["parameters"] = json!({
        "Limit": parameter("limit", "query", false, "Rows in a page; more than 500 is lowered to 500.",
            json!({ "type": "integer", "format": "int32", "minimum": 1, "maximum": i32::MAX, "default": LIMIT_DEFAULT })),
        "Cursor": parameter("cursor", "query", false, "`next_cursor` of the page before, with the same filters and order.", text(2_000)),
        "Prefer": parameter("Prefer", "header", false, "`return=total-count` asks for the total.", any.clone()),
        "IdempotencyKey": parameter("Idempotency-Key", "header", true,
            "Sent again with this key within 72 hours, it is not done twice.", key),
        "IdempotencyKeyIgnored": parameter("Idempotency-Key", "header", false,
            "Accepted, without effect.", any.clone()),
        "IfMatch": parameter("If-Match", "header", true, "The ETag that was seen, or `*`; of several one has to match.", tags.clone()),
        "IfMatchWished": parameter("If-Match", "header", false,
            "The ETag that was seen of what the path names; 412 if it has another now.", tags),
        "IfMatchIgnored": parameter("If-Match", "header", false,
            "Accepted, without effect.", any.clone()),
        "IfNoneMatch": parameter("If-None-Match", "header", true, "`*`: only if it is not there yet.",
            json!({ "type": "string", "maxLength": 1, "pattern": r"^\*$" })),
        "IfNoneMatchSeen": parameter("If-None-Match", "header", false,
            "The ETag that was seen; 304 if unchanged.", any.clone()),
        "Purpose": parameter("Aplp-Purpose", "header", false,
            "One of the purposes that `/v1/me` names, by default the first. It is recorded.",
            json!({ "$ref": format!("{SCHEMAS}{PURPOSE}") })),
        "AcceptLanguage": parameter("Accept-Language", "header", false, "`lv` (default) or `en`, for texts.", any.clone()),
    });
    for (name, parameter) in table_export::contract::parameters() {
        components["parameters"][name] = parameter;
    }
    let header = |about: &str| json!({ "description": about, "schema": text(2_000) });
    components["headers"] = json!({
        "RequestId": header("The id of the request."),
        "Location": header("The new resource."),
        "ContentDisposition": header("The file's name."),
        "ETag": header("The version, for `If-Match` and `If-None-Match`."),
        "PageETag": header("The content, for `If-None-Match`."),
        "RetryAfter": header("Seconds to wait, where `retryable` is true."),
        "RateLimit": header("Of each quota that counts: what is left (`r`) for `t` seconds; if nothing, there is more \
            in `t` seconds. `RateLimit-Policy` beside it says of how much. `/livez` and `/readyz` are not counted."),
        "RateLimitPolicy": header("Those quotas: `q` in `w` seconds, of requests unless `qu` names something else."),
        "IdempotencyReplayed": header("`true` if this answer was given before."),
    });
    components["responses"] = json!({ "NotModified": {
        "description": "Unchanged.",
        "headers": {
            "X-Request-Id": { "$ref": "#/components/headers/RequestId" },
            "RateLimit": { "$ref": "#/components/headers/RateLimit" },
            "RateLimit-Policy": { "$ref": "#/components/headers/RateLimitPolicy" },
        },
    }, "Problem": {
        "description": "Not done, and why (RFC 9457). Each `type` is a page here, but for a used up quota: `describedby` links its page.",
        "headers": {
            "X-Request-Id": { "$ref": "#/components/headers/RequestId" },
            "Retry-After": { "$ref": "#/components/headers/RetryAfter" },
            "RateLimit": { "$ref": "#/components/headers/RateLimit" },
            "RateLimit-Policy": { "$ref": "#/components/headers/RateLimitPolicy" },
        },
        "content": { "application/problem+json": {
            "schema": { "$ref": "#/components/schemas/Problem" },
            // Without one, readers of the document make values up from the patterns, others each time.
            "example": problem::pages::example(),
        } },
    } });
    components["responses"]["Table"] = table_export::contract::response();
    components["securitySchemes"] = json!({ "bearer": {
        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
        "description": "An access token (RFC 9068, `at+jwt`) for the audience `aplp`; RFC8725 applies.",
    } });
}

/// The codes that are no enums of the rules: lists in the order of the alphabet, each with a name.
fn codes(schemas: &mut Value) {
    let listed = |about: &str, mut codes: Vec<&str>| {
        codes.sort_unstable();
        codes.dedup();
        json!({ "type": "string", "enum": codes, "description": about })
    };
    let purposes = Purpose::ALL.iter().map(|purpose| purpose.code()).collect();
    schemas[PURPOSE] = listed("Why it is asked.", purposes);
    schemas[PROBLEM_CODE] =
        listed("A kind of problem, explained under `/problems`.", problem::all().map(|kind| kind.code).collect());
    schemas[FAULT_CODE] = listed("What is wrong.", problem::fault_codes().collect());
    for (schema, name) in [("Problem", PROBLEM_CODE), ("FaultOut", FAULT_CODE)] {
        let code = &mut schemas[schema]["properties"]["code"];
        *code = json!({ "$ref": format!("{SCHEMAS}{name}"), "description": code["description"] });
    }
}
