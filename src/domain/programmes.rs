//! Programmes: who pays for the service, for whom, from when until when and how much of it.

use crate::code::Code;
use crate::disability::Group;
use crate::level::Ceilings;
use crate::municipalities::is_same_place_on;
use crate::quantity::Cents;
use crate::refusal::Refusal;
use crate::terms::last_day_of_months;
use chrono::NaiveDate;

pub use crate::known_programmes::built_in;

/// What kind of money a programme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProgrammeKind {
    /// A trial of the service.
    Pilot,
    /// A project with a grant.
    GrantProject,
    /// A municipality buys the service with its own money.
    MunicipalPurchase,
    /// The state budget.
    StateBudget,
    /// An individual budget of the person.
    IndividualBudget,
}

crate::codes!(ProgrammeKind {
    Pilot = "pilot",
    GrantProject = "grant_project",
    MunicipalPurchase = "municipal_purchase",
    StateBudget = "state_budget",
    IndividualBudget = "individual_budget",
});

/// A programme serves persons with this group from this day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// The group.
    pub group: Group,
    /// The first day.
    pub from: NaiveDate,
}

/// A source of money for the service with its own period, persons, places and ceilings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its stable name, `lower_snake`.
    pub code: String,
    /// Its Latvian title.
    pub title_lv: String,
    /// Its English title.
    pub title_en: String,
    /// What kind of money it is.
    pub kind: ProgrammeKind,
    /// Who pays.
    pub funder: String,
    /// The municipality that owns it, as an ATVK code.
    pub municipality: Option<String>,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day; none while nobody has ended it.
    pub ends_on: Option<NaiveDate>,
    /// The groups it serves.
    pub covers: Vec<Cover>,
    /// The municipalities whose inhabitants it serves, as ATVK codes; empty for the whole country.
    pub municipalities: Vec<String>,
    /// The most minutes a month at each level.
    pub ceilings: Ceilings,
    /// How long it grants the service, in months.
    pub term_months: u32,
    /// The most persons at one time.
    pub places_max: Option<i32>,
    /// What an hour costs, in cents.
    pub hour_rate: Option<Cents>,
    /// It serves only persons whom this programme has served before.
    pub former_programme: Option<String>,
    /// The act, agreement or project on which it grants the service, as its decisions cite it.
    pub legal_ground: String,
    /// Funds, measures, projects and policy documents it refers to.
    pub references: String,
}

impl Programme {
    /// The first day on which a group is served; none for a group that is not.
    pub fn covers_from(&self, group: Group) -> Option<NaiveDate> {
        self.covers.iter().filter(|cover| cover.group == group).map(|cover| cover.from).min()
    }

    /// Whether inhabitants of a municipality are served on a day, under any code that means the place on it: a merger counts from its
    /// day on.
    pub fn serves_place(&self, atvk: &str, on: NaiveDate) -> bool {
        let served = &self.municipalities;
        // The code itself first: nearly always it is the one the programme names.
        served.is_empty()
            || served.iter().any(|code| code == atvk)
            || served.iter().any(|code| is_same_place_on(code, atvk, on))
    }
}

/// First and last day of a service that begins on `start`, both included and never moved by weekends or holidays.
///
/// The last day is the one before the corresponding day; where the last month lacks that day, its own last day. It never
/// passes the end of the programme. Sources: Labklājības ministrija, pakalpojuma apraksts ("Pakalpojumu sniedz 12 mēnešus") and the programmes' periods.
///
/// # Errors
/// `OutsideTheProgramme` when `start` is before the first or after the last day of the programme.
pub fn term(programme: &Programme, start: NaiveDate) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let Programme { starts_on, ends_on, term_months, .. } = *programme;
    if start < starts_on || ends_on.is_some_and(|ends_on| ends_on < start) {
        return Err(Refusal::OutsideTheProgramme { starts_on, ends_on });
    }
    let last = last_day_of_months(start, term_months).unwrap_or(NaiveDate::MAX);
    Ok((start, ends_on.map_or(last, |ends_on| last.min(ends_on))))
}

/// The built-in programmes as one text for the hash of the rule set: every field as `length:value`, absent as `-`.
pub fn canonical() -> String {
    let mut text = String::new();
    for programme in built_in() {
        write_canonical(programme, &mut text);
    }
    text
}

