//! The rules of a granted service, in the model's own words: it is agreed, given by the hour, paused, changed and ended.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::commands::{Command, End};
use super::intake::{ceiling, follows};
use super::world::{Answer, Given, Grant, ILLEGAL, World, days_later, months_later};

impl World {
    /// Does what is commanded, or says why not.
    pub fn play(&mut self, command: &Command) -> Answer {
        use Command::*;
        match *command {
            Apply { person } => self.apply(person),
            Check { person, old, disabled } => self.check(person, old, disabled),
            Assess { person, old, minutes } => self.assess(person, old, minutes),
            Withdraw { person } => self.withdraw(person),
            Decide { person, old, decision } => self.decide(person, old, decision),
            CallUp => self.call_up(),
            Offer { person, days, skips } => self.offer(person, days, skips),
            Answer { person, accepts } => self.answer(person, accepts),
            Leave { person } => self.leave(person),
            TryPlace { person } => self.try_place(person),
            Agree { person, back } => self.agree(person, back),
            Post { person, back, days_ago, hour, minutes } => self.post(person, back, (days_ago, hour), minutes),
            Suspend { person, back, days_ago, days, ground } => self.suspend(person, back, (days_ago, days), ground),
            Resume { person, back, days_ago } => self.resume(person, back, days_ago),
            Amend { person, back, in_days, level, volume } => self.amend(person, back, in_days, (level, volume)),
            TryGrant { person, back, reached } => {
                let today = self.today;
                let grant = self.grant(person, back);
                if reached {
                    grant.reached.insert(today)
                } else {
                    grant.tried.insert(today)
                };
                Ok(())
            }
            Terminate { person, back, end } => self.terminate(person, back, end),
            Allocate { cents, places } => {
                self.cents += cents;
                self.places += places;
                Ok(())
            }
            Pass { days, ticks } => {
                self.today = days_later(self.today, days);
                self.settled = ticks;
                if ticks {
                    self.lapse();
                }
                Ok(())
            }
        }
    }

    /// Which grant is meant, counted from the last one.
    pub fn grant_meant(&self, person: usize, back: usize) -> usize {
        self.persons[person].grants.len() - 1 - back
    }

    fn grant(&mut self, person: usize, back: usize) -> &mut Grant {
        let at = self.grant_meant(person, back);
        &mut self.persons[person].grants[at]
    }

    fn agree(&mut self, person: usize, back: usize) -> Answer {
        let today = self.today;
        let grant = self.grant(person, back);
        if !grant.is_live(today) {
            return Err(ILLEGAL);
        }
        grant.agreed_on.get_or_insert(today);
        grant.reached.insert(today);
        Ok(())
    }

    fn post(&mut self, person: usize, back: usize, (days_ago, hour): (u64, u32), minutes: i64) -> Answer {
        let (today, at) = (self.today, self.grant_meant(person, back));
        let (day, of) = (earlier(today, days_ago), &self.persons[person]);
        let grant = &of.grants[at];
        // Support is posted by who signed; the hours of a day are over before anybody signs on it.
        let agreed_on = grant.agreed_on.ok_or("not_found")?;
        if day <= agreed_on {
            return Err("before_signature");
        }
        if day < grant.from || grant.last_day < day {
            return Err("outside_term");
        }
        if grant.is_paused(day) {
            return Err("suspended");
        }
        if of.grants.iter().any(|grant| grant.hours.contains_key(&(day, hour))) {
            return Err("overlap_person");
        }
        let month = (chrono::Datelike::year(&day), chrono::Datelike::month(&day));
        if minutes > of.left_in(at, month) {
            return Err("hour_cap_exceeded");
        }
        let mut after = grant.clone();
        after.hours.insert((day, hour), minutes);
        self.changed(person, at, after)
    }

    /// Lets a grant stand differently, if there is the money for what it holds more.
    fn changed(&mut self, person: usize, at: usize, after: Grant) -> Answer {
        let sum = |(spent, kept): (i64, i64)| spent + kept;
        let mut changed = self.persons[person].clone();
        changed.grants[at] = after.clone();
        let more = sum(changed.held(self.today)) - sum(self.persons[person].held(self.today));
        if more > 0 && !self.affords(more, 0) {
            return Err("funding_exhausted");
        }
        self.persons[person].grants[at] = after;
        Ok(())
    }

    fn suspend(&mut self, person: usize, back: usize, (days_ago, days): (u64, Option<u64>), ground: &str) -> Answer {
        let today = self.today;
        let grant = self.grant(person, back);
        let from = earlier(today, days_ago);
        let to = days.map(|days| days_later(from, days));
        match ground {
            "holidays" => return Err("ground_not_in_the_list"),
            _ if grant.state(today) != "active" => return Err(ILLEGAL),
            "other_impossible" => return Err("explanation_missing"),
            _ if from < grant.from || to.is_some_and(|to| grant.last_day < to) => return Err("outside_term"),
            _ => {}
        }
        let within = |day: NaiveDate| from <= day && to.is_none_or(|to| day <= to);
        if grant.pauses.iter().any(|(other, _)| within(*other)) || grant.is_paused(from) {
            return Err("suspensions_overlap");
        }
        if grant.hours.keys().any(|(day, _)| within(*day)) {
            return Err("hours_inside");
        }
        grant.pauses.push((from, to));
        Ok(())
    }

