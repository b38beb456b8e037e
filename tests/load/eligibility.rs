//! How fast the rules of eligibility are on one core: `cargo bench --bench eligibility`.

#![allow(clippy::unwrap_used, reason = "a program that measures stops where it goes wrong")]

use std::hint::black_box;

use aplp_domain::changes::changes;
use aplp_domain::criteria::Criteria;
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::{Facts, Outcome, check};
use aplp_domain::programmes::built_in;
use aplp_domain::timeline::timeline;
use chrono::Days;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// How many different persons are judged over and over.
const PERSONS: u64 = 4_096;

/// Persons of every age, group and knowledge, in no order that a processor could learn.
fn persons() -> Vec<Facts> {
    let person = |number: u64| {
        let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16;
        let group = [Group::I, Group::II, Group::III, Group::None][usize::try_from(mixed % 4).unwrap()];
        let valid_to = mixed.is_multiple_of(5).then(|| day(2026, 1, 1) + Days::new(mixed % 200));
        Facts {
            born_on: (!mixed.is_multiple_of(11)).then(|| day(1950, 1, 1) + Days::new(mixed % 25_000)),
            disability: (!mixed.is_multiple_of(7)).then_some(Disability { group, valid_from: None, valid_to }),
            mental_disorder: match mixed % 9 {
                0 => MentalDisorder::Absent,
                1 => MentalDisorder::Unknown,
                _ => MentalDisorder::Confirmed,
            },
            municipality: Some("0001000".to_owned()),
            formerly_in: Some(Vec::new()),
        }
    };
    (0..PERSONS).map(person).collect()
}

fn eligibility(criterion: &mut Criterion) {
    let persons = persons();
    let programmes = built_in();
    let state = programmes.iter().find(|programme| programme.code == "state").unwrap();
    let on = day(2026, 3, 2);
    let mut group = criterion.benchmark_group("eligibility");
    group.throughput(Throughput::Elements(PERSONS));
    group.bench_function("with every reason (target 2 million a second)", |bencher| {
        bencher.iter(|| {
            for person in &persons {
                black_box(check(state, black_box(person), on).unwrap());
            }
        });
    });
    group.bench_function("many without reasons (target 30 million a second)", |bencher| {
        bencher.iter(|| {
            let criteria = Criteria::of(state, on).unwrap();
            let eligible = |person: &&Facts| criteria.outcome(person) == Outcome::Eligible;
            black_box(persons.iter().filter(eligible).count())
        });
    });
    group.bench_function("over ten years", |bencher| {
        let last = on + Days::new(3_653);
        bencher.iter(|| {
            for person in &persons {
                black_box(timeline(state, black_box(person), on, last).unwrap());
            }
        });
    });
    group.bench_function("with every smallest change", |bencher| {
        bencher.iter(|| {
            for person in &persons {
                black_box(changes(state, black_box(person), on).unwrap());
            }
        });
    });
    group.finish();
}

criterion_group!(benches, eligibility);
criterion_main!(benches);
