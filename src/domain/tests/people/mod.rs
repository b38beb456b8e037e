//! People of every kind, for the properties of who may have the service.

#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use aplp_domain::code::Code;
use aplp_domain::day;
use aplp_domain::disability::{Disability, Group, MentalDisorder};
use aplp_domain::eligibility::Facts;
use aplp_domain::programmes::{Cover, Programme, built_in};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

/// An adult in Rīga with a disability for life and a mental disorder, whom no programme has served.
pub fn adult(group: Group) -> Facts {
    Facts {
        born_on: Some(day(1990, 1, 1)),
        disability: Some(Disability { group, valid_from: None, valid_to: None }),
        mental_disorder: MentalDisorder::Confirmed,
        municipality: Some("0001000".to_owned()),
        formerly_in: Some(Vec::new()),
    }
}

/// Somebody of whom nothing is known.
pub fn nothing_known() -> Facts {
    let mental_disorder = MentalDisorder::Unknown;
    Facts { born_on: None, disability: None, mental_disorder, municipality: None, formerly_in: None }
}

/// The days of the known programmes.
pub fn days() -> impl Strategy<Value = NaiveDate> {
    (0..2600_u64).prop_map(|days| day(2019, 11, 1) + Days::new(days))
}

fn groups() -> impl Strategy<Value = Group> {
    prop::sample::select(Group::ALL)
}

prop_compose! {
    /// Somebody of whom everything is known.
    pub fn known()(
        born in 0..11_000_u64,
        group in groups(),
        valid_from in prop::option::of(days()),
        valid_to in prop::option::of(days()),
        confirmed in prop::bool::weighted(0.9),
        place in prop::sample::select(vec!["0051000", "0001000", "0170000", "0025000", "0440200"]),
        served in any::<bool>(),
    ) -> Facts {
        Facts {
            born_on: Some(day(1980, 1, 1) + Days::new(born)),
            disability: Some(Disability { group, valid_from, valid_to }),
            mental_disorder: if confirmed { MentalDisorder::Confirmed } else { MentalDisorder::Absent },
            municipality: Some(place.to_owned()),
            formerly_in: Some(if served { vec!["ib_pilot".to_owned()] } else { Vec::new() }),
        }
    }
}

/// The same facts with some of them forgotten.
pub fn forget(facts: &Facts, mask: u8) -> Facts {
    let kept = |bit: u8| mask & (1 << bit) == 0;
    Facts {
        born_on: facts.born_on.filter(|_| kept(0)),
        disability: facts.disability.filter(|_| kept(1)),
        mental_disorder: if kept(2) { facts.mental_disorder } else { MentalDisorder::Unknown },
        municipality: facts.municipality.clone().filter(|_| kept(3)),
        formerly_in: facts.formerly_in.clone().filter(|_| kept(4)),
    }
}

/// Somebody of whom everything is known, or of whom some of it is not.
pub fn anybody() -> impl Strategy<Value = Facts> {
    let mask = prop_oneof![Just(0), 0..32_u8];
    (known(), mask).prop_map(|(facts, mask)| forget(&facts, mask))
}

/// A known programme, or one with a period and groups of its own: groups may be served later than it starts, or never.
pub fn programmes() -> impl Strategy<Value = Programme> {
    let known = (0..5_usize).prop_map(|which| built_in().swap_remove(which));
    let covers = prop::collection::vec((groups(), days()), 0..4);
    let other = (0..5_usize, days(), prop::option::of(0..2_000_u64), covers);
    let other = other.prop_map(|(which, starts_on, lasts, covers)| Programme {
        starts_on,
        ends_on: lasts.map(|days| starts_on + Days::new(days)),
        covers: covers.into_iter().map(|(group, from)| Cover { group, from }).collect(),
        ..built_in().swap_remove(which)
    });
    prop_oneof![known, other]
}
