//! Canaries: words that stand nowhere else are told to every operation, and looked for everywhere where they may not be.

mod cluster;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use aplp::backup::backup;
use aplp::db::keyring::Master;
use aplp::db::map::MAP;
use diesel::RunQueryDsl;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use serde_json::Value;
use uuid::Uuid;

use crate::examples::everything;
use crate::support::raw::raw;
use crate::support::tour::Tour;
use crate::support::{Office, database, logs};

/// Stands in names, which stay searchable, and folded in what is searched.
const NAMES: [&str; 2] = ["Zeltspārnis", "zeltsparnis"];
/// Stands in everything that is sealed.
const SEALED: &str = "Sudrabknābis";
/// The numbers that the tour tells of persons, as they are sent and as they are kept.
const NUMBERS: [&str; 10] = [
    "161175-19997",
    "16117519997",
    "331234-56789",
    "33123456789",
    "330000-00001",
    "33000000001",
    "330000-00090",
    "330000-00091",
    "330000-00096",
    "29313131",
];
/// What is sealed wherever it is told.
const SEALED_MEMBERS: [&str; 35] = [
    "address",
    "addressee_view",
    "approved_by",
    "assisted_by",
    "born_on_source",
    "choice_words",
    "communication",
    "document_reference",
    "explanation",
    "expression_note",
    "holder_name",
    "grounds",
    "issuer_institution",
    "issuer_name",
    "legal_ground",
    "meeting_manner",
    "meeting_place",
    "need",
    "note",
    "opinion_words",
    "permission_number",
    "person_view",
    "place",
    "plain_summary",
    "present",
    "provider",
    "reason",
    "reasoning",
    "reference",
    "represented_by",
    "restoration_reason",
    "schedule",
    "service_name",
    "signatory",
    "wish",
];

/// What is told, in words that can be found again.
fn words(member: &str, text: &str) -> String {
    match member {
        "given_name" | "family_name" | "name" => format!("{text} {}", NAMES[0]),
        "phone" => "+371 29313131".to_owned(),
        sealed if SEALED_MEMBERS.contains(&sealed) => format!("{text} {SEALED}"),
        _ => text.to_owned(),
    }
}

/// Every canary.
fn all() -> Vec<&'static str> {
    [&NAMES[..], &[SEALED], &NUMBERS].concat()
}

#[track_caller]
fn silent(place: &str, text: &str, canaries: &[&str]) {
    for canary in canaries {
        let at = text.find(canary).map(|at| text[at..].chars().take(200).collect::<String>());
        assert_eq!(at, None, "{canary} in {place}");
    }
}

/// The files of a folder.
fn files_of(folder: &Path) -> BTreeSet<PathBuf> {
    std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

fn text_of(file: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(file).unwrap_or_default()).into_owned()
}

/// An office where every operation was called, and all that was told can be found again.
pub fn toured() -> (Office, Tour) {
    let office = Office::open();
    let mut tour = Tour::in_words(words);
    everything(&mut tour, &office);
    (office, tour)
}

/// Every change once more, with something in it that is not accepted.
fn provoked(office: &Office, tour: &Tour) -> usize {
    let desks = [office.coordinator(), office.decision_maker(), office.municipality("0051000")];
    let mut problems = 0;
    for (method, path, body) in &tour.sent {
        let mut wrong = body.clone();
        wrong[SEALED] = Value::from(NAMES[0]);
        let media = if *method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let key = Uuid::new_v4().to_string();
        let headers = [("if-match", "*"), ("if-none-match", "*"), ("idempotency-key", key.as_str())];
        for desk in &desks {
            let reply = desk.send(method, path, &headers, Some((media, wrong.to_string())));
            assert!((400..500).contains(&reply.status), "{method} {path}: {}", reply.text);
            silent(path, &format!("{} {:?}", reply.text, reply.headers), &all());
            problems += 1;
        }
    }
    problems
}

