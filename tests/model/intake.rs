//! The rules of the way in, in the model's own words: applications and decisions.

use chrono::Datelike;

use super::commands::Decision;
use super::money::costs_more;
use super::world::{
    Answer, Application, Applied, Given, Grant, ILLEGAL, Person, Place, Waits, World, a_year_from, cost, days_later,
    months_later, months_of,
};

/// The ceiling of a level, in minutes.
pub fn ceiling(level: i64) -> i64 {
    if level == 1 { 480 } else { 1_200 }
}

/// The level whose ceiling holds what was assessed.
pub fn level_of(assessed: i64) -> i64 {
    if assessed <= ceiling(1) { 1 } else { 2 }
}

/// Whether level and volume follow the assessment.
pub fn follows(assessed: i64, level: i64, volume: i64) -> Answer {
    match () {
        () if volume > assessed => Err("over_the_assessment"),
        () if level != level_of(assessed) => Err("level_not_assessed"),
        () => Ok(()),
    }
}

/// What a year of some minutes a month costs from a day on.
pub fn a_year_costs(minutes: i64, from: chrono::NaiveDate) -> i64 {
    months_of(from, a_year_from(from)).iter().map(|_| cost(minutes)).sum()
}

impl World {
    /// Which application is meant: the one that waits in the queue, or the one that came in last.
    pub fn meant(&self, person: usize, old: bool) -> usize {
        let of = &self.persons[person];
        let waits = of.places.last().filter(|_| old).map(|place| place.application);
        waits.unwrap_or(of.applications.len() - 1)
    }

    fn application(&mut self, person: usize, at: usize) -> &mut Application {
        &mut self.persons[person].applications[at]
    }

    /// Which place of a person waits on an application.
    fn place_of(&self, person: usize, application: usize) -> Option<usize> {
        let places = &self.persons[person].places;
        places.iter().position(|place| place.waits() && place.application == application)
    }

    pub fn apply(&mut self, person: usize) -> Answer {
        let (today, number) = (self.today, self.applications + 1);
        let of = &mut self.persons[person];
        if of.applications.iter().any(Application::is_open) {
            return Err("application_is_open");
        }
        if of.served_until(today).is_some_and(|last| days_later(today, 60) < last) {
            return Err("service_still_runs");
        }
        self.applications = number;
        let (state, check, assessments) = (Applied::Submitted, None, Vec::new());
        of.applications.push(Application { number, submitted_on: today, state, check, assessments });
        Ok(())
    }

