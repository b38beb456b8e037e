//! The demo's office: two municipalities, staff, a purse for each programme, and persons in every state.

use std::fmt::Write;

use serde_json::{Value, json};

use super::people::{ANNA, JANIS, KARLIS, LIGA, MARTA, ON_THE_WAY, TALSI};
use super::steps::Office;
use super::teller::{Teller, id};
use crate::caller::Role;
use crate::clock::Clock;
use crate::error::Error;
use crate::http::token::Claims;

/// What one needs to try the demo out.
pub(super) struct Guide {
    tokens: Vec<(Claims, String)>,
    person: String,
}

impl Guide {
    /// Tokens and calls to paste, for a service at an address.
    pub(super) fn text(&self, address: &str) -> String {
        let mut text = String::from("\nA token for each role, good for an hour (aplp token makes more):\n\n");
        for (claims, token) in &self.tokens {
            let _ = writeln!(text, "{}\n  {token}\n", claims.roles.join(" "));
        }
        let token = self.tokens.first().map(|(_, token)| token.as_str()).unwrap_or_default();
        let _ = write!(
            text,
            "Three calls to paste:\n\n\
             curl -s {address}/v1/service-information\n\n\
             curl -s -H 'Authorization: Bearer {token}' '{address}/v1/applications?limit=3'\n\n\
             curl -s -H 'Authorization: Bearer {token}' {address}/v1/persons/{}\n\n\
             The API is explained at {address}/docs. Stop with Ctrl-C.\n",
            self.person
        );
        text
    }
}

fn office(teller: &Teller) -> Office<'_> {
    let of = |subject: &str, role, name: &str| {
        let claims = Claims::demo(subject, &[role], teller.clock.now());
        Claims { name: Some(name.to_owned()), ..claims }
    };
    let ilze = of("ilze", Role::Coordinator, "Ilze Kalniņa");
    Office { teller, ilze, andris: of("andris", Role::DecisionMaker, "Andris Ozols") }
}

/// Loads the office; the clock of the teller passes through its ten weeks.
pub(super) async fn load(teller: &Teller) -> Result<(), Error> {
    let office = office(teller);
    let state = first(teller.get(&office.ilze, "/v1/programmes?code=state").await?, "id")?;
    let places =
        json!({ "places": 30, "cents": 6_000_000, "effective_on": office.today(), "reference": "LM līgums 2026/1" });
    teller.post(&office.andris, &format!("/v1/programmes/{state}/allocations"), places).await?;
    let talsi = own_programme(&office).await?;
    let laura = json!({
        "given_name": "Laura", "family_name": "Zariņa", "subject": "laura", "qualification": "sociālā darbiniece",
        "areas": ["rights", "finance", "daily_life", "health", "social_care", "support_circle"],
        "employed_from": "2024-01-02", "caseload_max": 15,
    });
    let laura = id(&teller.post(&office.ilze, "/v1/support-persons", laura).await?)?;
    served(&office, &state, &laura).await?;
    queued(&office, &talsi).await?;
    on_the_way(&office, &state).await
}

/// Talsi pays for one place of its own.
async fn own_programme(office: &Office<'_>) -> Result<String, Error> {
    let talsi = Claims::demo("talsi", &[Role::Municipality], office.teller.clock.now());
    let talsi = Claims { municipality: Some(TALSI.to_owned()), ..talsi };
    let programme = json!({
        "code": "talsi_own", "title_lv": "Talsu novada pašvaldības finansējums", "title_en": "Talsi municipality's own money",
        "kind": "municipal_purchase", "funder": "Talsu novada pašvaldība", "starts_on": "2026-01-01", "ends_on": null,
        "covers": [
            { "group": "i", "from": "2026-01-01" }, { "group": "ii", "from": "2026-01-01" }, { "group": "iii", "from": "2026-01-01" },
        ],
        "municipalities": [TALSI], "level_1_minutes": 480, "level_2_minutes": 1200, "level_3_minutes": 2100, "term_months": 12,
        "legal_ground": "Talsu novada domes lēmums 2026/7", "reference_notes": "domes lēmums",
    });
    let programme = id(&office.teller.post(&talsi, "/v1/programmes", programme).await?)?;
    let place = json!({ "places": 1, "effective_on": office.today(), "reference": "domes lēmums 2026/7" });
    office.teller.post(&talsi, &format!("/v1/programmes/{programme}/allocations"), place).await?;
    Ok(programme)
}

/// One person is served for weeks, another one's agreement lacks a signature.
async fn served(office: &Office<'_>, state: &str, laura: &str) -> Result<(), Error> {
    let anna = office.person(&ANNA).await?;
    let application = office.application(&anna).await?;
    office.pass(3);
    office.check(&application, "iis", "present").await?;
    office.assessment(&application, state).await?;
    office.pass(1);
    let grant = office.grant(&application, state).await?;
    let agreement = office.agreement(&grant, laura).await?;
    office.signature(&agreement, "person", "Anna Bērziņa").await?;
    office.signature(&agreement, "support_person", "Laura Zariņa").await?;
    office.signature(&agreement, "association", "Andris Ozols").await?;
    let supporter = Claims::demo("laura", &[Role::SupportPerson], office.teller.clock.now());
    let supporter = Claims { support_person: laura.parse().ok(), ..supporter };
    for minutes in [60, 90, 45, 60] {
        office.pass(7);
        office.hours(&supporter, &grant, minutes).await?;
    }
    let janis = office.person(&JANIS).await?;
    let application = office.application(&janis).await?;
    office.check(&application, "iis", "absent").await?;
    office.check(&application, "vdeavk", "present").await?;
    office.assessment(&application, state).await?;
    let grant = office.grant(&application, state).await?;
    let agreement = office.agreement(&grant, laura).await?;
    office.signature(&agreement, "person", "Jānis Kalniņš").await
}

