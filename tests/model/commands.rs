//! What can be done, drawn by chance: three times in four what an office would do next for somebody, else anything.

use super::intake::ceiling;
use super::world::{Application, Applied, Grant, Place, Waits, World, cost};
use crate::support::chance::Chance;

/// What is decided on an application.
#[derive(Debug, Clone, Copy)]
pub enum Decision {
    /// From today, or from the day after a running service.
    Grant {
        next: bool,
        level: i64,
        volume: i64,
    },
    Queue,
    Refuse {
        ground: &'static str,
    },
}

/// Why a service is to end.
#[derive(Debug, Clone, Copy)]
pub enum End {
    OwnRequest { in_days: u64, by_the_person: bool },
    Death { days_ago: u64, documented: bool },
    Unreachable,
    Expired,
    NoProgress,
}

/// One thing that somebody does about one person. `old` is about what waits in the queue rather than what came in last;
/// `back` counts the person's grants from the last one.
#[derive(Debug, Clone, Copy)]
pub enum Command {
    Apply { person: usize },
    Check { person: usize, old: bool, disabled: bool },
    Assess { person: usize, old: bool, minutes: i64 },
    Withdraw { person: usize },
    Decide { person: usize, old: bool, decision: Decision },
    CallUp,
    Offer { person: usize, days: u64, skips: bool },
    Answer { person: usize, accepts: bool },
    Leave { person: usize },
    TryPlace { person: usize },
    Agree { person: usize, back: usize },
    Post { person: usize, back: usize, days_ago: u64, hour: u32, minutes: i64 },
    Suspend { person: usize, back: usize, days_ago: u64, days: Option<u64>, ground: &'static str },
    Resume { person: usize, back: usize, days_ago: u64 },
    Amend { person: usize, back: usize, in_days: u64, level: i64, volume: i64 },
    TryGrant { person: usize, back: usize, reached: bool },
    Terminate { person: usize, back: usize, end: End },
    Allocate { cents: i64, places: i64 },
    Pass { days: u64, ticks: bool },
}

const VOLUMES: [i64; 4] = [120, 240, 480, 900];

fn one<T: Copy>(chance: &mut Chance, of: &[T]) -> T {
    of[chance.below(of.len())]
}

/// The next command that is about something there is.
pub fn next(chance: &mut Chance, world: &World) -> Command {
    loop {
        let person = chance.below(world.persons.len());
        let command = match chance.below(4) {
            0 => anything(chance, person),
            _ => sensible(chance, world, person),
        };
        if exists(&command, world) {
            return command;
        }
    }
}

fn exists(command: &Command, world: &World) -> bool {
    use Command::*;
    match *command {
        Check { person, .. } | Assess { person, .. } | Withdraw { person } | Decide { person, .. } => {
            !world.persons[person].applications.is_empty()
        }
        Offer { person, .. } | Answer { person, .. } | Leave { person } | TryPlace { person } => {
            !world.persons[person].places.is_empty()
        }
        Agree { person, back }
        | Post { person, back, .. }
        | Suspend { person, back, .. }
        | Resume { person, back, .. }
        | Amend { person, back, .. }
        | TryGrant { person, back, .. }
        | Terminate { person, back, .. } => back < world.persons[person].grants.len(),
        Apply { .. } | CallUp | Allocate { .. } | Pass { .. } => true,
    }
}

/// What an office would do next for somebody.
fn sensible(chance: &mut Chance, world: &World, person: usize) -> Command {
    let of = &world.persons[person];
    if let Some(application) = of.applications.last().filter(|application| application.is_open()) {
        return decided_next(chance, world, person, application);
    }
    if let Some(place) = of.waiting() {
        return called_next(chance, world, person, place);
    }
    match of.grants.last() {
        Some(grant) if grant.is_live(world.today) => given_next(chance, world, person, grant),
        _ => Command::Apply { person },
    }
}

/// What comes next for an application.
fn decided_next(chance: &mut Chance, world: &World, person: usize, application: &Application) -> Command {
    let minutes = one(chance, &VOLUMES);
    let assessed = application.assessments.last().map_or(minutes, |(_, minutes)| *minutes);
    let level = if assessed > ceiling(1) { 2 } else { 1 };
    let grant = Decision::Grant { next: true, level, volume: assessed };
    let decision = match application.state {
        Applied::Submitted => return Command::Check { person, old: false, disabled: chance.below(8) > 0 },
        _ if application.asked_lately(world.today).is_err() => {
            return Command::Check { person, old: false, disabled: application.is_eligible() };
        }
        _ if !application.is_eligible() => Decision::Refuse { ground: "no_disability" },
        Applied::UnderReview => return Command::Assess { person, old: false, minutes },
        _ if !world.carries(person, 1 + world.askable_ahead(application.key()), 13 * cost(assessed), 0) => {
            one(chance, &[grant, Decision::Queue, Decision::Queue, Decision::Queue])
        }
        _ => one(chance, &[grant, grant, grant, Decision::Queue]),
    };
    Command::Decide { person, old: false, decision }
}

/// What comes next for somebody who waits.
fn called_next(chance: &mut Chance, world: &World, person: usize, place: &Place) -> Command {
    let application = &world.persons[person].applications[place.application];
    let assessed = application.assessments.last().map_or(VOLUMES[0], |(_, minutes)| *minutes);
    let level = if assessed > ceiling(1) { 2 } else { 1 };
    let more = Command::Allocate { cents: 300_000, places: 1 };
    let month = Command::Pass { days: 31, ticks: true };
    let fresh = application.check.is_some_and(|(on, _)| on == world.today) && application.assessed(world.today).is_ok();
    match place.state {
        Waits::Waiting if place.reserved.is_none() => one(chance, &[Command::CallUp, more, more, month]),
        Waits::Waiting if fresh => Command::Offer { person, days: 10, skips: false },
        Waits::Waiting if application.assessed(world.today).is_err() => {
            Command::Assess { person, old: true, minutes: assessed }
        }
        Waits::Waiting => Command::Check { person, old: true, disabled: chance.below(8) > 0 },
        _ if place.accepted && application.asked_lately(world.today).is_err() => {
            Command::Check { person, old: true, disabled: true }
        }
        _ if place.accepted => {
            let decision = Decision::Grant { next: true, level, volume: assessed };
            Command::Decide { person, old: true, decision }
        }
        _ => match chance.below(5) {
            0 | 1 => Command::Answer { person, accepts: chance.below(4) > 0 },
            2 | 3 => Command::TryPlace { person },
            _ => Command::Pass { days: one(chance, &[1, 3]), ticks: true },
        },
    }
}

/// What comes next in a granted service.
fn given_next(chance: &mut Chance, world: &World, person: usize, grant: &Grant) -> Command {
    let back = 0;
    match grant.state(world.today) {
        "granted" => return Command::Agree { person, back },
        "contracted" => return Command::Pass { days: 10, ticks: true },
        "suspended" if chance.below(2) == 0 => return Command::Resume { person, back, days_ago: 0 },
        _ => {}
    }
    let minutes = one(chance, &VOLUMES);
    let application = &world.persons[person].applications[grant.application];
    let anew = application.assessments.len() > grant.rests_on;
    let assessed = application.assessments.last().map_or(minutes, |(_, minutes)| *minutes);
    let level = if assessed > ceiling(1) { 2 } else { 1 };
    match chance.below(13) {
        12 => Command::Terminate { person, back, end: End::OwnRequest { in_days: 10, by_the_person: true } },
        0 => Command::Assess { person, old: false, minutes },
        1 | 2 if anew => Command::Amend { person, back, in_days: one(chance, &[0, 20]), level, volume: assessed },
        1 => Command::TryGrant { person, back, reached: false },
        2 => Command::Pass { days: one(chance, &[31, 65]), ticks: true },
        3 | 4 => Command::Pass { days: one(chance, &[1, 3]), ticks: true },
        5 => Command::Apply { person },
        6 => {
            Command::Suspend { person, back, days_ago: 0, days: one(chance, &[None, Some(4)]), ground: "imprisonment" }
        }
        _ => Command::Post { person, back, days_ago: 0, hour: one(chance, &[5, 6, 7, 8]), minutes: 60 },
    }
}

fn anything(chance: &mut Chance, person: usize) -> Command {
    let (old, back) = (chance.below(3) == 0, one(chance, &[0, 0, 1]));
    let (level, volume) = (one(chance, &[1, 1, 2]), one(chance, &VOLUMES));
    match chance.below(21) {
        0 => Command::Apply { person },
        1 => Command::Check { person, old, disabled: chance.below(4) > 0 },
        2 => Command::Assess { person, old, minutes: volume },
        3 => Command::Withdraw { person },
        4 => {
            let decision = match chance.below(4) {
                0 | 1 => Decision::Grant { next: chance.below(2) == 0, level, volume },
                2 => Decision::Queue,
                _ => Decision::Refuse { ground: one(chance, &["no_disability", "not_adult"]) },
            };
            Command::Decide { person, old, decision }
        }
        5 => Command::CallUp,
        6 => Command::Offer { person, days: one(chance, &[3, 7, 20, 61]), skips: chance.below(2) == 0 },
        7 => Command::Answer { person, accepts: chance.below(2) == 0 },
        8 => Command::Leave { person },
        9 => Command::TryPlace { person },
        10 => Command::Agree { person, back },
        11 | 12 => {
            let (days_ago, hour) = (one(chance, &[0, 0, 1, 70]), one(chance, &[5, 6, 7, 8]));
            Command::Post { person, back, days_ago, hour, minutes: one(chance, &[30, 60]) }
        }
        13 => {
            let (days_ago, days) = (one(chance, &[0, 3]), one(chance, &[None, Some(4), Some(30)]));
            let ground = one(chance, &["inpatient_treatment", "imprisonment", "other_impossible", "holidays"]);
            Command::Suspend { person, back, days_ago, days, ground }
        }
        14 => Command::Resume { person, back, days_ago: one(chance, &[0, 1]) },
        15 => Command::Amend { person, back, in_days: one(chance, &[0, 20]), level, volume },
        16 => Command::TryGrant { person, back, reached: chance.below(3) == 0 },
        17 => {
            let end = match chance.below(5) {
                0 => End::OwnRequest { in_days: one(chance, &[0, 10]), by_the_person: chance.below(3) > 0 },
                1 => End::Death { days_ago: one(chance, &[0, 3]), documented: chance.below(3) > 0 },
                2 => End::Unreachable,
                3 => End::Expired,
                _ => End::NoProgress,
            };
            Command::Terminate { person, back, end }
        }
        18 => {
            one(chance, &[Command::Allocate { cents: 300_000, places: 0 }, Command::Allocate { cents: 0, places: 1 }])
        }
        _ => Command::Pass { days: one(chance, &[1, 3, 10, 31, 65]), ticks: chance.below(3) > 0 },
    }
}
