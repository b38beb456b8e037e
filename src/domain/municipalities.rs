//! The municipalities of Latvia by their ATVK codes, each with the days on which it stands.
//!
//! Codes from 2021-07-01: the classifier of administrative territories (csp.gov.lv/lv/klasifikacija/atvk). Before that day only
//! the ten municipalities of the individual budget pilot are listed, by the codes of that time. A name alone says little:
//! Daugavpils novads went into Augšdaugavas novads and was never the city of Daugavpils; Jelgava of the pilot is the city.
//! Code 0050000 is not in use.

use chrono::NaiveDate;

use crate::day;
use MunicipalityKind::{Novads, StateCity as City};

/// The day on which the territories of 2021 took effect.
const REFORM: NaiveDate = day(2021, 7, 1);
/// The last day of the territories before them.
const BEFORE_REFORM: NaiveDate = day(2021, 6, 30);
/// From when the older codes are taken to stand: the reform of 2009. The pilot began in 2019; this day is a choice by design.
const OLD_REFORM: NaiveDate = day(2009, 7, 1);

/// What kind of municipality it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MunicipalityKind {
    /// A city with the rights of a municipality: `valstspilsēta`, before 2021 `republikas pilsēta`.
    StateCity,
    /// `novads`.
    Novads,
}

crate::codes!(MunicipalityKind { StateCity = "state_city", Novads = "novads" });

/// One municipality under one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Municipality {
    /// Seven digits; the last one counts how often the territory was changed.
    pub atvk: &'static str,
    /// Its name in Latvian.
    pub name: &'static str,
    /// City or novads.
    pub kind: MunicipalityKind,
    /// Its code in ISO 3166-2; none for the territories before 2021.
    pub iso3166_2: Option<&'static str>,
    /// The first day of the code.
    pub valid_from: NaiveDate,
    /// The last day of the code; none while it stands.
    pub valid_to: Option<NaiveDate>,
    /// The code its territory, or the greater part of it, went to.
    pub successor: Option<&'static str>,
}

impl Municipality {
    /// Whether the code stands on a day, its first and last day included.
    pub fn stands_on(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}

/// Every municipality under every code, in the order of the codes within the territories of 2021 and before.
pub const ALL: &[Municipality] = &[
    standing("0001000", "Rīga", City, "LV-RIX", REFORM),
    standing("0002000", "Daugavpils", City, "LV-DGV", REFORM),
    standing("0003000", "Jelgava", City, "LV-JEL", REFORM),
    standing("0004000", "Jūrmala", City, "LV-JUR", REFORM),
    standing("0005000", "Liepāja", City, "LV-LPX", REFORM),
    standing("0006000", "Rēzekne", City, "LV-REZ", REFORM),
    standing("0007000", "Ventspils", City, "LV-VEN", REFORM),
    standing("0020000", "Aizkraukles novads", Novads, "LV-002", REFORM),
    standing("0021000", "Alūksnes novads", Novads, "LV-007", REFORM),
    standing("0022000", "Augšdaugavas novads", Novads, "LV-111", REFORM),
    standing("0023000", "Ādažu novads", Novads, "LV-011", REFORM),
    standing("0024000", "Balvu novads", Novads, "LV-015", REFORM),
    standing("0025000", "Bauskas novads", Novads, "LV-016", REFORM),
    standing("0026000", "Cēsu novads", Novads, "LV-022", REFORM),
    standing("0027000", "Dienvidkurzemes novads", Novads, "LV-112", REFORM),
    standing("0028000", "Dobeles novads", Novads, "LV-026", REFORM),
    standing("0029000", "Gulbenes novads", Novads, "LV-033", REFORM),
    standing("0030000", "Jelgavas novads", Novads, "LV-041", REFORM),
    standing("0031000", "Jēkabpils novads", Novads, "LV-042", REFORM),
    standing("0032000", "Krāslavas novads", Novads, "LV-047", REFORM),
    standing("0033000", "Kuldīgas novads", Novads, "LV-050", REFORM),
    standing("0034000", "Ķekavas novads", Novads, "LV-052", REFORM),
    standing("0035000", "Limbažu novads", Novads, "LV-054", REFORM),
    standing("0036000", "Līvānu novads", Novads, "LV-056", REFORM),
    standing("0037000", "Ludzas novads", Novads, "LV-058", REFORM),
    ended("0038000", "Madonas novads", Novads, "LV-059", "0038001"),
    standing("0038001", "Madonas novads", Novads, "LV-059", day(2025, 7, 1)),
    standing("0039000", "Mārupes novads", Novads, "LV-062", REFORM),
    standing("0040000", "Ogres novads", Novads, "LV-067", REFORM),
    standing("0041000", "Olaines novads", Novads, "LV-068", REFORM),
    standing("0042000", "Preiļu novads", Novads, "LV-073", REFORM),
    standing("0043000", "Rēzeknes novads", Novads, "LV-077", REFORM),
    standing("0044000", "Ropažu novads", Novads, "LV-080", REFORM),
    standing("0045000", "Salaspils novads", Novads, "LV-087", REFORM),
    standing("0046000", "Saldus novads", Novads, "LV-088", REFORM),
    standing("0047000", "Saulkrastu novads", Novads, "LV-089", REFORM),
    standing("0048000", "Siguldas novads", Novads, "LV-091", REFORM),
    standing("0049000", "Smiltenes novads", Novads, "LV-094", REFORM),
    standing("0051000", "Talsu novads", Novads, "LV-097", REFORM),
    standing("0052000", "Tukuma novads", Novads, "LV-099", REFORM),
    standing("0053000", "Valkas novads", Novads, "LV-101", REFORM),
    standing("0054000", "Valmieras novads", Novads, "LV-113", REFORM),
    ended("0055000", "Varakļānu novads", Novads, "LV-102", "0038001"),
    standing("0056000", "Ventspils novads", Novads, "LV-106", REFORM),
    old("0090000", "Jelgava", City, "0003000"),
    old("0170000", "Liepāja", City, "0005000"),
    old("0380200", "Balvu novads", Novads, "0024000"),
    old("0400200", "Bauskas novads", Novads, "0025000"),
    old("0420200", "Cēsu novads", Novads, "0026000"),
    old("0440200", "Daugavpils novads", Novads, "0022000"),
    old("0500200", "Gulbenes novads", Novads, "0029000"),
    old("0740202", "Ogres novads", Novads, "0040000"),
    old("0880200", "Talsu novads", Novads, "0051000"),
    old("0900200", "Tukuma novads", Novads, "0052000"),
];

/// The municipalities that stand on a day.
pub fn on(on: NaiveDate) -> impl Iterator<Item = &'static Municipality> {
    ALL.iter().filter(move |municipality| municipality.stands_on(on))
}