/// Talsi's one place is taken, so the next person waits; a third one is refused.
async fn queued(office: &Office<'_>, talsi: &str) -> Result<(), Error> {
    for (someone, outcome) in [(&LIGA, "grant"), (&MARTA, "queue"), (&KARLIS, "refuse")] {
        let person = office.person(someone).await?;
        let application = office.application(&person).await?;
        office.check(&application, "iis", if outcome == "refuse" { "absent" } else { "present" }).await?;
        if outcome == "refuse" {
            return refused(office, &application, talsi).await;
        }
        office.assessment(&application, talsi).await?;
        if outcome == "grant" {
            office.grant(&application, talsi).await?;
        } else {
            let body = json!({
                "outcome": "queue", "programme_id": talsi, "reasoning": "Nosacījumi izpildīti; vietas ir aizņemtas.",
                "plain_summary": "Jūs esat rindā. Mēs paziņosim, kad būs vieta.",
            });
            office.decision(&application, body).await?;
        }
    }
    Ok(())
}

async fn refused(office: &Office<'_>, application: &str, programme: &str) -> Result<(), Error> {
    office.check(application, "vdeavk", "absent").await?;
    office.certificate_request(application).await?;
    office.pass(5);
    let certificate = json!({
        "issuer_name": "Dr. Inese Vītola", "issuer_institution": "Strenču psihoneiroloģiskā slimnīca",
        "issued_on": office.today(), "received_on": office.today(), "confirms": false, "document_reference": "izziņa 12/2026",
    });
    office.teller.post(&office.ilze, &format!("/v1/applications/{application}/certificates"), certificate).await?;
    let body = json!({
        "outcome": "refuse", "programme_id": programme, "ground": "mental_disorder_absent",
        "addressee_view": "Persona uzklausīta, iebildumu nav.", "reasoning": "Psihiatra izziņa neapstiprina nosacījumu.",
        "plain_summary": "Pakalpojumu nevar piešķirt, jo ārsts neapstiprināja traucējumus. Jūs varat to apstrīdēt.",
    });
    office.decision(application, body).await?;
    Ok(())
}

/// Applications that stand at every step before a decision.
async fn on_the_way(office: &Office<'_>, state: &str) -> Result<(), Error> {
    for (steps, someone) in ON_THE_WAY.iter().enumerate() {
        office.pass(2);
        let person = office.person(someone).await?;
        let application = office.application(&person).await?;
        let silent = steps == 4;
        match steps {
            0 | 1 => {}
            2 => {
                let withdrawn = json!({ "withdrawn_on": office.today(), "requested_by": "person" });
                office
                    .teller
                    .post(&office.ilze, &format!("/v1/applications/{application}/withdrawal"), withdrawn)
                    .await?;
            }
            _ => office.check(&application, "iis", if silent { "absent" } else { "present" }).await?,
        }
        if silent {
            office.check(&application, "vdeavk", "absent").await?;
            office.certificate_request(&application).await?;
        }
        if steps == 5 {
            office.assessment(&application, state).await?;
        }
    }
    Ok(())
}

/// Tokens for all roles, made when the service starts.
pub(super) async fn guide(teller: &Teller) -> Result<Guide, Error> {
    let now = Clock::System.now();
    teller.clock.move_to(now);
    let Office { ilze, andris, .. } = office(teller);
    let person = first(teller.get(&ilze, "/v1/persons?limit=1").await?, "id")?;
    let supporter = first(teller.get(&ilze, "/v1/support-persons?limit=1").await?, "id")?;
    let uuid = |text: &str| text.parse().ok();
    let of = |role: Role| Claims::demo(aplp_domain::code::Code::code(role), &[role], now);
    let everybody = vec![
        ilze,
        andris,
        Claims { support_person: uuid(&supporter), ..of(Role::SupportPerson) },
        Claims { municipality: Some(TALSI.to_owned()), ..of(Role::Municipality) },
        Claims { person: uuid(&person), ..of(Role::Person) },
        Claims { programmes: vec!["state".to_owned()], ..of(Role::Funder) },
        of(Role::Broker),
        of(Role::Auditor),
        of(Role::Reporter),
        of(Role::Admin),
    ];
    let tokens = everybody.into_iter().map(|claims| teller.token(&claims).map(|token| (claims, token)));
    Ok(Guide { tokens: tokens.collect::<Result<_, _>>()?, person })
}

fn first(page: Value, member: &str) -> Result<String, Error> {
    let value = page["items"][0][member].as_str().map(str::to_owned);
    value.ok_or_else(|| Error::Internal("the demo's office is not complete; remove the data folder".to_owned()))
}
