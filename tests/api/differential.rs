//! One seeded script of requests, sent to two offices: the answers are the same, whichever database is behind them.

use aplp_domain::personal_code::legacy;
use serde_json::{Value, json};

use crate::support::chance::Chance;
use crate::support::database::postgres;
use crate::support::normal::Normal;
use crate::support::{Desk, Office, Reply};

/// How many requests the script has, unless `APLP_SCRIPT_REQUESTS` says how many.
const REQUESTS: usize = 1_000;
/// Where the script's chance begins; a failure is told with the number of its request and can be had again.
const SEED: u64 = 20_260_302;

/// An office in which the script is played, with the ids it has met so far, by their place in the script.
struct Stage {
    office: Office,
    normal: Normal,
    met: Vec<(&'static str, String)>,
}

/// The lines in which two answers differ.
fn difference(one: &(u16, Value), other: &(u16, Value)) -> String {
    let lines =
        |answer: &(u16, Value)| format!("{}\n{:#}", answer.0, answer.1).lines().map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (lines(one), lines(other));
    let differing = one.iter().zip(&other).filter(|(one, other)| one != other);
    differing.map(|(one, other)| format!("{one}  |  {other}\n")).collect()
}

/// One request of the script: whom it names is told by numbers, so that it is the same in both offices.
#[derive(Debug)]
enum Step {
    Get(String),
    Post(String, Value),
    Patch(String, Value),
}

impl Stage {
    fn open(server: Option<String>) -> Self {
        Self { office: Office::open_in("2026-03-02T07:00:00Z", server), normal: Normal::default(), met: Vec::new() }
    }

    fn play(&mut self, who: usize, step: &Step) -> (u16, Value) {
        // Time passes, so that no two rows are equally old and chance has no say in their order.
        self.office.app.clock.move_to(self.office.now() + chrono::Duration::seconds(1));
        let desk = match step {
            // Whoever asks, a decision is signed by the one who may; else the script would not get past it.
            Step::Post(path, _) if path.ends_with("/decisions") => self.office.decision_maker(),
            _ => desk(&self.office, who),
        };
        let reply = match (desk, step) {
            (desk, Step::Get(path)) => desk.get(&self.named(path)),
            (desk, Step::Post(path, body)) => desk.post(&self.named(path), self.filled(body)),
            (desk, Step::Patch(path, body)) => desk.patch_version(&self.named(path), "*", self.filled(body)),
        };
        self.remember(step, &reply);
        (reply.status, self.normal.value(&reply.body))
    }

    fn remember(&mut self, step: &Step, reply: &Reply) {
        let Step::Post(path, _) = step else { return };
        let kind = path.rsplit('/').next().unwrap();
        for kind in KINDS.iter().filter(|known| **known == kind && reply.status == 201) {
            self.met.push((kind, reply.body["id"].as_str().unwrap().to_owned()));
            for (member, kind) in [("grant_id", "grants"), ("queue_entry_id", "queue-entries")] {
                if let Some(id) = reply.body[member].as_str() {
                    self.met.push((kind, id.to_owned()));
                }
            }
        }
    }

    /// Puts real ids in the place of `{persons:7}`: the seventh person that was met, counted round.
    fn named(&self, text: &str) -> String {
        let mut named = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap();
            let (kind, number) = name.split_once(':').unwrap();
            let of_kind: Vec<_> = self.met.iter().filter(|(known, _)| *known == kind).collect();
            let nobody = "6f1c2c5e-0000-4000-8000-000000000000";
            let id = match of_kind.len() {
                0 => nobody,
                met => &of_kind[number.parse::<usize>().unwrap() % met].1,
            };
            named.push_str(before);
            named.push_str(id);
            rest = after;
        }
        named + rest
    }

    fn filled(&self, body: &Value) -> Value {
        match body {
            Value::String(text) if text.starts_with('{') => Value::String(self.named(text)),
            Value::Array(values) => values.iter().map(|value| self.filled(value)).collect(),
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), self.filled(value))).collect(),
            other => other.clone(),
        }
    }
}