fn write_canonical(programme: Programme, text: &mut String) {
    // Taken apart whole, so that a new field cannot be left out of the hash.
    let Programme {
        code,
        title_lv,
        title_en,
        kind,
        funder,
        municipality,
        starts_on,
        ends_on,
        covers,
        municipalities,
        ceilings: Ceilings(ceilings),
        term_months,
        places_max,
        hour_rate,
        former_programme,
        legal_ground,
        references,
    } = programme;
    let mut put = |value: Option<String>| match value {
        Some(value) => text.push_str(&format!("{}:{value}", value.len())),
        None => text.push('-'),
    };
    for value in [code, title_lv, title_en, kind.code().to_owned(), funder, legal_ground, references] {
        put(Some(value));
    }
    put(Some(starts_on.to_string()));
    for value in [municipality, former_programme, ends_on.map(|day| day.to_string())] {
        put(value);
    }
    put(Some(covers.iter().map(|cover| format!("{} {};", cover.group.code(), cover.from)).collect()));
    put(Some(municipalities.join(" ")));
    put(Some(ceilings.map(|minutes| minutes.0.to_string()).join(" ")));
    put(Some(term_months.to_string()));
    put(places_max.map(|places| places.to_string()));
    put(hour_rate.map(|Cents(cents)| cents.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day;
    use crate::quantity::Minutes;
    use rstest::rstest;
    use std::collections::BTreeSet;

    fn programme(code: &str) -> Programme {
        built_in().into_iter().find(|programme| programme.code == code).unwrap()
    }

    // B30, A3, A40
    #[rstest]
    #[case("state", day(2023, 11, 1), day(2024, 10, 31))]
    #[case("state", day(2024, 2, 29), day(2025, 2, 28))]
    #[case("state", day(2026, 3, 15), day(2027, 3, 14))]
    #[case("state", day(2026, 12, 31), day(2027, 12, 30))]
    #[case("talsi_purchase", day(2023, 3, 1), day(2024, 2, 29))]
    #[case("sif_2021", day(2021, 3, 1), day(2021, 8, 31))]
    #[case("sif_2021", day(2021, 8, 31), day(2021, 8, 31))]
    #[case("ib_pilot", day(2019, 12, 1), day(2021, 1, 31))]
    #[case("ib_pilot", day(2020, 6, 1), day(2021, 1, 31))]
    #[case("cfla_2022", day(2022, 11, 1), day(2023, 10, 31))]
    #[case("cfla_2022", day(2023, 1, 1), day(2023, 11, 30))]
    fn a_term_ends_the_day_before_the_corresponding_day_and_never_after_the_programme(
        #[case] code: &str,
        #[case] start: NaiveDate,
        #[case] last: NaiveDate,
    ) {
        assert_eq!(term(&programme(code), start), Ok((start, last)));
    }

    // A3
    #[rstest]
    #[case("ib_pilot", day(2019, 11, 30))]
    #[case("ib_pilot", day(2021, 2, 1))]
    #[case("state", day(2023, 10, 31))]
    fn no_service_begins_outside_its_programme(#[case] code: &str, #[case] start: NaiveDate) {
        let programme = programme(code);

        let refused = Refusal::OutsideTheProgramme { starts_on: programme.starts_on, ends_on: programme.ends_on };
        assert_eq!(term(&programme, start), Err(refused));
    }

    // A12, A13, A36, A40, A41, A43, B29
    #[rstest]
    #[case("ib_pilot", [450, 1200, 2220], 14, None, 10)]
    #[case("sif_2021", [450, 1200, 2220], 6, Some(41), 7)]
    #[case("talsi_purchase", [450, 1200, 2220], 12, None, 1)]
    #[case("cfla_2022", [450, 1200, 2220], 12, Some(42), 6)]
    #[case("state", [480, 1200, 2100], 12, None, 0)]
    fn the_known_programmes_have_their_own_ceilings_terms_places_and_municipalities(
        #[case] code: &str,
        #[case] ceilings: [i32; 3],
        #[case] term_months: u32,
        #[case] places_max: Option<i32>,
        #[case] municipalities: usize,
    ) {
        let found = programme(code);

        assert_eq!(found.ceilings, Ceilings(ceilings.map(Minutes)));
        assert_eq!((found.term_months, found.places_max), (term_months, places_max));
        assert_eq!(found.municipalities.len(), municipalities);
        assert!(found.ceilings.rise());
    }

    // A4, A40, A41, A43
    #[test]
    fn every_known_programme_has_a_legal_ground_of_its_own_and_only_the_states_is_the_cabinet_regulation() {
        let grounds: BTreeSet<String> = built_in().into_iter().map(|programme| programme.legal_ground).collect();

        assert_eq!(grounds.len(), built_in().len());
        for programme in built_in() {
            assert_eq!(programme.legal_ground.contains("Nr. 625"), programme.code == "state", "{}", programme.code);
            assert!(!programme.legal_ground.is_empty(), "{}", programme.code);
        }
    }

    // B1, B2, B3
    #[test]
    fn the_state_covers_the_third_group_two_years_after_the_first_and_the_second() {
        let state = programme("state");

        assert_eq!(state.covers_from(Group::I), Some(day(2023, 11, 1)));
        assert_eq!(state.covers_from(Group::II), Some(day(2023, 11, 1)));
        assert_eq!(state.covers_from(Group::III), Some(day(2026, 1, 1)));
        assert_eq!(state.covers_from(Group::None), None);
    }

    #[test]
    fn every_field_of_a_programme_is_in_its_canonical_text() {
        let text = |programme| {
            let mut text = String::new();
            write_canonical(programme, &mut text);
            text
        };
        let one = programme("sif_2021");
        let others = [
            Programme { places_max: None, ..one.clone() },
            Programme { ends_on: None, ..one.clone() },
            Programme { term_months: 7, ..one.clone() },
            Programme { hour_rate: Some(Cents(1)), ..one.clone() },
            Programme { former_programme: Some("ib_pilot".to_owned()), ..one.clone() },
            Programme { municipality: Some("ib_pilot".to_owned()), ..one.clone() },
            Programme { covers: Vec::new(), ..one.clone() },
            Programme { legal_ground: "another".to_owned(), ..one.clone() },
            Programme { municipalities: Vec::new(), ..one.clone() },
        ];

        for other in others {
            assert_ne!(text(other), text(one.clone()));
        }
        assert!(canonical().contains(&text(one)));
    }
}
