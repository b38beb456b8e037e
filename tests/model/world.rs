//! The service as it ought to be: a few persons, what they applied for and what they have, and one programme's money, all in
//! memory. It knows the rules in its own words and nothing of the code that it is held against.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate};

/// What an hour costs, in cents.
pub const RATE: i64 = 1_500;
/// How many persons there are.
pub const PERSONS: usize = 4;
/// The code of a move that a state does not know.
pub const ILLEGAL: &str = "illegal_state_transition";

/// What a command comes to: done, or the code of the problem.
pub type Answer = Result<(), &'static str>;
/// A calendar month.
pub type Month = (i32, u32);

/// Where an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    Submitted,
    UnderReview,
    Assessed,
    Decided,
    Withdrawn,
}

/// An application, with what was found about it.
#[derive(Debug, Clone)]
pub struct Application {
    pub number: usize,
    pub submitted_on: NaiveDate,
    pub state: Applied,
    /// The day of the last check, and whether it found a disability.
    pub check: Option<(NaiveDate, bool)>,
    /// The day and the minutes of each assessment.
    pub assessments: Vec<(NaiveDate, i64)>,
}

/// Where a place in the queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    Waiting,
    Offered,
    Converted,
    Left,
    Removed,
}

/// A place in the queue.
#[derive(Debug, Clone)]
pub struct Place {
    /// Which of the person's applications waits.
    pub application: usize,
    pub state: Waits,
    pub reserved: Option<i64>,
    pub offered_on: Option<NaiveDate>,
    pub answer_by: Option<NaiveDate>,
    pub accepted: bool,
    pub ask_again_from: Option<NaiveDate>,
    /// The days on which somebody tried in vain.
    pub tried: BTreeSet<NaiveDate>,
}

/// What is given from a day on.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    pub from: NaiveDate,
    pub level: i64,
    pub volume: i64,
}

/// A granted service.
#[derive(Debug, Clone)]
pub struct Grant {
    pub application: usize,
    pub from: NaiveDate,
    pub last_day: NaiveDate,
    /// The day on which all three signed first.
    pub agreed_on: Option<NaiveDate>,
    pub pauses: Vec<(NaiveDate, Option<NaiveDate>)>,
    pub given: Vec<Given>,
    /// How many assessments there were when it was last decided what is given.
    pub rests_on: usize,
    /// The minutes of each entry, by its day and its hour.
    pub hours: BTreeMap<(NaiveDate, u32), i64>,
    pub tried: BTreeSet<NaiveDate>,
    pub reached: BTreeSet<NaiveDate>,
    pub ground: Option<&'static str>,
}

/// A person.
#[derive(Debug, Clone, Default)]
pub struct Person {
    pub applications: Vec<Application>,
    pub places: Vec<Place>,
    pub grants: Vec<Grant>,
}

/// Everything.
#[derive(Debug, Clone)]
pub struct World {
    pub today: NaiveDate,
    pub persons: [Person; PERSONS],
    pub applications: usize,
    pub cents: i64,
    pub places: i64,
    /// Whether the clock has done what is due today; until then the figures of money are those of an earlier day.
    pub settled: bool,
}

/// So many months later, or the last day of that month.
pub fn months_later(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap()
}

/// So many days later.
pub fn days_later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

/// The last day of a year of service.
pub fn a_year_from(day: NaiveDate) -> NaiveDate {
    let end = months_later(day, 12);
    if end.day() == day.day() { end.pred_opt().unwrap() } else { end }
}

/// What some minutes of a month cost.
pub fn cost(minutes: i64) -> i64 {
    (minutes * RATE + 59) / 60
}

/// The calendar months with a day from one to another.
pub fn months_of(from: NaiveDate, to: NaiveDate) -> Vec<Month> {
    let mut days =
        from.iter_days().take_while(|day| *day <= to).map(|day| (day.year(), day.month())).collect::<Vec<_>>();
    days.dedup();
    days
}

