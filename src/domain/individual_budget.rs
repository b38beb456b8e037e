//! An individual budget and its package of services: a sum that nothing passes, and items that only the person's choice moves.

mod moves;
mod opening;

use crate::quantity::Cents;
use crate::refusal::Refusal;
use chrono::NaiveDate;

pub use opening::{OpeningFacts, may_open, within_allocation};

pub use moves::{Event, ItemEvent, ItemState, Recorded, State, UseEvent, UseState, reversible};

/// What a service is (the list of the Cēsis package, domain of the pilot; `other` is named in words).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceKind {
    /// Care at home.
    HomeCare,
    /// A support person in making decisions.
    SupportPerson,
    /// A psychologist.
    Psychologist,
    /// Occupational therapy.
    OccupationalTherapy,
    /// Physiotherapy.
    Physiotherapy,
    /// Speech therapy.
    SpeechTherapy,
    /// Art therapy.
    ArtTherapy,
    /// Music therapy.
    MusicTherapy,
    /// Dance and movement therapy.
    DanceTherapy,
    /// Therapy with a dog.
    Canistherapy,
    /// A dietitian.
    Dietitian,
    /// A companion.
    Companion,
    /// Another service, which is named.
    Other,
}

crate::codes!(ServiceKind {
    HomeCare = "home_care",
    SupportPerson = "support_person",
    Psychologist = "psychologist",
    OccupationalTherapy = "occupational_therapy",
    Physiotherapy = "physiotherapy",
    SpeechTherapy = "speech_therapy",
    ArtTherapy = "art_therapy",
    MusicTherapy = "music_therapy",
    DanceTherapy = "dance_therapy",
    Canistherapy = "canistherapy",
    Dietitian = "dietitian",
    Companion = "companion",
    Other = "other",
});

/// What a service is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// An hour.
    Hour,
    /// A session of whatever length.
    Session,
    /// A visit.
    Visit,
    /// A day.
    Day,
    /// A month.
    Month,
}

crate::codes!(UnitKind as "ServiceUnit" => {
    Hour = "hour",
    Session = "session",
    Visit = "visit",
    Day = "day",
    Month = "month",
});

/// How somebody showed what they want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expression {
    /// In speech.
    Speech,
    /// In writing.
    Writing,
    /// With pictures.
    Picture,
    /// By gesture or sign.
    Gesture,
    /// By a device that speaks or shows.
    Device,
    /// By what they did or how they behaved.
    Behaviour,
}

crate::codes!(Expression {
    Speech = "speech",
    Writing = "writing",
    Picture = "picture",
    Gesture = "gesture",
    Device = "device",
    Behaviour = "behaviour",
});

/// Who chooses: there is nobody else (CRPD art. 12: will and preferences, never somebody's view of the best interests).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Chooser {
    /// The person.
    Person,
}

crate::codes!(Chooser { Person = "person" });

/// Somebody else who has an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpinionHolder {
    /// A relative.
    Relative,
    /// A guardian.
    Guardian,
    /// A specialist.
    Specialist,
    /// The support person: a suggestion, never binding.
    SupportPerson,
    /// The broker.
    Broker,
    /// A provider of services.
    Provider,
    /// Somebody else.
    Other,
}

crate::codes!(OpinionHolder {
    Relative = "relative",
    Guardian = "guardian",
    Specialist = "specialist",
    SupportPerson = "support_person",
    Broker = "broker",
    Provider = "provider",
    Other = "other",
});

/// What a choice does to the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// A service comes into the package.
    Add,
    /// A service leaves it.
    End,
    /// Another service takes the place of one.
    Replace,
    /// Nothing yet: the person said what they want.
    Wish,
}

crate::codes!(Effect as "ChoiceEffect" => { Add = "add", End = "end", Replace = "replace", Wish = "wish" });

/// A service as the package counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What a unit costs.
    pub unit: Cents,
    /// How many units are planned.
    pub planned: i32,
    /// How many of them were used.
    pub used: i32,
    /// The last day on which it was chosen; none while it stands.
    pub ended_on: Option<NaiveDate>,
}

