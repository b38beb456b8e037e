//! Lives by chance: random commands, and days that pass, for a model that fits on a few pages and for the running service. Both
//! give the same answers, and afterwards the same can be seen of both, on SQLite and on PostgreSQL.
//!
//! `APLP_MODEL_RUNS=1000 cargo test --release --test model` is the long tier; `APLP_MODEL_TALLY=1` tells how often each kind of
//! command came to each answer.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it goes wrong, and takes from the stories only what it needs"
)]

mod commands;
mod course;
mod intake;
mod money;
mod shown;
mod stage;
#[path = "../api/support/mod.rs"]
mod support;
mod turns;
mod world;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use self::commands::{Command, next};
use self::stage::Stage;
use self::world::{Answer, World};
use crate::support::chance::Chance;
use crate::support::database::postgres;

/// How many lives there are, unless `APLP_MODEL_RUNS` says how many, and how many commands each of them has.
const RUNS: usize = 14;
const STEPS: usize = 50;
/// Where chance begins; a failure is told with the number of its run and can be had again by `APLP_MODEL_FIRST`.
const SEED: u64 = 20_260_302;
/// How many are played at a time.
const AT_ONCE: usize = 2;

/// Every problem that the model knows.
const CODES: [&str; 44] = [
    "already_in_queue",
    "answer_by_outside",
    "application_is_open",
    "assessment_stale",
    "before_signature",
    "checks_not_renewed",
    "document_missing",
    "eligible_is_not_refused",
    "end_decided_already",
    "ends_after_term",
    "explanation_missing",
    "funding_available",
    "funding_exhausted",
    "ground_not_failed",
    "ground_not_in_the_list",
    "hour_cap_exceeded",
    "hours_inside",
    "illegal_state_transition",
    "level_not_assessed",
    "live_grant_exists",
    "nobody_to_call_up",
    "not_assessed",
    "not_assessed_anew",
    "not_eligible",
    "not_found",
    "not_unreachable_yet",
    "nothing_changes",
    "offer_accepted_already",
    "offer_not_accepted",
    "others_waiting",
    "outside_term",
    "over_the_assessment",
    "over_the_ceiling",
    "overlap_person",
    "own_application_missing",
    "register_answer_stale",
    "register_not_checked",
    "resumes_outside",
    "service_still_runs",
    "skips_the_head",
    "starts_too_late",
    "suspended",
    "suspensions_overlap",
    "too_few_attempts",
];

/// How often each kind of command came to each answer.
type Tally = BTreeMap<(String, &'static str), usize>;

/// Lives through one sequence of commands, in the service and in the model.
fn live(run: usize, tally: &Mutex<Tally>) {
    let mut chance = Chance(SEED + 1_000_003 * run as u64);
    let mut stage = Stage::open(postgres());
    let mut world = World::opened(stage.office.today());
    let mut played: Vec<Command> = Vec::new();
    let begins = Command::Allocate { cents: 500_000, places: 2 };
    for step in 0..STEPS {
        let command = if step == 0 { begins } else { next(&mut chance, &world) };
        let before = world.clone();
        played.push(command);
        let expected: Answer = world.play(&command);

        let answered = stage.play(&command, &before, &CODES);

        let told = || played.iter().map(|command| format!("{command:?}\n")).collect::<String>();
        assert_eq!(answered, expected, "run {run}, step {step}, {}:\n{}", before.today, told());
        let differing = differing(&stage.seen(&world), &world.seen());
        assert!(differing.is_empty(), "run {run}, step {step}, {}:\n{}\n{differing}", world.today, told());
        let kind = format!("{command:?}").split(' ').next().unwrap().to_owned();
        *tally.lock().unwrap().entry((kind, answered.err().unwrap_or("done"))).or_default() += 1;
    }
    assert_eq!(stage.office.faults(), [""; 0], "run {run}");
}

/// The lines of the service and of the model that the other has not.
fn differing(service: &[String], model: &[String]) -> String {
    let lacks = |of: &[String], other: &[String], whose: &str| {
        of.iter().filter(|line| !other.contains(line)).map(|line| format!("{whose}: {line}\n")).collect::<String>()
    };
    lacks(service, model, "service") + &lacks(model, service, "  model")
}

fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn random_lives_go_as_in_the_model() {
    let (first, runs) = (number("APLP_MODEL_FIRST").unwrap_or(0), number("APLP_MODEL_RUNS").unwrap_or(RUNS));
    let tally = Mutex::new(Tally::new());

    thread::scope(|scope| {
        let (tally, lanes) = (&tally, 0..AT_ONCE);
        for lane in lanes {
            scope.spawn(move || {
                (first..first + runs).filter(|run| run % AT_ONCE == lane).for_each(|run| live(run, tally))
            });
        }
    });

    let tally = tally.into_inner().unwrap();
    if std::env::var_os("APLP_MODEL_TALLY").is_some() {
        tally.iter().for_each(|((kind, answer), times)| println!("{times:>6} {kind} {answer}"));
    }
    let done = |kind: &str| tally.iter().any(|((of, answer), _)| of == kind && *answer == "done");
    const MUST: &str =
        "Apply Withdraw Check Assess Decide CallUp Offer Answer Leave Agree Post Suspend Resume Amend Terminate";
    let lacking: Vec<_> = MUST.split(' ').filter(|kind| !done(kind)).collect();
    assert!(runs < RUNS || lacking.is_empty(), "the lives are meant to get somewhere: {lacking:?}");
}

/// The same on PostgreSQL.
#[test]
fn the_same_lives_go_on_postgresql() {
    support::cluster::again_on_postgresql(
        support::cluster::Cluster::start_for_stories,
        "the_same_lives_go_on_postgresql",
    );
}
