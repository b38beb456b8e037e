//! A person who has been granted the service, and the support person who gives it.

use actix_web::rt::System;
use aplp::codes::ReasonCode;
use aplp::db::schema::{applications, assessments, decisions, grants};
use aplp::db::{Coded, Id};
use aplp::intake::{applications as application, assessments as assessment, decisions as decision, grants as grant};
use aplp::register::programmes::built_in;
use aplp_domain::areas::Areas;
use aplp_domain::code::Code;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Desk, Office};

/// The four parameters of a grant, and who pays.
#[derive(Clone, Copy)]
pub struct Granting {
    pub programme: &'static str,
    pub term: (&'static str, &'static str),
    pub areas: &'static str,
    pub level: i16,
    pub volume: i32,
}

/// 450 minutes a month for finance and health, from 12 January 2026 for a year, paid by the state.
pub const A_YEAR: Granting =
    Granting { programme: "state", term: ("2026-01-12", "2027-01-11"), areas: "finance,health", level: 1, volume: 450 };

/// A person with a grant and a signed agreement.
pub struct Service {
    pub person: String,
    pub supporter: String,
    pub grant: String,
    pub agreement: String,
}

/// The office on the day of the decision, a week before the service begins: ten in the morning of 5 January 2026 in Riga.
pub fn office() -> Office {
    Office::open_on("2026-01-05T08:00:00Z")
}

/// A person with a grant, decided now, and an agreement that all three signed now.
pub fn served(office: &Office, granting: Granting) -> Service {
    let (person, supporter) = (person(office), supporter(office));
    let grant = granted(office, &person, granting);
    let agreement = agreed(office, &grant, &supporter);
    Service { person, supporter, grant, agreement }
}

/// A person who lives in Riga.
pub fn person(office: &Office) -> String {
    let body = json!({ "given_name": "Anna", "family_name": "Liepa", "municipality": "0001000" });
    office.coordinator().post("/v1/persons", body).id(201)
}

/// A support person, employed since 2025, with room for ten persons.
pub fn supporter(office: &Office) -> String {
    supporter_with(office, json!({}))
}

/// A support person with other details.
pub fn supporter_with(office: &Office, details: Value) -> String {
    let mut body = json!({
        "given_name": "Zane", "family_name": "Krūmiņa", "qualification": "sociālais darbinieks",
        "areas": ["finance", "health"], "employed_from": "2025-01-01", "caseload_max": 10,
    });
    for (name, value) in details.as_object().unwrap() {
        body[name] = value.clone();
    }
    office.coordinator().post("/v1/support-persons", body).id(201)
}

/// Drafts an agreement.
pub fn drafted(office: &Office, grant: &str, supporter: &str) -> String {
    office.coordinator().post(&format!("/v1/grants/{grant}/agreements"), draft(supporter)).id(201)
}

/// What an agreement says.
pub fn draft(supporter: &str) -> Value {
    json!({
        "support_person_id": supporter, "meeting_place": "personas dzīvesvieta", "meeting_manner": "klātienē",
        "schedule": "otrdienās un ceturtdienās",
    })
}

/// Drafts an agreement, and all three sign it now.
pub fn agreed(office: &Office, grant: &str, supporter: &str) -> String {
    let agreement = drafted(office, grant, supporter);
    let now = office.now().to_rfc3339();
    for party in ["person", "support_person", "association"] {
        sign(&office.coordinator(), &agreement, party, &now).ok(201);
    }
    agreement
}

/// Records a signature.
pub fn sign(desk: &Desk<'_>, agreement: &str, party: &str, at: &str) -> super::Reply {
    let body = json!({ "party": party, "method": "handwritten", "signatory": "Paraksts", "signed_at": at });
    desk.post(&format!("/v1/agreements/{agreement}/signatures"), body)
}

/// Support that was given, between two moments of UTC without seconds.
pub fn entry(from: &str, to: &str) -> Value {
    json!({
        "started_at": format!("{from}:00Z"), "ended_at": format!("{to}:00Z"), "area": "finance",
        "component": "decision_support", "mode": "in_person", "place_kind": "home",
    })
}