    fn resume(&mut self, person: usize, back: usize, days_ago: u64) -> Answer {
        let today = self.today;
        let grant = self.grant(person, back);
        if grant.state(today) != "suspended" {
            return Err(ILLEGAL);
        }
        let on = earlier(today, days_ago);
        let pause = grant.pauses.last_mut().unwrap();
        if on <= pause.0 {
            return Err("resumes_outside");
        }
        pause.1 = on.pred_opt();
        Ok(())
    }

    fn amend(&mut self, person: usize, back: usize, in_days: u64, (level, volume): (i64, i64)) -> Answer {
        let (today, at) = (self.today, self.grant_meant(person, back));
        let of = &self.persons[person];
        let grant = &of.grants[at];
        let application = &of.applications[grant.application];
        let from = days_later(today, in_days);
        if !grant.is_live(today) {
            return Err(ILLEGAL);
        }
        if application.assessments.len() == grant.rests_on {
            return Err("not_assessed_anew");
        }
        let assessed = application.assessed(today)?;
        if from < grant.from || grant.last_day < from {
            return Err("outside_term");
        }
        if volume > ceiling(level) {
            return Err("over_the_ceiling");
        }
        let now = grant.on(from);
        if (now.level, now.volume) == (level, volume) {
            return Err("nothing_changes");
        }
        follows(assessed, level, volume)?;
        let mut after = grant.clone();
        after.given.push(Given { from, level, volume });
        // The first one stays the first; of two from the same day the later one counts.
        after.given[1..].sort_by_key(|given| given.from);
        after.rests_on = application.assessments.len();
        if outgrown(&after, from) {
            return Err("hours_inside");
        }
        self.changed(person, at, after)
    }

    fn terminate(&mut self, person: usize, back: usize, end: End) -> Answer {
        let (today, at) = (self.today, self.grant_meant(person, back));
        let grant = &self.persons[person].grants[at];
        let (ground, ends_on) = match end {
            End::NoProgress => return Err("ground_not_in_the_list"),
            End::OwnRequest { in_days, .. } => ("own_request", days_later(today, in_days)),
            End::Death { days_ago, .. } => ("death", earlier(today, days_ago)),
            End::Unreachable => ("unreachable_4_months", today),
            End::Expired => ("expired", today),
        };
        if !grant.is_live(today) {
            return Err(ILLEGAL);
        }
        if grant.ground.is_some_and(|decided| ground != "death" || decided == "death") {
            return Err("end_decided_already");
        }
        if ground != "expired" && grant.last_day < ends_on {
            return Err("ends_after_term");
        }
        if ground != "expired" && grant.hours.keys().any(|(day, _)| ends_on < *day) {
            return Err("hours_inside");
        }
        match end {
            End::OwnRequest { by_the_person: false, .. } => return Err("own_application_missing"),
            End::Death { documented: false, .. } => return Err("document_missing"),
            End::Expired => return Err("ground_not_in_the_list"),
            End::Unreachable => unreachable(grant, self.persons[person].assessed_on(), today)?,
            End::OwnRequest { .. } | End::Death { .. } | End::NoProgress => {}
        }
        let mut after = grant.clone();
        (after.last_day, after.ground) = (ends_on, Some(ground));
        self.persons[person].grants[at] = after;
        Ok(())
    }
}

/// Whether more was given from a day on than its months still have.
fn outgrown(grant: &Grant, from: NaiveDate) -> bool {
    let month = |day: NaiveDate| (day.year(), day.month());
    let mut used = BTreeMap::<_, i64>::new();
    for ((day, _), minutes) in grant.hours.iter().filter(|((day, _), _)| from <= *day) {
        *used.entry(month(*day)).or_default() += minutes;
    }
    used.into_iter().any(|(month, used)| grant.volume_in(month) < used)
}

/// Whether nobody was in contact with the person for four full months, and somebody tried in each of them.
fn unreachable(grant: &Grant, assessed_on: Option<NaiveDate>, today: NaiveDate) -> Answer {
    let met = grant.hours.keys().map(|(day, _)| *day).max();
    let last = [grant.reached.last().copied(), assessed_on, met].into_iter().flatten().fold(grant.from, NaiveDate::max);
    let paused = last.iter_days().skip(1).take_while(|day| *day <= today).filter(|day| grant.is_paused(*day)).count();
    let until = days_later(months_later(last, 4), u64::try_from(paused).unwrap());
    if today <= until {
        return Err("not_unreachable_yet");
    }
    let month = |number: u32| (months_later(last, number), months_later(last, number + 1));
    let over = (0..).map(month).take_while(|(_, end)| *end < today);
    let tried = over.filter(|(after, end)| grant.tried.iter().any(|day| after < day && day <= end)).count();
    if tried < 4 { Err("too_few_attempts") } else { Ok(()) }
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(chrono::Days::new(days)).unwrap()
}
