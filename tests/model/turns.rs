//! The rules of the queue, in the model's own words: whose turn comes, what is put aside, and how a place is left.

use super::intake::{a_year_costs, eligible};
use super::world::{Answer, ILLEGAL, Waits, World, days_later};

impl World {
    pub fn call_up(&mut self) -> Answer {
        self.lapse();
        let askable = self.queue().into_iter().find(|&(person, at, _)| self.is_askable(person, at));
        let (person, at, _) = askable.ok_or("nobody_to_call_up")?;
        self.put_aside(person, at)
    }

    fn is_askable(&self, person: usize, at: usize) -> bool {
        let place = &self.persons[person].places[at];
        let unasked = place.ask_again_from.is_none_or(|from| from <= self.today);
        place.state == Waits::Waiting && place.reserved.is_none() && unasked
    }

    /// How many could be asked before a key.
    pub fn askable_ahead(&self, key: (chrono::NaiveDate, usize)) -> i64 {
        let before = self.queue().into_iter().filter(|&(person, at, other)| other < key && self.is_askable(person, at));
        i64::try_from(before.count()).unwrap()
    }

    /// What the service of a place would cost from today on.
    fn price(&self, person: usize, at: usize) -> i64 {
        let of = &self.persons[person];
        let assessed = of.applications[of.places[at].application].assessments.last();
        a_year_costs(assessed.map_or(0, |(_, minutes)| *minutes), self.today)
    }

    fn put_aside(&mut self, person: usize, at: usize) -> Answer {
        let cents = self.price(person, at);
        if !self.pays(person, cents, 0) {
            return Err("funding_exhausted");
        }
        let place = &mut self.persons[person].places[at];
        place.reserved = Some(cents);
        place.ask_again_from = None;
        Ok(())
    }

    pub fn offer(&mut self, person: usize, days: u64, skips: bool) -> Answer {
        let at = self.persons[person].places.len() - 1;
        let before = self.persons[person].places[at].clone();
        let mut trial = self.clone();
        if before.reserved.is_none() {
            if before.state != Waits::Waiting {
                return Err(ILLEGAL);
            }
            let own = self.persons[person].applications[before.application].key();
            let passed = self.queue().into_iter().any(|(who, place, key)| key < own && self.is_askable(who, place));
            if passed && !skips {
                return Err("skips_the_head");
            }
            trial.put_aside(person, at)?;
        }
        if before.state != Waits::Waiting {
            return Err(ILLEGAL);
        }
        let application = &self.persons[person].applications[before.application];
        if application.check.is_none_or(|(on, _)| on != self.today) || application.assessed(self.today).is_err() {
            return Err("checks_not_renewed");
        }
        eligible(application)?;
        if !(7..=60).contains(&days) {
            return Err("answer_by_outside");
        }
        let (cents, reserved) = (trial.price(person, at), trial.persons[person].places[at].reserved);
        if !trial.pays(person, cents, reserved.unwrap_or(0)) {
            return Err("funding_exhausted");
        }
        let place = &mut trial.persons[person].places[at];
        place.state = Waits::Offered;
        place.reserved = Some(cents);
        place.offered_on = Some(self.today);
        place.answer_by = Some(days_later(self.today, days));
        *self = trial;
        Ok(())
    }

    pub fn answer(&mut self, person: usize, accepts: bool) -> Answer {
        let place = self.persons[person].places.last_mut().unwrap();
        match (place.state, accepts) {
            (Waits::Offered, true) if place.accepted => return Err("offer_accepted_already"),
            (Waits::Offered, true) => place.accepted = true,
            (Waits::Offered, false) => place.end(Waits::Left),
            _ => return Err(ILLEGAL),
        }
        Ok(())
    }

    pub fn leave(&mut self, person: usize) -> Answer {
        let place = self.persons[person].places.last_mut().unwrap();
        if !place.waits() {
            return Err(ILLEGAL);
        }
        place.end(Waits::Left);
        Ok(())
    }

    pub fn try_place(&mut self, person: usize) -> Answer {
        let today = self.today;
        let place = self.persons[person].places.last_mut().unwrap();
        if !place.waits() {
            return Err(ILLEGAL);
        }
        place.tried.insert(today);
        Ok(())
    }

    /// Lets the offers lapse by whose day nobody answered although somebody tried on three days.
    pub fn lapse(&mut self) {
        let today = self.today;
        for place in self.persons.iter_mut().flat_map(|person| &mut person.places) {
            let tried =
                place.tried.iter().filter(|day| place.offered_on.is_some_and(|offered| offered <= **day)).count();
            let late = place.answer_by.is_some_and(|by| by < today);
            if place.state == Waits::Offered && late && !place.accepted && tried >= 3 {
                place.state = Waits::Waiting;
                (place.reserved, place.answer_by) = (None, None);
                place.ask_again_from = Some(days_later(today, 30));
            }
        }
    }
}
