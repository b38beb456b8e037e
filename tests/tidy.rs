//! What the compiler cannot hold of the house style, held by reading the sources.

#![allow(clippy::unwrap_used, reason = "a test stops where it goes wrong")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rstest::rstest;

/// How long a source file may be, in lines.
const LINES_MAX: usize = 300;
/// The wings, each of which knows only those before it.
const WINGS: [&str; 7] = ["register", "intake", "delivery", "voice", "safeguards", "insight", "exchange"];
/// What a slice shows to other slices, besides its ids: rows and queries, what is remembered of them, pure rules, and whose rows a caller may see and how much of them.
const SHOWN: [&str; 6] = ["store", "rules", "known", "outline", "sight", "wire"];
/// Who may name diesel, besides `db/` and each slice's store.
const KNOW_SQL: [(&str, &str); 13] = [
    ("src/backup/", "copies every table whole"),
    ("src/demo/mod.rs", "asks whether its office is there already"),
    ("src/error.rs", "turns its faults into ours, once"),
    ("src/http/clients/admission.rs", "registers a client outside of a request, in a transaction of its own"),
    ("src/http/repeat.rs", "stores answers in the transaction of their effect"),
    ("src/register/lasting.rs", "is a predicate of queries"),
    ("src/register/persons/outline.rs", "asks which rows are shown whole"),
    ("src/register/persons/rows.rs", "is the part of a store that seals and opens"),
    ("src/register/persons/sight.rs", "is a predicate of queries"),
    ("src/register/programmes/ledger.rs", "is the part of a store that only grows"),
    ("src/register/programmes/live.rs", "is the part of a store that asks what grants leave free"),
    ("src/service.rs", "prepares a database in one transaction"),
    ("src/verify/", "reads every table to hold it against the others"),
];

/// Every file below a folder whose name ends so, by its path from the root of the repository.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() && entry.file_name() != "node_modules" {
                folders.push(path);
            } else if path.is_file() && path.to_string_lossy().ends_with(ending) && is_text(&path) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder}");
    found
}

/// Whether words stand in a file: what is compressed has none of its own.
fn is_text(path: &Path) -> bool {
    path.extension().is_none_or(|ending| ending != "br")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    [files("src", ".rs"), files("tests", ".rs")].concat()
}

/// The part of a file that is in the product.
fn product(path: &str, text: &str) -> String {
    let test_only = path.contains("/tests/") || path.ends_with("/tests.rs");
    if test_only { String::new() } else { text.split("#[cfg(test)]").next().unwrap().to_owned() }
}

#[test]
fn every_source_file_is_short_and_says_first_what_it_is() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= LINES_MAX, "{path} has {} lines", text.lines().count());
        assert!(text.starts_with("//! "), "{path} does not begin with what it is");
    }
}

#[test]
fn only_the_connection_names_a_database() {
    let arms = ["Conn::Postgres", "Conn::Sqlite", "PgConnection", "SqliteConnection"];
    for (path, text) in files("src", ".rs") {
        let knows = arms.iter().any(|arm| text.contains(arm));
        let connection = path == "src/db/connection.rs" || path.starts_with("src/db/connection/");
        assert!(!knows || connection, "{path}");
    }
}