impl Line {
    /// What it takes of the budget: all that is planned while it stands, and only what was used once it has ended.
    pub fn cost(&self) -> Cents {
        price(self.unit, if self.ended_on.is_some() { self.used } else { self.planned })
    }

    /// The same line once it has ended.
    ///
    /// # Errors
    /// `ItemEnded` when it has ended already.
    pub fn ended(self, on: NaiveDate) -> Result<Self, Refusal> {
        moves::item_may(self.ended_on, ItemEvent::Ended)?;
        Ok(Self { ended_on: Some(on), ..self })
    }

    /// The same line with so many more units used; below zero gives some back.
    ///
    /// # Errors
    /// `OverThePlan` when more would be used than is planned.
    pub fn with_use(self, units: i32) -> Result<Self, Refusal> {
        let used = self.used.saturating_add(units);
        if used > self.planned {
            return Err(Refusal::OverThePlan { left: self.planned.saturating_sub(self.used) });
        }
        Ok(Self { used, ..self })
    }
}

/// So many units at a price.
pub fn price(unit: Cents, units: i32) -> Cents {
    Cents(unit.0.saturating_mul(i64::from(units)))
}

/// What a package takes of its budget once a line has become another one; none before is a new line.
///
/// # Errors
/// `OverTheBudget` when it would pass the budget, with what is left of it before.
pub fn changed(budget: Cents, package: Cents, before: Option<Line>, after: Option<Line>) -> Result<Cents, Refusal> {
    let cost = |line: Option<Line>| line.map_or(Cents(0), |line| line.cost());
    let without = package - cost(before);
    let package = without + cost(after);
    // What costs no more than before is never refused: a budget is not mended by keeping somebody from ending a service.
    if package > budget && cost(after) > cost(before) {
        return Err(Refusal::OverTheBudget { left: budget - without });
    }
    Ok(package)
}

/// Whether a budget may have another sum.
///
/// # Errors
/// `BelowThePackage` when the package takes more.
pub fn resized(cents: Cents, package: Cents) -> Result<Cents, Refusal> {
    if cents < package { Err(Refusal::BelowThePackage { package }) } else { Ok(cents) }
}

/// Whether units of a service may be used on a day.
///
/// # Errors
/// `OutsideTheBudget` outside of the budget's period, `ItemEnded` after the person chose otherwise.
pub fn usable(period: (NaiveDate, NaiveDate), ended_on: Option<NaiveDate>, on: NaiveDate) -> Result<(), Refusal> {
    let (starts_on, ends_on) = period;
    if on < starts_on || on > ends_on {
        return Err(Refusal::OutsideTheBudget { starts_on, ends_on });
    }
    match ended_on {
        Some(ended_on) if on > ended_on => Err(moves::item_ended(ended_on)),
        _ => Ok(()),
    }
}

/// Whether the person's choice that ends a service may be of a day: not before the one by which it came into the package, and not
/// before the last day on which it was used.
///
/// # Errors
/// `EndsBeforeChosenOrUsed` with the day that it may be of at the earliest.
pub fn endable(chosen_on: NaiveDate, used_on: Option<NaiveDate>, on: NaiveDate) -> Result<(), Refusal> {
    let earliest = used_on.map_or(chosen_on, |used_on| used_on.max(chosen_on));
    if on < earliest { Err(Refusal::EndsBeforeChosenOrUsed { earliest }) } else { Ok(()) }
}

/// Whether a period lies within that of its programme.
///
/// # Errors
/// `OutsideTheProgramme`.
pub fn within(
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    programme: (NaiveDate, Option<NaiveDate>),
) -> Result<(), Refusal> {
    let (first, last) = programme;
    if starts_on < first || last.is_some_and(|last| ends_on > last) {
        return Err(Refusal::OutsideTheProgramme { starts_on: first, ends_on: last });
    }
    Ok(())
}
