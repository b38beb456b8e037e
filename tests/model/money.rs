//! Money and months in the model's own words: what is held, what is left, and months that two services of a person share.

use chrono::Datelike;

use super::intake::a_year_costs;
use super::world::{Grant, Month, Person, World, cost, months_of, settled_from};

/// What a year of service costs a person from a day on, of whose first month some minutes are given already.
pub fn costs_more(minutes: i64, from: chrono::NaiveDate, given: i64) -> i64 {
    let first = if given == 0 { cost(minutes) } else { cost(minutes.max(given)) - cost(given) + 1 };
    a_year_costs(minutes, from) - cost(minutes) + first.min(cost(minutes))
}

impl Grant {
    fn serves(&self, month: Month) -> bool {
        months_of(self.from, self.last_day).contains(&month)
    }
}

impl Person {
    /// What all services of a person give of a month together: the greatest of them.
    pub fn given_in(&self, month: Month) -> i64 {
        self.grants.iter().filter(|grant| grant.serves(month)).map(|grant| grant.volume_in(month)).max().unwrap_or(0)
    }

    /// What is left of a month under one of the services.
    pub fn left_in(&self, at: usize, month: Month) -> i64 {
        let (own, used) = (&self.grants[at], self.grants.iter().map(|grant| grant.used_in(month)).sum::<i64>());
        let together = self.given_in(month).max(own.volume_in(month));
        (own.volume_in(month) - own.used_in(month)).min(together - used)
    }

    /// What is spent and what is kept of the programme's money on a day.
    pub fn held(&self, today: chrono::NaiveDate) -> (i64, i64) {
        let (mut spent, mut kept) = (0, 0);
        for (at, grant) in self.grants.iter().enumerate() {
            let mut months = months_of(grant.from, grant.last_day);
            months.extend(grant.hours.keys().map(|(day, _)| (day.year(), day.month())));
            months.sort_unstable();
            months.dedup();
            for month in months {
                let used = cost(grant.used_in(month));
                spent += used;
                if today < settled_from(month) && grant.serves(month) {
                    let before = self.grants[..at].iter().filter(|other| other.serves(month));
                    let before = before.map(|other| other.volume_in(month)).max();
                    let volume = grant.volume_in(month);
                    kept += before.map_or(cost(volume), |given| cost(given.max(volume)) - cost(given) + 1) - used;
                }
            }
        }
        (spent, kept)
    }
}

impl World {
    pub fn reserved(&self) -> i64 {
        self.persons.iter().flat_map(|person| &person.places).filter_map(|place| place.reserved).sum()
    }

    /// What is spent and what is kept by all grants.
    pub fn held(&self) -> (i64, i64) {
        let persons = self.persons.iter().map(|person| person.held(self.today));
        persons.fold((0, 0), |(spent, kept), (more, rest)| (spent + more, kept + rest))
    }

    pub fn taken(&self) -> i64 {
        self.persons.iter().filter(|person| person.takes_a_place(self.today)).map(|_| 1).sum()
    }

    /// Whether there is that much money, beside what was put aside.
    pub fn affords(&self, more: i64, put_aside: i64) -> bool {
        let (spent, kept) = self.held();
        spent + kept + self.reserved() - put_aside + more <= self.cents
    }

    /// Whether the programme can pay for a person, with what was put aside for them.
    pub fn pays(&self, person: usize, cost: i64, put_aside: i64) -> bool {
        self.carries(person, 1, cost, put_aside)
    }

    /// Whether it can pay for so many persons as costly as this one.
    pub fn carries(&self, person: usize, persons: i64, cost: i64, put_aside: i64) -> bool {
        let others = self.taken() - i64::from(self.persons[person].takes_a_place(self.today));
        others + persons <= self.places && self.affords(cost * persons, put_aside)
    }
}