impl Service {
    /// Posts support as the support person.
    pub fn post(&self, office: &Office, entry: Value) -> super::Reply {
        office.support_person(&self.supporter).post(&self.entries(), entry)
    }

    /// Where the entries of the grant are.
    pub fn entries(&self) -> String {
        format!("/v1/grants/{}/time-entries", self.grant)
    }

    /// A month of the grant in figures.
    pub fn month(&self, office: &Office, month: &str) -> Value {
        office.coordinator().get(&format!("/v1/grants/{}/months/{month}", self.grant)).ok(200)
    }
}

/// A grant, decided now.
pub fn granted(office: &Office, person: &str, granting: Granting) -> String {
    let Granting { programme, term: (from, to), areas, level, volume } = granting;
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (now, today) = (office.now().naive_utc(), office.today());
    let programme_id = Id::of(built_in::IDS.iter().find(|(code, _)| *code == programme).unwrap().1);
    let person_id = Id::of(person.parse().unwrap());
    let areas = Areas::from_text(areas).unwrap();
    let number = i64::from(Uuid::new_v4().as_fields().0);
    let application = application::store::Row {
        id: Id::random(),
        registration_number: number,
        person_id,
        form_kind: coded("zelda_form"),
        channel: coded("in_person"),
        submitted_on: today,
        received_on: today,
        stated_address: None,
        stated_contact: None,
        stated_disability: None,
        assisted_by: None,
        represented_by: None,
        submitted_by_municipality: None,
        state: coded("decided"),
        decide_by: today,
        extended_to: None,
        decided_on: Some(today),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let assessment = assessment::store::Row {
        id: Id::random(),
        application_id: application.id,
        programme_id,
        form_version: "v1".into(),
        assessed_on: today,
        place: "birojs".into(),
        communication: "mutiski".into(),
        present: "persona".into(),
        needs: "[]".into(),
        person_view: "piekrīt".into(),
        total_minutes: volume,
        level,
        volume_minutes: volume,
        unmet_minutes: 0,
        chosen_level: None,
        chosen_volume_minutes: None,
        chosen_reason: None,
        assessor: "test#coordinator".into(),
        recorded_at: now,
    };
    let decision = decision::store::Row {
        id: Id::random(),
        number: format!("APLP-{number}"),
        application_id: application.id,
        person_id,
        programme_id,
        assessment_id: Some(assessment.id),
        outcome: coded("grant"),
        decided_on: today,
        decided_at: now,
        official_subject: "test#decision_maker".into(),
        official_name: "Andris Ozols".into(),
        official_position: "vadītājs".into(),
        eligibility: coded("eligible"),
        funding: "available".into(),
        ground: None::<ReasonCode>,
        term_from: Some(day(from)),
        term_to: Some(day(to)),
        areas: Some(areas.into()),
        level: Some(level),
        volume_minutes: Some(volume),
        reasoning: "pamatojums".into(),
        addressee_view: None,
        plain_summary: "Jums būs atbalsts.".into(),
        norms: "[]".into(),
        contest: "{}".into(),
        warnings: "[]".into(),
        inputs: "[]".into(),
        trace: "{}".into(),
        rules_hash: "0".repeat(64),
    };
    let grant = grant::store::Row {
        id: Id::random(),
        decision_id: decision.id,
        decision_outcome: coded("grant"),
        person_id,
        programme_id,
        term_from: day(from),
        term_to: day(to),
        areas: areas.into(),
        level,
        volume_minutes: volume,
        state: coded("granted"),
        committed_cents: 0,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let id = grant.id.to_string();
    let written = office.app.db.write(move |tx| {
        diesel::insert_into(applications::table).values(&application).execute(tx)?;
        diesel::insert_into(assessments::table).values(&assessment).execute(tx)?;
        diesel::insert_into(decisions::table).values(&decision).execute(tx)?;
        diesel::insert_into(grants::table).values(&grant).execute(tx)?;
        Ok(())
    });
    System::new().block_on(written).unwrap();
    id
}

fn coded<T: Code + std::fmt::Debug>(code: &str) -> Coded<T> {
    Coded(T::from_code(code).unwrap())
}