/// Whether a municipality with this code stands on a day.
pub fn stands(atvk: &str, day: NaiveDate) -> bool {
    on(day).any(|municipality| municipality.atvk == atvk)
}

/// The municipality with a code, whether it still stands or not.
pub fn find(atvk: &str) -> Option<&'static Municipality> {
    ALL.iter().find(|municipality| municipality.atvk == atvk)
}

/// The municipality that a code leads to through its successors: itself while it stands. None for an unknown code.
pub fn current(atvk: &str) -> Option<&'static Municipality> {
    let mut municipality = find(atvk)?;
    // A chain cannot be longer than the table, so a circle in it would end here too.
    for _ in 0..ALL.len() {
        match municipality.successor.and_then(find) {
            Some(successor) => municipality = successor,
            None => break,
        }
    }
    Some(municipality)
}

/// Whether two codes lead to the same municipality. An unknown code is the same place as itself only.
pub fn is_same_place(one: &str, other: &str) -> bool {
    one == other || current(one).is_some_and(|place| current(other) == Some(place))
}

/// The municipality that a code means on a day: its own while it stands, then that to which its territory went. A code that is
/// younger than the day means itself.
fn place_on(atvk: &str, on: NaiveDate) -> Option<&'static Municipality> {
    let mut municipality = find(atvk)?;
    for _ in 0..ALL.len() {
        let is_over = municipality.valid_to.is_some_and(|last| last < on);
        match municipality.successor.and_then(find).filter(|_| is_over) {
            Some(successor) => municipality = successor,
            None => break,
        }
    }
    Some(municipality)
}

/// The days after a first one, up to a last one where there is one, on which the map of municipalities changes; some come twice.
pub fn changes_within(first: NaiveDate, last: Option<NaiveDate>) -> impl Iterator<Item = NaiveDate> {
    let changes = ALL.iter().flat_map(|one| [Some(one.valid_from), one.valid_to.and_then(|last| last.succ_opt())]);
    changes.flatten().filter(move |day| first < *day && last.is_none_or(|last| *day <= last))
}

/// Whether two codes mean the same municipality on a day. Two that were merged later are two until then; where a code is younger
/// than the day, what it leads to decides.
pub fn is_same_place_on(one: &str, other: &str, on: NaiveDate) -> bool {
    match (place_on(one, on), place_on(other, on)) {
        (Some(one), Some(other)) if one.stands_on(on) && other.stands_on(on) => one == other,
        _ => is_same_place(one, other),
    }
}

/// Every code that means the same municipality as this one on a day, so that a municipality sees the persons recorded under the
/// codes before it; those of a territory that was merged into it from the day of the merger on. Empty for an unknown code.
pub fn same_place_on(atvk: &str, on: NaiveDate) -> Vec<&'static str> {
    if find(atvk).is_none() {
        return Vec::new();
    }
    ALL.iter().map(|municipality| municipality.atvk).filter(|code| is_same_place_on(code, atvk, on)).collect()
}

const fn standing(
    atvk: &'static str,
    name: &'static str,
    kind: MunicipalityKind,
    iso: &'static str,
    valid_from: NaiveDate,
) -> Municipality {
    Municipality { atvk, name, kind, iso3166_2: Some(iso), valid_from, valid_to: None, successor: None }
}

/// A municipality of 2021 that was merged on 2025-07-01, when the councils elected that June began their work.
const fn ended(
    atvk: &'static str,
    name: &'static str,
    kind: MunicipalityKind,
    iso: &'static str,
    successor: &'static str,
) -> Municipality {
    let valid_to = Some(day(2025, 6, 30));
    Municipality { atvk, name, kind, iso3166_2: Some(iso), valid_from: REFORM, valid_to, successor: Some(successor) }
}

const fn old(atvk: &'static str, name: &'static str, kind: MunicipalityKind, successor: &'static str) -> Municipality {
    let valid_to = Some(BEFORE_REFORM);
    Municipality { atvk, name, kind, iso3166_2: None, valid_from: OLD_REFORM, valid_to, successor: Some(successor) }
}
