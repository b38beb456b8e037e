//! Decided cases that look random and are the same on every machine: persons, programmes, balances and what is wanted.

#[path = "../../../../tests/api/support/chance.rs"]
pub mod chance;

use aplp_domain::areas::Area;
use aplp_domain::code::Code;
use aplp_domain::decision::{Assessed, Decided, Wanted};
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{self, Facts};
use aplp_domain::funding::Balance;
use aplp_domain::level::{Ceilings, Level};
use aplp_domain::programmes::{Cover, Programme, built_in};
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::ruling::{Premises, Ruling, rule};
use chance::Chance;
use chrono::{Duration, NaiveDate};

/// How many decisions are replayed.
pub const CASES: usize = 10_000;

/// Municipalities of today and of yesterday.
const PLACES: [&str; 6] = ["0001000", "0051000", "0880200", "0005000", "0170000", "0440200"];
const DAYS: [i64; 6] = [-400, -1, 0, 1, 30, 400];

/// The next case that the rules let be decided, with what is decided.
pub fn decided(chance: &mut Chance) -> (Premises, Ruling, Decided) {
    loop {
        let premises = drawn(chance);
        for wanted in wishes(chance, &premises) {
            let premises = Premises { wanted, ..premises.clone() };
            if let Ok(ruling) = rule(&premises)
                && let Ok(decided) = ruling.decided.clone()
            {
                return (premises, ruling, decided);
            }
        }
    }
}

fn number(chance: &mut Chance, limit: i32) -> i32 {
    i32::try_from(chance.below(usize::try_from(limit.max(1)).unwrap_or(1))).unwrap_or(0)
}

fn happens(chance: &mut Chance, percent: usize) -> bool {
    chance.below(100) < percent
}

fn near(chance: &mut Chance, day: NaiveDate) -> NaiveDate {
    day + Duration::days(DAYS[chance.below(DAYS.len())])
}

fn drawn(chance: &mut Chance) -> Premises {
    let mut programmes = built_in();
    let programme = programmes.swap_remove(chance.below(programmes.len()));
    let programme = if happens(chance, 60) { changed(chance, programme) } else { programme };
    let open = programme.ends_on.map_or(1_500, |last| (last - programme.starts_on).num_days().max(1));
    let open = i32::try_from(open).unwrap_or(1_500);
    let on = programme.starts_on + Duration::days(i64::from(number(chance, open + 60) - 30));
    let assessment = happens(chance, 85).then(|| Assessed {
        on: on - Duration::days(i64::from(number(chance, 150))),
        total: Minutes(number(chance, 3_000)),
        chosen: happens(chance, 25).then(|| Level::ALL[chance.below(3)]),
        areas: None,
    });
    let allocated = happens(chance, 60).then(|| i64::from(number(chance, 4_000_000)));
    let places = happens(chance, 60).then(|| number(chance, 40));
    Premises {
        on,
        decide_until: near(chance, on),
        facts: facts(chance, &programme, on),
        registers_asked_on: happens(chance, 90).then(|| on - Duration::days(i64::from(number(chance, 35)))),
        contradicting: Vec::new(),
        shared: if happens(chance, 10) { Minutes(number(chance, 1_000)) } else { Minutes(0) },
        assessment,
        balance: Balance {
            places,
            places_taken: number(chance, 20),
            cents: allocated.map(Cents),
            committed: Cents(i64::from(number(chance, 1_000_000))),
        },
        ahead_in_queue: if happens(chance, 20) { i64::from(number(chance, 9)) } else { 0 },
        by_the_assessor: false,
        override_noted: happens(chance, 30),
        wanted: Wanted::Queue,
        programme,
    }
}

/// A copy of a programme in which some rules are others.
fn changed(chance: &mut Chance, programme: Programme) -> Programme {
    let first = 1 + number(chance, 900);
    let (second, third) = (first + 1 + number(chance, 900), first + 901 + number(chance, 900));
    let covers = || Group::ALL.iter().copied().filter(|group| *group != Group::None);
    let starts_on = programme.starts_on;
    let changed = Programme {
        hour_rate: happens(chance, 80).then(|| Cents(1 + i64::from(number(chance, 4_000)))),
        term_months: u32::try_from(1 + number(chance, 24)).unwrap_or(1),
        ceilings: Ceilings([first, second, third].map(Minutes)),
        covers: covers().map(|group| Cover { group, from: near(chance, starts_on) }).collect(),
        ..programme
    };
    match chance.below(4) {
        0 => Programme { municipalities: Vec::new(), ..changed },
        1 => Programme { ends_on: Some(starts_on + Duration::days(i64::from(number(chance, 900)))), ..changed },
        2 => Programme { former_programme: Some("ib_pilot".to_owned()), ..changed },
        _ => changed,
    }
}

fn facts(chance: &mut Chance, programme: &Programme, on: NaiveDate) -> Facts {
    let eighteen = on - Duration::days(6_575);
    let born_on = if happens(chance, 20) { near(chance, eighteen) } else { eighteen - Duration::days(9_000) };
    let group = Group::ALL[chance.below(4)];
    let valid_from = happens(chance, 70).then(|| on - Duration::days(500) + Duration::days(number(chance, 520).into()));
    let valid_to = happens(chance, 40).then(|| on + Duration::days(i64::from(number(chance, 900)) - 20));
    let served = &programme.municipalities;
    let place = match served.is_empty() || happens(chance, 15) {
        true => PLACES[chance.below(PLACES.len())].to_owned(),
        false => served[chance.below(served.len())].clone(),
    };
    let mental_disorder =
        if happens(chance, 90) { MentalDisorder::Confirmed } else { MentalDisorder::ALL[chance.below(3)] };
    let formerly: Vec<String> = ["ib_pilot", "sif_2021", "state"].map(str::to_owned).into();
    Facts {
        born_on: happens(chance, 97).then_some(born_on),
        disability: happens(chance, 97).then_some(Disability { group, valid_from, valid_to }),
        mental_disorder,
        municipality: happens(chance, 95).then_some(place),
        formerly_in: Some(formerly.into_iter().filter(|_| happens(chance, 60)).collect()),
    }
}

/// What an official may want on these facts, the likeliest first.
fn wishes(chance: &mut Chance, premises: &Premises) -> Vec<Wanted> {
    let Ok(verdict) = eligibility::check(&premises.programme, &premises.facts, premises.on) else { return Vec::new() };
    let failed: Vec<_> = verdict.failed().collect();
    if !failed.is_empty() {
        return vec![Wanted::Refuse { ground: failed[chance.below(failed.len())] }];
    }
    let level = Level::ALL[chance.below(3)];
    let most = premises.programme.ceilings.of(level);
    let needed = premises.assessment.map_or(Minutes(0), |assessed| assessed.under(&premises.programme).volume);
    let most = if premises.override_noted { most } else { most.min(needed) };
    let bits = 1 + chance.below((1 << Area::ALL.len()) - 1);
    let areas = Area::ALL.iter().copied().enumerate();
    let grant = Wanted::Grant {
        term_from: premises.on + Duration::days(i64::from(number(chance, 40))),
        areas: areas.filter(|(at, _)| bits >> at & 1 == 1).map(|(_, area)| area).collect(),
        level,
        volume: Minutes(1 + number(chance, most.0)),
    };
    vec![grant, Wanted::Queue]
}
