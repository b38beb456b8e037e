//! Alarms: whoever is refused much too often is told of, once a window, to whoever watches the log or the figures.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::App;
use super::asked::Asked;
use super::identity::Identity;
use crate::metrics::SecurityEvent;

/// How long refusals are counted together, in seconds.
pub const WINDOW_SECONDS: i64 = 300;
/// How many callers and networks are told apart in a window; all others are counted as one.
const COUNTED_MAX: usize = 10_000;

/// How many refusals of a kind there may be in a window, for each caller or network, before somebody should look.
#[must_use]
pub fn threshold(event: SecurityEvent) -> u32 {
    match event {
        // More than somebody whose token has ended, or a script that was not given the new one, tries by mistake.
        SecurityEvent::TokenRefused | SecurityEvent::RightMissing => 30,
        SecurityEvent::TokenMisplaced => 10,
        // A script that goes on asking as before does this; one that goes on for minutes does not read its answers.
        SecurityEvent::QuotaUsedUp => 300,
        // No refusal: told each time.
        SecurityEvent::ClockDoubted => 0,
    }
}

/// The refusals of the window that runs.
#[derive(Default)]
pub struct Alarms(Mutex<Window>);

/// A window by its number, and how often each was refused in it, by the kind of refusal.
#[derive(Default)]
struct Window {
    number: i64,
    refusals: HashMap<(SecurityEvent, String), u32>,
}

impl Alarms {
    /// Counts a refusal, and says whether it is the first beyond the threshold in its window.
    fn is_due(&self, event: SecurityEvent, whose: String, at: DateTime<Utc>) -> bool {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = at.timestamp().div_euclid(WINDOW_SECONDS);
        if counted.number != number {
            *counted = Window { number, refusals: HashMap::new() };
        }
        let refusals = &mut counted.refusals;
        let mut key = (event, whose);
        if refusals.len() >= COUNTED_MAX && !refusals.contains_key(&key) {
            key.1.clear();
        }
        let count = refusals.entry(key).or_default();
        *count = count.saturating_add(1);
        *count == threshold(event).saturating_add(1)
    }
}

/// Counts a refusal for its caller or, where none is known, for the network it came from. The line names a program and a
/// network, never a subject or an address.
pub(super) fn counted(app: &App, asked: &Asked, identity: &Identity, event: SecurityEvent) {
    let (client, whose) = match identity {
        Identity::Known(who) => (who.client.as_str(), who.key()),
        Identity::Stranger | Identity::Refused(_) | Identity::Unclear(_) => ("-", asked.source.clone()),
    };
    if app.alarms.is_due(event, whose, asked.at) {
        app.metrics.alarm(event);
        log::warn!(
            target: "aplp::alarm",
            "request={} trace={} event={} more_than={} seconds={WINDOW_SECONDS} client={client:?} source={}",
            asked.request,
            asked.trace,
            event.code(),
            threshold(event),
            asked.source,
        );
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    const MUCH: u32 = 10;

    fn due(alarms: &Alarms, whose: &str, times: u32, at: DateTime<Utc>) -> Vec<bool> {
        (0..times).map(|_| alarms.is_due(SecurityEvent::TokenMisplaced, whose.to_owned(), at)).collect()
    }

    #[test]
    fn an_alarm_is_given_once_in_a_window_for_each_who_comes_too_often() {
        let alarms = Alarms::default();
        let now = DateTime::from_timestamp(1_772_434_800, 0).unwrap();
        let later = now + Duration::seconds(WINDOW_SECONDS);

        assert_eq!(threshold(SecurityEvent::TokenMisplaced), MUCH);
        assert!(!due(&alarms, "one", MUCH, now).contains(&true), "that many are let pass");
        assert!(!due(&alarms, "other", MUCH, now).contains(&true), "each is counted alone");
        assert_eq!(due(&alarms, "one", 3, later - Duration::seconds(1)), [true, false, false]);
        assert!(!due(&alarms, "one", MUCH, later).contains(&true), "a new window begins with nothing");
        assert_eq!(due(&alarms, "one", 1, later), [true]);
    }

    #[test]
    fn those_who_come_under_too_many_names_are_counted_as_one() {
        let alarms = Alarms::default();
        let now = DateTime::from_timestamp(1_772_434_800, 0).unwrap();
        for number in 0..COUNTED_MAX {
            due(&alarms, &number.to_string(), 1, now);
        }

        let more: Vec<bool> = (0..=MUCH).flat_map(|number| due(&alarms, &format!("more {number}"), 1, now)).collect();

        assert_eq!(more.iter().position(|due| *due), Some(MUCH as usize));
        assert!(!due(&alarms, "0", MUCH - 1, now).contains(&true), "who was there before is still told apart");
    }
}