/// The kinds of resources whose ids the script uses again.
const KINDS: [&str; 10] = [
    "persons",
    "support-persons",
    "programmes",
    "applications",
    "assessments",
    "decisions",
    "notifications",
    "contests",
    "agreements",
    "time-entries",
];

const LETTERS: [&str; 26] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w",
    "y", "z", "ž",
];

fn desk(office: &Office, who: usize) -> Desk<'_> {
    match who {
        0..=16 => office.coordinator(),
        17 => office.municipality("0001000"),
        18 => office.municipality("0051000"),
        _ => office.coordinator().reading("lv"),
    }
}

/// The next request, drawn by chance: mostly sensible, sometimes wrong on purpose.
fn next(chance: &mut Chance, at: usize) -> Step {
    let number = chance.below(1_000);
    let some = |kind: &str| format!("{{{kind}:{number}}}");
    let given = chance.one(&["Anna", "Jānis", "Ērika", "Žanis", "Līga"]);
    // Nobody has the same name as somebody else, for the same reason.
    let named = if chance.below(12) == 0 {
        String::new()
    } else {
        format!("{given} {}", "x".repeat(1 + at / 26) + LETTERS[at % 26])
    };
    let towns = ["0001000", "0051000", "0002000", "0055000"];
    let fresh = || legacy("1975-11-16".parse().unwrap(), u32::try_from(at % 1_000).unwrap()).unwrap();
    let code = if chance.below(8) == 0 {
        (*chance.one(&["161175-19996", "331234-56789"])).to_owned()
    } else {
        fresh().hyphenated()
    };
    match chance.below(30) {
        0..=2 => Step::Post(
            "/v1/persons".to_owned(),
            json!({
                "given_name": named, "family_name": chance.one(&["Bērziņa", "Ozols", "Šmits"]),
                "personal_code": code, "municipality": chance.one(&towns), "address": "Ozolu iela 1",
                "phone": "+371 20000000", "born_on": "1975-11-16", "born_on_source": "document",
            }),
        ),
        3 => Step::Post(
            "/v1/persons".to_owned(),
            json!({ "given_name": named, "family_name": "Kalniņa", "municipality": chance.one(&towns) }),
        ),
        4 => Step::Get(format!("/v1/persons?limit={}&municipality={}", chance.below(4), chance.one(&towns))),
        5 => Step::Post(
            "/v1/persons/search".to_owned(),
            json!({ "by": "name", "name": chance.one(&["be", "OZOL an", "sm"]) }),
        ),
        6 => Step::Patch(
            format!("/v1/persons/{}", some("persons")),
            json!({ "phone": chance.one(&["+371 1", "+371 22222222"]) }),
        ),
        7 => Step::Post(
            format!("/v1/persons/{}/personal-codes", some("persons")),
            json!({ "personal_code": chance.one(&["331234-56789", "399999-99999"]), "valid_from": "2026-02-01" }),
        ),
        8..=9 => Step::Post(
            "/v1/applications".to_owned(),
            json!({
                "person_id": some("persons"), "form_kind": chance.one(&["free_form", "zelda_form", "fax"]), "channel": "post",
                "submitted_on": chance.one(&["2026-02-27", "2026-03-02", "2026-03-03"]), "disability": "II grupa",
            }),
        ),
        10..=12 => Step::Post(
            format!("/v1/applications/{}/registry-checks", some("applications")),
            json!({
                "register": chance.one(&["iis", "iis", "vdeavk"]), "mental_disorder": chance.one(&["present", "absent"]),
                "disability": { "group": chance.one(&["i", "ii", "iii"]), "valid_from": "2020-01-01" },
                "purpose": "APLP", "permission_number": "1", "reference": "r", "checked_at": "2026-03-02T06:30:00Z",
                "evidence_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            }),
        ),
        13..=14 => Step::Post(
            format!("/v1/applications/{}/assessments", some("applications")),
            json!({
                "programme_id": some("programmes"), "form_version": "v1", "assessed_on": "2026-03-02", "place": "birojā",
                "communication": "runā", "present": "abi", "person_view": "Piekrītu.",
                "needs": [{
                    "area": "finance", "wish": "Pats.", "importance": 2, "natural_support": "nav", "need": 2,
                    "frequency": "reizi nedēļā", "risks": "nav", "agreed_minutes": chance.below(2_400),
                }],
            }),
        ),
        15..=17 => Step::Post(
            format!("/v1/applications/{}/decisions", some("applications")),
            json!({
                "outcome": "grant", "programme_id": some("programmes"), "term_from": "2026-03-02", "areas": ["finance"],
                "level": 1, "volume_minutes": 60 + chance.below(480), "reasoning": "Atbilst.", "plain_summary": "Jā.",
                "official_position": "direktors",
            }),
        ),
        18 => Step::Post(
            format!("/v1/applications/{}/withdrawal", some("applications")),
            json!({ "withdrawn_on": "2026-03-02", "requested_by": "person" }),
        ),
        19 => Step::Get(format!("/v1/applications?limit={}", 1 + chance.below(3))),
        20 => Step::Get(format!("/v1/applications/{}", some("applications"))),
        21 => Step::Get(format!("/v1/grants/{}", some("grants"))),
        22 => Step::Post(
            format!("/v1/grants/{}/agreements", some("grants")),
            json!({
                "support_person_id": some("support-persons"), "meeting_place": "mājās", "meeting_manner": "klātienē",
                "schedule": "otrdienās",
            }),
        ),
        23..=24 => Step::Post(
            format!("/v1/agreements/{}/signatures", some("agreements")),
            json!({
                "party": chance.one(&["person", "support_person", "association"]), "method": "handwritten",
                "signatory": "Paraksts", "signed_at": "2026-03-02T07:00:00Z",
            }),
        ),
        25 => Step::Post(
            format!("/v1/decisions/{}/notifications", some("decisions")),
            json!({
                "channel": chance.one(&["in_person", "email"]), "sent_on": "2026-03-02", "document_reference": "RR 1",
                "contest_indicated": chance.below(2) == 0,
            }),
        ),
        26 => Step::Post(
            format!("/v1/decisions/{}/contests", some("decisions")),
            json!({ "submitted_by": { "kind": "person" }, "grounds": "Nepiekrītu." }),
        ),
        27 => Step::Post(
            format!("/v1/contests/{}/{}", some("contests"), chance.one(&["forwardings", "withdrawals"])),
            json!({}),
        ),
        28 => Step::Get(format!("/v1/decisions?state={}", chance.one(&["issued", "in_effect", "contested", "final"]))),
        _ => Step::Post(
            "/v1/support-persons".to_owned(),
            json!({
                "given_name": "Laura", "family_name": chance.one(&["Zariņa", "Liepa"]), "qualification": "sociālā darbiniece",
                "areas": ["finance", "rights"], "employed_from": "2024-01-02", "caseload_max": 1 + chance.below(3),
            }),
        ),
    }
}

// R27
#[test]
fn the_same_script_gets_the_same_answers_on_both_databases() {
    // On SQLite alone this still shows that answers depend on the requests only.
    let (mut one, mut other) = (Stage::open(None), Stage::open(postgres()));
    let mut chance = Chance(SEED);
    let mut statuses = std::collections::BTreeMap::<u16, usize>::new();
    let programme = |stage: &mut Stage| {
        let state = stage.office.coordinator().get("/v1/programmes?code=state").ok(200)["items"][0]["id"].clone();
        stage.met.push(("programmes", state.as_str().unwrap().to_owned()));
    };
    programme(&mut one);
    programme(&mut other);

    let requests = std::env::var("APLP_SCRIPT_REQUESTS").ok().and_then(|requests| requests.parse().ok());
    for number in 0..requests.unwrap_or(REQUESTS) {
        let (who, step) = (chance.below(20), next(&mut chance, number));

        let (answer, same) = (one.play(who, &step), other.play(who, &step));

        assert!(answer == same, "request {number} of seed {SEED}: {step:?}\n{}", difference(&answer, &same));
        *statuses.entry(answer.0).or_default() += 1;
    }

    for stage in [&one, &other] {
        let faults = stage.office.faults();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    assert!(statuses.keys().all(|status| *status < 500), "{statuses:?}");
    assert!(statuses[&201] > 100, "the script is meant to get somewhere: {statuses:?}");
}