#[test]
fn only_stores_and_a_few_more_name_diesel() {
    for (path, text) in files("src", ".rs") {
        let store = path.ends_with("/store.rs") || path.contains("/store/") || path.starts_with("src/db/");
        let known = store || KNOW_SQL.iter().any(|(known, _)| path.starts_with(known));
        assert!(known || !product(&path, &text).contains("diesel::"), "{path}");
    }
    for (known, why) in KNOW_SQL {
        assert!(root().join(known).exists(), "{known}, which {why}, is not there any more");
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |side: &str| -> BTreeSet<String> {
        let side = format!("migrations/{side}");
        files(&side, "").into_iter().map(|(path, _)| path[side.len()..].to_owned()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    for name in names("sqlite") {
        assert!(name.ends_with("/up.sql") || name.ends_with("/down.sql"), "{name}");
    }
    let (up, down): (Vec<_>, Vec<_>) = names("sqlite").into_iter().partition(|name| name.ends_with("/up.sql"));
    assert_eq!(up.len(), down.len(), "a migration goes both ways");
}

#[test]
fn the_domain_depends_on_days_and_digests_only() {
    let manifest = fs::read_to_string(root().join("src/domain/Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let section = rest.split("\n[").next().unwrap();
    let names: Vec<&str> = section.lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name)).collect();
    assert_eq!(names, ["chrono", "chrono-tz", "sha2"]);
}

#[rstest]
#[case("Cargo.toml")]
#[case("src/domain/Cargo.toml")]
fn every_dependency_says_what_it_saves(#[case] manifest: &str) {
    let text = fs::read_to_string(root().join(manifest)).unwrap();
    let mut section = "";
    let mut before = "";
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains(" = ") {
            assert!(before.starts_with("# ") && before.ends_with('.'), "{manifest}: {line}");
        }
        before = line;
    }
}

/// Every path into a wing that a text names, lists in braces taken apart: `register::persons::store`.
fn paths_into_wings(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest: String = text[at + 7..].split([';', '(', ')', '<', '>', '=', '.', ' ']).next().unwrap().to_owned();
        let (head, list) = match text[at + 7..].split_once("::{") {
            Some((head, list)) if rest.starts_with(head) => (head.to_owned(), list.split('}').next().unwrap()),
            _ => (rest, ""),
        };
        let head: Vec<String> = head.trim_end_matches([',', '\n']).split("::").map(str::to_owned).collect();
        if !WINGS.contains(&head[0].as_str()) {
            continue;
        }
        for last in list.split(',').map(|last| last.trim().split([' ', ':']).next().unwrap()) {
            let last = (last != "self" && !last.is_empty()).then(|| last.to_owned());
            found.push(head.iter().cloned().chain(last).collect());
        }
    }
    found
}

#[test]
fn a_slice_knows_only_what_slices_before_it_show() {
    for (path, text) in files("src", ".rs") {
        let place: Vec<&str> = path.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
        // The binary and the tests of the whole stand above every wing.
        if ["demo", "verify", "lib", "main", "service", "timers"].contains(&place[0]) {
            continue;
        }
        let here = WINGS.iter().position(|wing| *wing == place[0]);
        for named in paths_into_wings(&product(&path, &text)) {
            let there = WINGS.iter().position(|wing| *wing == named[0]);
            assert!(here.is_some_and(|here| there <= Some(here)), "{path} names {}", named.join("::"));
            let own = named[0] == place[0] && named.get(1).map(String::as_str) == place.get(1).copied();
            let shown = named.get(2).is_none_or(|shown| SHOWN.contains(&shown.as_str()) || shown.ends_with("Id"));
            let idea = named.len() == 2 || there == here;
            assert!(own || shown || idea, "{path} names {}", named.join("::"));
        }
    }
}

#[test]
fn the_domain_and_the_house_know_no_wing() {
    for (path, text) in [files("src/http", ".rs"), files("src/db", ".rs")].concat() {
        assert_eq!(paths_into_wings(&text), Vec::<Vec<String>>::new(), "{path}");
    }
}

#[test]
fn the_product_never_stops_on_a_fault() {
    for (path, text) in files("src", ".rs") {
        for (number, line) in product(&path, &text).lines().enumerate() {
            let stops =
                [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "process::exit("];
            let stops = stops.iter().any(|stop| line.contains(stop)) && !line.trim_start().starts_with("//");
            // A constant of the domain that is no day stops the compiler, never the service.
            let compiling = path == "src/domain/lib.rs" && line.contains("no such day");
            assert!(!stops || compiling, "{path}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn only_the_clock_asks_what_time_it_is() {
    for (path, text) in files("src", ".rs") {
        let asks =
            ["Utc::now", "Local::now", "SystemTime::now"].iter().any(|asks| product(&path, &text).contains(asks));
        assert!(!asks || path == "src/clock.rs", "{path}");
    }
}

#[test]
fn every_test_runs_and_none_sleeps() {
    // Put together from parts, so that this file does not find itself.
    let forbidden = [["#[igno", "re"].concat(), ["sle", "ep("].concat()];
    for (path, text) in sources() {
        for word in &forbidden {
            assert!(!text.contains(word.as_str()), "{path} has {word}");
        }
    }
}

#[test]
fn nothing_is_left_for_later_and_the_workshop_is_not_named() {
    let forbidden = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["/wo", "rk/"],
        ["/tm", "p/"],
        ["/ro", "ot/"],
        ["cla", "ude"],
        ["anthro", "pic"],
        ["open", "ai.com"],
        ["npm", "js"],
        ["pypi", ".org"],
        ["crates", ".io/"],
    ]
    .map(|parts| parts.concat());
    let pages = ["README.md", "Cargo.toml", "Dockerfile", ".ci/run"].map(|name| (name.to_owned(), read(name)));
    let texts = [files("migrations", ""), files("openapi", ""), pages.to_vec(), sources()].concat();
    for (path, text) in texts {
        for word in &forbidden {
            let found = text.contains(word.as_str()) || text.to_lowercase().contains(&format!("/{word}/"));
            assert!(!found, "{path} has {word}");
        }
    }
}

fn read(name: &str) -> String {
    let path = root().join(Path::new(name));
    if path.exists() { fs::read_to_string(path).unwrap() } else { String::new() }
}