// R24, PR-05, ER-06, UR-08
#[test]
fn what_is_told_of_a_person_stands_in_no_log_figure_problem_or_address() {
    let (office, tour) = toured();

    let problems = provoked(&office, &tour);
    raw(&office, &format!("GET /v1/{} HTTP/1.1\r\nx-request-id: the-last-canary", NAMES[1]), b"");

    assert!(problems > 60, "{problems}");
    for canary in all() {
        assert_eq!(logs::with(canary), Vec::<String>::new());
    }
    assert!(!logs::with("the-last-canary").is_empty(), "what is logged is looked at");
    // A figure itself is measured and told by nobody: its digits may be any.
    let figures = office.app.metrics.text().unwrap();
    let names: Vec<&str> = figures.lines().filter_map(|line| line.rsplit_once(' ').map(|(name, _)| name)).collect();
    silent("the figures", &names.join("\n"), &all());
    silent("the headers", &format!("{:?}", tour.headers), &all());
    for path in &tour.read {
        silent("an address", path, &all());
        let page = office.coordinator().get(path).body;
        silent("an address", &format!("{} {}", page["self"], page["next"]), &all());
    }
}

// R24, PR-02
#[test]
fn what_is_sealed_stands_in_no_file_and_nothing_of_anybody_in_a_backup() {
    let passing = || files_of(&std::env::temp_dir());
    let there_before = passing();
    let (office, _) = toured();
    assert_eq!(office.coordinator().get("/v1/persons/export?format=xlsx").status, 200);
    let kept = office.folder.join("office.backup");

    backup(&office.place, &Master::read(&office.master_key()).unwrap(), &kept).unwrap();

    let sealed: Vec<&str> = std::iter::once(SEALED).chain(NUMBERS).collect();
    let (mut named, mut looked_at) = (0, 0);
    for file in files_of(&office.folder).into_iter().chain(files_of(&office.folder.join("keys"))) {
        let (text, name) = (text_of(&file), file.file_name().unwrap().to_string_lossy().into_owned());
        silent(&name, &text, &sealed);
        if name.starts_with("aplp.sqlite") {
            named += NAMES.iter().filter(|canary| text.contains(**canary)).count();
        } else {
            silent(&name, &text, &NAMES);
        }
        looked_at += 1;
    }
    let sqlite = office.is_sqlite();
    assert!(looked_at >= 5, "{looked_at} files");
    assert_eq!(named > 0, sqlite, "names stay searchable, so they would be found in the file");
    // What was left meanwhile in the machine's own folder for what passes.
    for file in passing().difference(&there_before) {
        silent(&file.to_string_lossy(), &text_of(file), &all());
    }
}

// R24, PR-02
#[test]
fn what_is_sealed_stands_in_no_table() {
    let (office, _) = toured();
    // A file is looked through as it is; a server is asked for every row as text, bytes among them.
    if database::postgres().is_none() {
        return;
    }
    let mut conn = office.place.open(true).unwrap();
    let sealed: Vec<&str> = std::iter::once(SEALED).chain(NUMBERS).collect();
    let mut rows = String::new();

    for kept in MAP {
        let whole = sql::<Text>(&format!("SELECT {0}::text FROM {0}", kept.table));
        rows.push_str(&whole.load::<String>(&mut conn).unwrap().join("\n"));
    }

    silent("a table", &rows, &sealed);
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    for canary in sealed {
        silent("the bytes of a table", &rows, &[&hex(canary)]);
    }
    assert!(rows.contains(NAMES[0]), "names stay searchable, so they would be found");
}

// R24, AZ-03
#[test]
fn nothing_of_anybody_is_told_to_those_whom_it_does_not_concern() {
    let (office, tour) = toured();
    let nobody = Uuid::new_v4().to_string();
    let strangers = [office.municipality("0002000"), office.support_person(&nobody), office.person(&nobody)];
    let told = |path: &str| office.coordinator().get(path).text;
    let tells = |text: &str| all().iter().any(|canary| text.contains(canary));

    let telling: Vec<&String> =
        tour.read.iter().filter(|path| path.starts_with("/v1/") && tells(&told(path))).collect();

    assert!(telling.len() > 15, "{telling:?}");
    for path in telling {
        // Who gives the support is no secret from other support persons of the office.
        if path.starts_with("/v1/support-persons") && !path.ends_with("/caseload") {
            continue;
        }
        for stranger in &strangers {
            let reply = stranger.get(path);
            silent(path, &format!("{} {:?}", reply.text, reply.headers), &all());
        }
    }
}