    /// Whether what is found is found for a decided application: its person waits, or has the service.
    fn found_anew(&self, person: usize, at: usize) -> Result<bool, &'static str> {
        let of = &self.persons[person];
        if of.applications[at].is_open() {
            return Ok(false);
        }
        let served = of.grants.iter().any(|grant| grant.application == at && grant.is_live(self.today));
        let goes_on = served || self.place_of(person, at).is_some();
        if goes_on && of.applications[at].state == Applied::Decided { Ok(true) } else { Err(ILLEGAL) }
    }

    pub fn check(&mut self, person: usize, old: bool, disabled: bool) -> Answer {
        let (at, today) = (self.meant(person, old), self.today);
        self.found_anew(person, at)?;
        let application = self.application(person, at);
        application.check = Some((today, disabled));
        if application.state == Applied::Submitted {
            application.state = Applied::UnderReview;
        }
        Ok(())
    }

    pub fn assess(&mut self, person: usize, old: bool, minutes: i64) -> Answer {
        let (at, today) = (self.meant(person, old), self.today);
        let anew = self.found_anew(person, at)?;
        let application = self.application(person, at);
        if application.check.is_none() {
            return Err("register_not_checked");
        }
        application.assessments.push((today, minutes));
        if !anew {
            application.state = Applied::Assessed;
        }
        Ok(())
    }

    pub fn withdraw(&mut self, person: usize) -> Answer {
        let at = self.meant(person, false);
        let application = self.application(person, at);
        if !application.is_open() {
            return Err(ILLEGAL);
        }
        application.state = Applied::Withdrawn;
        Ok(())
    }

    pub fn decide(&mut self, person: usize, old: bool, decision: Decision) -> Answer {
        let (at, today) = (self.meant(person, old), self.today);
        let place = self.place_of(person, at);
        let application = self.persons[person].applications[at].clone();
        let waits = self.persons[person].waiting().is_some();
        if place.is_none() && !matches!(application.state, Applied::UnderReview | Applied::Assessed) {
            return Err(ILLEGAL);
        }
        let put_aside = place.and_then(|place| self.persons[person].places[place].reserved);
        let ahead = if put_aside.is_some() { 0 } else { self.askable_ahead(application.key()) };
        match decision {
            Decision::Grant { next: after, level, volume } => {
                let from = self.first_day(person, after);
                if self.persons[person].served_until(today).is_some_and(|last| from <= last) {
                    return Err("live_grant_exists");
                }
                if waits && place.is_none() {
                    return Err("already_in_queue");
                }
                application.asked_lately(today)?;
                let assessed = eligible(&application)?.assessed(today)?;
                let given = self.persons[person].given_in((from.year(), from.month()));
                let (cents, put_aside) = (costs_more(volume, from, given), put_aside.unwrap_or(0));
                if !self.pays(person, cents, put_aside) {
                    return Err("funding_exhausted");
                }
                if !self.carries(person, 1 + ahead, cents, put_aside) {
                    return Err("others_waiting");
                }
                if volume > ceiling(level) {
                    return Err("over_the_ceiling");
                }
                follows(assessed, level, volume)?;
                if days_later(today, 60) < from {
                    return Err("starts_too_late");
                }
                if let Some(place) = place {
                    let place = &mut self.persons[person].places[place];
                    match place.state {
                        Waits::Offered if place.accepted => place.end(Waits::Converted),
                        Waits::Offered => return Err("offer_not_accepted"),
                        _ => return Err(ILLEGAL),
                    }
                }
                let rests_on = application.assessments.len();
                let given = vec![Given { from, level, volume }];
                self.persons[person].grants.push(Grant {
                    application: at,
                    from,
                    last_day: a_year_from(from),
                    agreed_on: None,
                    pauses: Vec::new(),
                    given,
                    rests_on,
                    hours: Default::default(),
                    tried: Default::default(),
                    reached: Default::default(),
                    ground: None,
                });
            }
            Decision::Queue => {
                if waits {
                    return Err("already_in_queue");
                }
                application.asked_lately(today)?;
                let (_, assessed) = *eligible(&application)?.assessments.last().ok_or("not_assessed")?;
                let given = self.persons[person].given_in((today.year(), today.month()));
                if self.carries(person, 1 + ahead, costs_more(assessed, today, given), 0) {
                    return Err("funding_available");
                }
                self.persons[person].places.push(Place {
                    application: at,
                    state: Waits::Waiting,
                    reserved: None,
                    offered_on: None,
                    answer_by: None,
                    accepted: false,
                    ask_again_from: None,
                    tried: Default::default(),
                });
            }
            Decision::Refuse { .. } if application.asked_lately(today).is_err() => return Err("register_answer_stale"),
            Decision::Refuse { .. } if application.is_eligible() => return Err("eligible_is_not_refused"),
            Decision::Refuse { ground } if ground != "no_disability" => return Err("ground_not_failed"),
            Decision::Refuse { .. } => {
                if let Some(place) = place {
                    self.persons[person].places[place].end(Waits::Removed);
                }
            }
        }
        if place.is_none() {
            self.application(person, at).state = Applied::Decided;
        }
        Ok(())
    }

    /// The first day of what is granted: today, or the day after what the person has.
    pub fn first_day(&self, person: usize, after: bool) -> chrono::NaiveDate {
        let last = self.persons[person].served_until(self.today).filter(|_| after);
        last.map_or(self.today, |last| last.succ_opt().unwrap())
    }
}

impl Person {
    /// The day on which their needs were last assessed.
    pub fn assessed_on(&self) -> Option<chrono::NaiveDate> {
        self.applications.iter().flat_map(|application| &application.assessments).map(|(day, _)| *day).max()
    }
}

impl Place {
    /// Nobody waits here any more, and nothing is kept.
    pub fn end(&mut self, state: Waits) {
        (self.state, self.reserved) = (state, None);
        self.accepted = self.accepted && state != Waits::Left;
    }
}

impl Application {
    /// Whether the register was asked within a month.
    pub fn asked_lately(&self, today: chrono::NaiveDate) -> Answer {
        let late = self.check.is_some_and(|(asked_on, _)| months_later(asked_on, 1) < today);
        if late { Err("register_answer_stale") } else { Ok(()) }
    }
}

pub fn eligible(application: &Application) -> Result<&Application, &'static str> {
    if application.is_eligible() { Ok(application) } else { Err("not_eligible") }
}
