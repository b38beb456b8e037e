//! What can be seen of a state, a line each: as the service tells it and as the model would tell it.

use serde_json::Value;

use super::world::{Applied, Grant, Place, Waits, World};

/// A granted service as the service tells it. Why it ended is told once that is recorded.
pub fn grant(person: usize, at: usize, grant: &Value, settled: bool) -> String {
    let text = |member: &str| grant[member].as_str().unwrap_or("-").to_owned();
    let pauses = grant["suspensions"].as_array().unwrap().iter();
    let pauses: Vec<_> = pauses
        .map(|pause| format!("{}/{}", pause["from"].as_str().unwrap(), pause["to"].as_str().unwrap_or("-")))
        .collect();
    let ground = if settled { text("end_ground") } else { "?".to_owned() };
    let (level, volume) = (&grant["level"], &grant["volume_minutes"]);
    let used = &grant["month"]["used_minutes"];
    format!("grant {person}.{at}: {} {} {ground} {level} {volume} {used} {pauses:?}", text("state"), text("last_day"))
}

/// A place in the queue as the service tells it.
pub fn place(person: usize, place: &Value) -> String {
    let text = |member: &str| place[member].as_str().unwrap_or("-").to_owned();
    let (position, called, accepted) = (&place["position"], &place["called_up"], &place["accepted"]);
    let (state, by, again) = (text("state"), text("answer_by"), text("ask_again_from"));
    format!("place {position}: {person} {state} called {called} by {by} accepted {accepted} again {again}")
}

/// The budget as the service tells it.
pub fn budget(budget: &Value) -> String {
    let [allocated, spent, committed] = ["allocated_cents", "spent_cents", "committed_cents"].map(|name| &budget[name]);
    let [reserved, available] = ["reserved_cents", "available_cents"].map(|name| &budget[name]);
    let (places, taken) = (&budget["allocated_places"], &budget["taken_places"]);
    format!("budget: {allocated} = {spent} + {committed} + {reserved} + {available}, places {places}, taken {taken}")
}

fn or_none(day: Option<chrono::NaiveDate>) -> String {
    day.map_or("-".to_owned(), |day| day.to_string())
}

impl World {
    /// Everything that can be seen.
    pub fn seen(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (person, of) in self.persons.iter().enumerate() {
            for (at, application) in of.applications.iter().enumerate() {
                let state = match application.state {
                    Applied::Submitted => "submitted",
                    Applied::UnderReview => "under_review",
                    Applied::Assessed => "assessed",
                    Applied::Decided => "decided",
                    Applied::Withdrawn => "withdrawn",
                };
                lines.push(format!("application {person}.{at}: {state}"));
            }
            let grants = of.grants.iter().enumerate();
            lines.extend(grants.map(|(at, grant)| self.grant_seen(person, at, grant)));
        }
        for (before, (person, at, _)) in self.queue().into_iter().enumerate() {
            lines.push(place_seen(before + 1, person, &self.persons[person].places[at]));
        }
        if self.settled {
            let ((spent, kept), reserved) = (self.held(), self.reserved());
            let (left, taken) = (self.cents - spent - kept - reserved, self.taken());
            lines.push(format!(
                "budget: {} = {spent} + {kept} + {reserved} + {left}, places {}, taken {taken}",
                self.cents, self.places
            ));
        }
        lines
    }

    fn grant_seen(&self, person: usize, at: usize, grant: &Grant) -> String {
        let today = self.today;
        let over = (!grant.is_live(today)).then_some("expired");
        let ground = if self.settled { grant.ground.or(over).unwrap_or("-") } else { "?" };
        let given = grant.on(today);
        let month = (chrono::Datelike::year(&today), chrono::Datelike::month(&today));
        let has_month = super::world::months_of(grant.from, grant.last_day).contains(&month);
        let used = if has_month { grant.used_in(month).to_string() } else { "null".to_owned() };
        let pauses = grant.pauses.iter();
        let pauses: Vec<_> = pauses.map(|(from, to)| format!("{from}/{}", or_none(*to))).collect();
        format!(
            "grant {person}.{at}: {} {} {ground} {} {} {used} {pauses:?}",
            grant.state(today),
            grant.last_day,
            given.level,
            given.volume
        )
    }
}

fn place_seen(position: usize, person: usize, place: &Place) -> String {
    let state = match place.state {
        Waits::Waiting => "waiting",
        Waits::Offered => "offered",
        Waits::Converted => "converted",
        Waits::Left => "left",
        Waits::Removed => "removed",
    };
    let (called, accepted) = (place.reserved.is_some(), place.accepted);
    let (by, again) = (or_none(place.answer_by), or_none(place.ask_again_from));
    format!("place {position}: {person} {state} called {called} by {by} accepted {accepted} again {again}")
}
