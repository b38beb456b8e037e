//! A running office in which the commands are played over HTTP, and what can be seen of it afterwards.

use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use serde_json::{Value, json};

use super::commands::{Command, Decision, End};
use super::world::{Answer, PERSONS, World, days_later};
use crate::support::rulings::new_programme;
use crate::support::service::{draft, sign, supporter};
use crate::support::{Office, Reply, acts, steps};

/// An office, and the ids of what was made in it, each where the model has it.
pub struct Stage {
    pub office: Office,
    programme: String,
    persons: Vec<Ids>,
}

/// What belongs to a person.
struct Ids {
    person: String,
    supporter: String,
    applications: Vec<String>,
    places: Vec<String>,
    grants: Vec<String>,
}

/// What an answer came to, held against what it has to say of itself.
fn answer(reply: &Reply, codes: &[&'static str]) -> Answer {
    if reply.status == 201 {
        return Ok(());
    }
    let code = reply.body["code"].as_str().unwrap_or_default();
    assert!((400..500).contains(&reply.status), "{:#}", reply.body);
    if code == super::world::ILLEGAL {
        assert_eq!(reply.status, 409, "{:#}", reply.body);
        assert!(reply.body["allowed_transitions"].is_array(), "{:#}", reply.body);
    }
    Err(codes.iter().find(|known| **known == code).copied().unwrap_or("a problem that the model does not know"))
}

impl Stage {
    /// Opens an office with the persons of the model and a programme without money.
    pub fn open(server: Option<String>) -> Self {
        let office = Office::open_in("2026-03-02T10:00:00Z", server);
        let ilze = office.coordinator();
        let programme = new_programme(&office.decision_maker(), "model");
        let ids = |number: usize| Ids {
            person: steps::registered_person(&ilze, u32::try_from(number).unwrap() + 1),
            supporter: supporter(&office),
            applications: Vec::new(),
            places: Vec::new(),
            grants: Vec::new(),
        };
        let persons = (0..PERSONS).map(ids).collect();
        Self { office, programme, persons }
    }

    /// Sends a command about the world as it is before it.
    pub fn play(&mut self, command: &Command, world: &World, codes: &[&'static str]) -> Answer {
        // Time passes, so that no two rows are equally old.
        self.office.app.clock.move_to(self.office.now() + Duration::seconds(1));
        if let Command::Pass { days, ticks } = *command {
            self.office.move_to(&format!("{}T10:00:00Z", days_later(world.today, days)));
            if ticks {
                acts::tick(&self.office);
            }
            return Ok(());
        }
        let reply = self.sent(command, world);
        if reply.status == 201 {
            self.remember(command, &reply.body);
        }
        answer(&reply, codes)
    }

    fn remember(&mut self, command: &Command, body: &Value) {
        let id = |member: &str| body[member].as_str().map(str::to_owned);
        match *command {
            Command::Apply { person } => self.persons[person].applications.extend(id("id")),
            Command::Decide { person, .. } => {
                self.persons[person].grants.extend(id("grant_id"));
                self.persons[person].places.extend(id("queue_entry_id"));
            }
            _ => {}
        }
    }

    fn sent(&self, command: &Command, world: &World) -> Reply {
        use Command::*;
        let (ilze, andris) = (self.office.coordinator(), self.office.decision_maker());
        let today = world.today;
        let ids = |person: usize| &self.persons[person];
        let application = |person: usize, old: bool| &ids(person).applications[world.meant(person, old)];
        let place = |person: usize| format!("/v1/queue-entries/{}", ids(person).places.last().unwrap());
        let grant = |person: usize, back: usize| &ids(person).grants[world.grant_meant(person, back)];
        match *command {
            Apply { person } => {
                ilze.post("/v1/applications", steps::statement(&ids(person).person, &today.to_string()))
            }
            Check { person, old, disabled } => {
                let mut found = steps::answer(&ilze, "iis", "present");
                let group = if disabled { "ii" } else { "none" };
                found["disability"] = json!({ "group": group, "valid_from": "2019-01-01" });
                ilze.post(&format!("/v1/applications/{}/registry-checks", application(person, old)), found)
            }
            Assess { person, old, minutes } => {
                let need = steps::need("finance", i32::try_from(minutes).unwrap());
                let form = steps::form(&ilze, &self.programme, &[need]);
                ilze.post(&format!("/v1/applications/{}/assessments", application(person, old)), form)
            }
            Withdraw { person } => {
                let body = json!({ "withdrawn_on": today, "requested_by": "person" });
                ilze.post(&format!("/v1/applications/{}/withdrawal", application(person, false)), body)
            }
            Decide { person, old, decision } => {
                let path = format!("/v1/applications/{}/decisions", application(person, old));
                andris.post(&path, self.decision(decision, world, person))
            }
            CallUp => ilze.post(&format!("/v1/programmes/{}/call-ups", self.programme), json!({})),
            Offer { person, days, skips } => {
                let mut body = json!({ "answer_by": days_later(today, days) });
                if skips {
                    body["skip_reason"] = json!("Steidzama vajadzība.");
                }
                ilze.post(&format!("{}/offers", place(person)), body)
            }
            Answer { person, accepts } => {
                let answer = if accepts { "accepted" } else { "declined" };
                ilze.post(&format!("{}/answers", place(person)), json!({ "answer": answer }))
            }
            Leave { person } => ilze.post(&format!("{}/leaving", place(person)), json!({ "words": "Vairs nevajag." })),
            TryPlace { person } => ilze
                .post(&format!("{}/contact-attempts", place(person)), json!({ "channel": "phone", "reached": false })),
            Agree { person, back } => self.agree(grant(person, back), &ids(person).supporter),
            Post { person, back, days_ago, hour, minutes } => {
                let day = today - Duration::days(i64::try_from(days_ago).unwrap());
                let from = day.and_hms_opt(hour, 0, 0).unwrap().and_utc();
                let body = json!({
                    "started_at": from, "ended_at": from + Duration::minutes(minutes), "area": "finance",
                    "component": "decision_support", "mode": "in_person", "place_kind": "home",
                });
                let zane = self.office.support_person(&ids(person).supporter);
                zane.post(&format!("/v1/grants/{}/time-entries", grant(person, back)), body)
            }
            Suspend { person, back, days_ago, days, ground } => {
                let from = today - Duration::days(i64::try_from(days_ago).unwrap());
                let to = days.map(|days| json!({ "to": days_later(from, days) })).unwrap_or(json!({}));
                acts::suspend(&andris, grant(person, back), ground, &from.to_string(), to)
            }
            Resume { person, back, days_ago } => {
                let from = today - Duration::days(i64::try_from(days_ago).unwrap());
                acts::resume(&andris, grant(person, back), &from.to_string())
            }
            Amend { person, back, in_days, level, volume } => {
                let (level, volume) = (i32::try_from(level).unwrap(), i32::try_from(volume).unwrap());
                let from = days_later(today, in_days).to_string();
                acts::amend(&andris, grant(person, back), &from, level, volume, json!({ "areas": ["finance"] }))
            }
            TryGrant { person, back, reached } => {
                let body = json!({ "attempted_on": today, "channel": "phone", "reached": reached });
                ilze.post(&format!("/v1/grants/{}/contact-attempts", grant(person, back)), body)
            }
            Terminate { person, back, end } => self.terminate(grant(person, back), end, today),
            Allocate { cents, places } => {
                let mut body = json!({ "reference": "LM līgums" });
                if cents > 0 {
                    body["cents"] = json!(cents);
                }
                if places > 0 {
                    body["places"] = json!(places);
                }
                andris.post(&format!("/v1/programmes/{}/allocations", self.programme), body)
            }
            Pass { .. } => unreachable!("time is no request"),
        }
    }

    fn decision(&self, decision: Decision, world: &World, person: usize) -> Value {
        let mut body = json!({
            "programme_id": self.programme, "reasoning": "Pamats ir konstatēts.", "plain_summary": "Par to ir lēmums.",
            "official_position": "pakalpojuma vadītājs",
        });
        let more = match decision {
            Decision::Grant { next, level, volume } => json!({
                "outcome": "grant", "term_from": world.first_day(person, next), "areas": ["finance"], "level": level,
                "volume_minutes": volume,
            }),
            Decision::Queue => json!({ "outcome": "queue" }),
            Decision::Refuse { ground } => {
                json!({ "outcome": "refuse", "ground": ground, "addressee_view": "Es tam nepiekrītu." })
            }
        };
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    }

    fn agree(&self, grant: &str, supporter: &str) -> Reply {
        let ilze = self.office.coordinator();
        let mut reply = ilze.post(&format!("/v1/grants/{grant}/agreements"), draft(supporter));
        if reply.status == 201 {
            let agreement = reply.body["id"].as_str().unwrap().to_owned();
            for party in ["person", "support_person", "association"] {
                reply = sign(&ilze, &agreement, party, &self.office.now().to_rfc3339());
                assert_eq!(reply.status, 201, "{:#}", reply.body);
            }
        }
        reply
    }

    fn terminate(&self, grant: &str, end: End, today: NaiveDate) -> Reply {
        let andris = self.office.decision_maker();
        let (ground, mut body) = match end {
            End::OwnRequest { in_days, by_the_person } => {
                let by = if by_the_person { "person" } else { "relative" };
                let mut own = acts::own_application(&andris, by);
                own["ends_on"] = json!(days_later(today, in_days));
                ("own_request", own)
            }
            End::Death { days_ago, documented } => {
                let on = today - Duration::days(i64::try_from(days_ago).unwrap());
                let mut body = json!({ "ends_on": on });
                if documented {
                    body["document_reference"] = json!("miršanas apliecība");
                }
                ("death", body)
            }
            End::Unreachable => ("unreachable_4_months", json!({})),
            End::Expired => ("expired", json!({})),
            End::NoProgress => ("no_progress", json!({})),
        };
        acts::terminate(&andris, grant, ground, body.take())
    }

    /// Everything that can be seen, a line each, in the words of the model.
    pub fn seen(&self, world: &World) -> Vec<String> {
        let (ilze, andris) = (self.office.coordinator(), self.office.decision_maker());
        let list = |path: &str| ilze.get(path).ok(200)["items"].as_array().unwrap().clone();
        let by_id = |items: Vec<Value>| -> HashMap<String, Value> {
            items.into_iter().map(|item| (item["id"].as_str().unwrap().to_owned(), item)).collect()
        };
        let applications = by_id(list("/v1/applications?limit=200"));
        let grants = by_id(list(&format!("/v1/grants?limit=200&programme_id={}", self.programme)));
        let mut lines = Vec::new();
        for (person, ids) in self.persons.iter().enumerate() {
            for (at, id) in ids.applications.iter().enumerate() {
                lines.push(format!("application {person}.{at}: {}", applications[id]["state"].as_str().unwrap()));
            }
            for (at, id) in ids.grants.iter().enumerate() {
                let grant = &grants[id];
                let before = at.checked_sub(1).map(|before| ids.grants[before].as_str());
                assert_eq!(grant["previous_grant_id"].as_str(), before, "{grant:#}");
                lines.push(super::shown::grant(person, at, grant, world.settled));
            }
        }
        for place in list(&format!("/v1/programmes/{}/queue?limit=200", self.programme)) {
            let id = place["id"].as_str().unwrap();
            let person = self.persons.iter().position(|ids| ids.places.iter().any(|own| own == id)).unwrap();
            lines.push(super::shown::place(person, &place));
        }
        if world.settled {
            let budget = andris.get(&format!("/v1/programmes/{}/budget", self.programme)).ok(200);
            lines.push(super::shown::budget(&budget));
        }
        lines
    }
}