/// From which day on nothing is kept any more for the hours of a month.
pub fn settled_from((year, month): Month) -> NaiveDate {
    days_later(months_later(NaiveDate::from_ymd_opt(year, month, 1).unwrap(), 1), 60)
}

impl Application {
    /// What orders the queue.
    pub fn key(&self) -> (NaiveDate, usize) {
        (self.submitted_on, self.number)
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.state, Applied::Decided | Applied::Withdrawn)
    }

    pub fn is_eligible(&self) -> bool {
        self.check.is_some_and(|(_, found)| found)
    }

    /// The minutes that were assessed last, unless that is too long ago.
    pub fn assessed(&self, today: NaiveDate) -> Result<i64, &'static str> {
        let (on, minutes) = *self.assessments.last().ok_or("not_assessed")?;
        if months_later(on, 6) < today { Err("assessment_stale") } else { Ok(minutes) }
    }
}

impl Place {
    pub fn waits(&self) -> bool {
        matches!(self.state, Waits::Waiting | Waits::Offered)
    }
}

impl Grant {
    pub fn is_live(&self, today: NaiveDate) -> bool {
        today <= self.last_day
    }

    pub fn state(&self, today: NaiveDate) -> &'static str {
        match self.agreed_on {
            _ if !self.is_live(today) => "ended",
            None => "granted",
            Some(_) if today < self.from => "contracted",
            Some(_) if self.is_paused(today) => "suspended",
            Some(_) => "active",
        }
    }

    pub fn is_paused(&self, day: NaiveDate) -> bool {
        self.pauses.iter().any(|(from, to)| *from <= day && to.is_none_or(|to| day <= to))
    }

    /// What is given on a day.
    pub fn on(&self, day: NaiveDate) -> Given {
        *self.given.iter().rfind(|given| given.from <= day).unwrap_or(&self.given[0])
    }

    /// The volume of a month: the greatest that it has on one of its days.
    pub fn volume_in(&self, (year, month): Month) -> i64 {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
        let changed = self.given[1..].iter().filter(|given| (given.from.year(), given.from.month()) == (year, month));
        changed.map(|given| given.volume).fold(self.on(first).volume, i64::max)
    }

    pub fn used_in(&self, month: Month) -> i64 {
        let within = self.hours.iter().filter(|((day, _), _)| (day.year(), day.month()) == month);
        within.map(|(_, minutes)| minutes).sum()
    }
}

impl Person {
    /// The place that waits.
    pub fn waiting(&self) -> Option<&Place> {
        self.places.iter().find(|place| place.waits())
    }

    /// The last day of what the person has or will have.
    pub fn served_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.grants.iter().filter(|grant| grant.is_live(today)).map(|grant| grant.last_day).max()
    }

    /// Whether the person takes one of the programme's places.
    pub fn takes_a_place(&self, today: NaiveDate) -> bool {
        self.served_until(today).is_some() || self.places.iter().any(|place| place.reserved.is_some())
    }
}

impl World {
    pub fn opened(today: NaiveDate) -> Self {
        let persons = std::array::from_fn(|_| Person::default());
        Self { today, persons, applications: 0, cents: 0, places: 0, settled: true }
    }

    /// How many wait before a key.
    pub fn ahead(&self, key: (NaiveDate, usize)) -> usize {
        self.queue().iter().filter(|(_, _, other)| *other < key).count()
    }

    /// Who waits, in order: the person, which of their places, and what orders it.
    pub fn queue(&self) -> Vec<(usize, usize, (NaiveDate, usize))> {
        let mut waiting: Vec<_> = self
            .persons
            .iter()
            .enumerate()
            .flat_map(|(person, of)| {
                let places = of.places.iter().enumerate().filter(|(_, place)| place.waits());
                places.map(move |(at, place)| (person, at, of.applications[place.application].key()))
            })
            .collect();
        waiting.sort_unstable_by_key(|(_, _, key)| *key);
        waiting
    }
}
