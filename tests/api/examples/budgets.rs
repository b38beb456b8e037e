//! What is done with individual budgets, barriers and agreements with municipalities, in the examples.

use aplp::caller::Role;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::steps::person;
use crate::support::tour::Tour;

fn choice(office: &Office, words: &str) -> Value {
    json!({
        "chosen_on": office.today(), "choice_words": words, "expression": "picture",
        "expression_note": "izvēlējās no četrām bildēm",
        "opinions": [{ "holder": "relative", "holder_name": "Ieva Liepa, māsa", "opinion_words": "Labāk būtu fizioterapija." }],
    })
}

/// A budget from its opening to its end, with all that happens to its package and its brokers on the way.
pub fn budgets(tour: &mut Tour, office: &Office) {
    let (ilze, anyone) = (office.coordinator(), office.desk(Role::Broker).as_subject("martins"));
    let programme = json!({
        "code": "ib_2026", "title_lv": "Individuālais budžets", "title_en": "Individual budget", "kind": "individual_budget",
        "funder": "Cēsu novada pašvaldība", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "covers": [{ "group": "ii", "from": "2026-01-01" }], "municipalities": ["0026000"], "level_1_minutes": 450,
        "level_2_minutes": 1200, "level_3_minutes": 2220, "term_months": 12, "legal_ground": "domes lēmums 2026/3",
    });
    let programme = tour.post(&ilze, "/v1/programmes", programme);
    let mut of_cesis = person(9_200);
    of_cesis["municipality"] = json!("0026000");
    let someone = tour.post(&ilze, "/v1/persons", of_cesis);
    let new = json!({
        "person_id": someone, "programme_id": programme, "cents": 240_000, "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "needs": [{ "need": "Gribu dzīvot savās mājās." }],
    });
    let path = format!("/v1/individual-budgets/{}", tour.post(&ilze, "/v1/individual-budgets", new));
    tour.patch(&ilze, &path, json!({ "cents": 260_000 }));
    tour.post(&ilze, &format!("{path}/needs"), json!({ "need": "Gribu mierīgāk runāt ar cilvēkiem." }));
    let needs = tour.get(&ilze, &path)["needs"].clone();
    let service = |kind: &str, name: Option<&str>| {
        json!({
            "service_kind": kind, "service_name": name, "provider": "Gleznotava \"Krāsa\"", "planned_units": 20,
            "unit": "session", "unit_cents": 2_500, "need_id": needs[1]["id"],
        })
    };
    let broker = json!({
        "name": "Mārtiņš Kalns", "subject": "martins", "declared_roles": [], "assigned_on": office.today(),
        "employer": { "kind": "municipal_social_service", "name": "Valmieras sociālais dienests", "municipality": "0054000" },
    });
    tour.post(&ilze, &format!("{path}/broker"), broker);
    tour.get(&ilze, &format!("{path}/broker"));
    let art = json!({ "service": service("art_therapy", None), "choice": choice(office, "Man patīk zīmēt.") });
    let art = tour.post(&anyone, &format!("{path}/items"), art);
    let item = format!("{path}/items/{art}");
    let used = json!({ "used_on": office.today(), "units": 2, "note": "zīmēja portretu" });
    let used = tour.post(&anyone, &format!("{item}/uses"), used);
    tour.post(&ilze, &format!("{item}/uses/{used}/reversals"), json!({ "reason": "nodarbība nenotika" }));
    let instead = json!({ "kind": "replace", "item_id": art, "service": service("other", Some("reitterapija")) });
    let change = json!({ "choice": choice(office, "Gribu pie zirgiem."), "change": instead });
    tour.post(&office.person(&someone), &format!("{path}/choices"), change);
    for path in [&item, &format!("{item}/uses"), &format!("{path}/items"), &format!("{path}/choices")] {
        tour.get(&ilze, path);
    }
    let exception = json!({
        "name": "Anda Bite", "declared_roles": ["case_manager"], "employer": { "kind": "association", "name": "ZELDA" },
        "exception": { "reason": "cita brokera novadā nav", "approved_by": "Andris Ozols, direktors" },
    });
    tour.post(&ilze, &format!("{path}/broker"), exception);
    tour.get(&ilze, &format!("{path}/broker/assignments"));
    tour.get(&ilze, "/v1/individual-budgets?conflict=true");
    let barrier = json!({
        "service_kind": "psychologist", "municipality": "0026000", "starts_on": "2026-02-02", "cause": "waiting_list",
        "explanation": "rindā trīs mēneši", "person_id": someone, "individual_budget_id": path["/v1/individual-budgets/".len()..],
    });
    let barrier = format!("/v1/barriers/{}", tour.post(&ilze, "/v1/barriers", barrier));
    tour.post(&ilze, &format!("{barrier}/endings"), json!({ "ends_on": office.today() }));
    tour.get(&ilze, &barrier);
    tour.get(&ilze, "/v1/barriers?service_kind=psychologist");
    tour.post(&ilze, &format!("{path}/endings"), json!({ "ended_on": office.today(), "reason": "persona pārceļas" }));
    tour.get(&ilze, &format!("{path}/history?limit=2"));
    tour.get(&ilze, &format!("{barrier}/history"));
    cooperation(tour, office);
}

fn cooperation(tour: &mut Tour, office: &Office) {
    let ilze = office.coordinator();
    let agreement = json!({
        "municipality": "0051000", "subject": "aplp_service", "signed_on": "2026-01-12", "starts_on": "2026-02-01",
        "ends_on": "2026-12-31", "terms_reference": "sadarbības līgums Nr. 2026/14",
    });
    let path = format!("/v1/cooperation-agreements/{}", tour.post(&ilze, "/v1/cooperation-agreements", agreement));
    let ending = json!({ "terminated_on": "2026-06-30", "reason": "domes lēmums 2026/21" });
    tour.post(&ilze, &format!("{path}/endings"), ending);
    tour.get(&ilze, &path);
    tour.get(&ilze, &format!("{path}/history"));
    tour.get(&ilze, "/v1/cooperation-agreements?on=2026-03-02");
}
