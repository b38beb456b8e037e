//! A person in the pilot with an individual budget, and what is planned and used of it.

use serde_json::{Value, json};

use super::{Desk, Office, Reply, service, steps};

/// Cēsis, by the code of the days of the pilot.
pub const CESIS: &str = "0420200";

/// A person's individual budget.
pub struct Budget {
    pub person: String,
    pub id: String,
    pub path: String,
    pub needs: Vec<String>,
}

/// The office in the pilot's time: nine in the morning of Monday, 2 March 2020.
pub fn office() -> Office {
    Office::open_on("2020-03-02T07:00:00Z")
}

/// Somebody who lives in a municipality.
#[track_caller]
pub fn person_in(desk: &Desk<'_>, number: u32, municipality: &str) -> String {
    let mut new = steps::person(number);
    new["municipality"] = json!(municipality);
    desk.post("/v1/persons", new).id(201)
}

/// What is sent to open a budget of the pilot, with two needs.
pub fn new_budget(desk: &Desk<'_>, person: &str, cents: i64) -> Value {
    json!({
        "person_id": person, "programme_id": steps::programme(desk, "ib_pilot"), "cents": cents,
        "starts_on": "2019-12-01", "ends_on": "2021-01-31",
        "needs": [{ "need": "Gribu dzīvot savās mājās." }, { "need": "Gribu mierīgāk runāt ar cilvēkiem." }],
    })
}

/// Somebody in Cēsis with a budget of so many cents for the whole pilot.
#[track_caller]
pub fn opened(office: &Office, number: u32, cents: i64) -> Budget {
    opened_in(office, number, CESIS, cents)
}

/// Somebody in a municipality with a budget.
#[track_caller]
pub fn opened_in(office: &Office, number: u32, municipality: &str, cents: i64) -> Budget {
    let ilze = office.coordinator();
    let person = person_in(&ilze, number, municipality);
    budget_of(office, person, cents)
}

/// A budget for somebody who is registered.
#[track_caller]
pub fn budget_of(office: &Office, person: String, cents: i64) -> Budget {
    let body = new_budget(&office.coordinator(), &person, cents);
    posted(office, person, body)
}

/// The programme that `budget_of_2026` is of.
#[track_caller]
pub fn programme_of_2026(office: &Office) {
    let details = json!({ "kind": "individual_budget", "starts_on": "2026-01-01", "ends_on": "2026-12-31" });
    service::programme(office, "ib_now", details);
}

/// A budget of 2026 for somebody who is registered.
#[track_caller]
pub fn budget_of_2026(office: &Office, person: String, cents: i64) -> Budget {
    let ilze = office.coordinator();
    let mut body = new_budget(&ilze, &person, cents);
    body["programme_id"] = json!(steps::programme(&ilze, "ib_now"));
    (body["starts_on"], body["ends_on"]) = (json!("2026-01-01"), json!("2026-12-31"));
    posted(office, person, body)
}

#[track_caller]
fn posted(office: &Office, person: String, body: Value) -> Budget {
    let opened = office.coordinator().post("/v1/individual-budgets", body).ok(201);
    let needs = opened["needs"].as_array().unwrap().iter().map(|need| need["id"].as_str().unwrap().to_owned());
    let id = opened["id"].as_str().unwrap().to_owned();
    Budget { person, path: format!("/v1/individual-budgets/{id}"), id, needs: needs.collect() }
}

/// The person's own choice, today.
pub fn choice(office: &Office, words: &str) -> Value {
    json!({ "chosen_on": office.today(), "choice_words": words, "expression": "speech" })
}

impl Budget {
    /// A service that answers the first need: so many units at a price.
    pub fn service(&self, kind: &str, units: i32, unit_cents: i64) -> Value {
        json!({
            "service_kind": kind, "provider": "SIA \"Saulstari\"", "planned_units": units, "unit": "session",
            "unit_cents": unit_cents, "need_id": self.needs[0],
        })
    }

    /// Adds a service that the person chose today.
    pub fn add(&self, desk: &Desk<'_>, kind: &str, units: i32, unit_cents: i64) -> Reply {
        let choice = choice(desk.office, "Es to gribu.");
        let body = json!({ "service": self.service(kind, units, unit_cents), "choice": choice });
        desk.post(&format!("{}/items", self.path), body)
    }

    /// Records the person's choice with what it does.
    pub fn choose(&self, desk: &Desk<'_>, change: Value) -> Reply {
        let body = json!({ "choice": choice(desk.office, "Es esmu pārdomājis."), "change": change });
        desk.post(&format!("{}/choices", self.path), body)
    }

    /// Records units that were used today.
    pub fn use_up(&self, desk: &Desk<'_>, item: &str, units: i32) -> Reply {
        self.use_on(desk, item, units, &desk.office.today().to_string())
    }

    /// Records units that were used on a day.
    pub fn use_on(&self, desk: &Desk<'_>, item: &str, units: i32, on: &str) -> Reply {
        desk.post(&format!("{}/items/{item}/uses", self.path), json!({ "used_on": on, "units": units }))
    }

    /// Assigns a broker with some members that differ from those of somebody independent.
    pub fn assign(&self, desk: &Desk<'_>, differs: Value) -> Reply {
        let mut body = json!({
            "name": "Mārtiņš Kalns", "employer": { "kind": "other", "name": "biedrība \"Ceļš\"" }, "declared_roles": [],
        });
        body.as_object_mut().unwrap().extend(differs.as_object().unwrap().clone());
        desk.post(&format!("{}/broker", self.path), body)
    }

    /// The budget as the coordinator reads it.
    #[track_caller]
    pub fn read(&self, office: &Office) -> Value {
        office.coordinator().get(&self.path).ok(200)
    }

    /// What the package takes and what is left.
    #[track_caller]
    pub fn sums(&self, office: &Office) -> (i64, i64) {
        let budget = self.read(office);
        (budget["package_cents"].as_i64().unwrap(), budget["left_cents"].as_i64().unwrap())
    }
}

/// What a list has.
#[track_caller]
pub fn items(reply: Reply) -> Vec<Value> {
    reply.ok(200)["items"].as_array().unwrap().clone()
}
