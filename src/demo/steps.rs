//! The steps of a case, as the demo's staff take them.

use chrono::{DateTime, Duration, NaiveDate, SubsecRound, Utc};
use serde_json::{Value, json};

use super::teller::{Teller, id};
use crate::error::Error;
use crate::http::token::Claims;

/// The digest of an empty file, in place of a scan of a register's answer.
const EVIDENCE: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The office at work: who speaks, and who they are.
pub(super) struct Office<'a> {
    pub(super) teller: &'a Teller,
    pub(super) ilze: Claims,
    pub(super) andris: Claims,
}

/// A person of the demo.
pub(super) struct Someone {
    pub(super) given_name: &'static str,
    pub(super) family_name: &'static str,
    pub(super) personal_code: &'static str,
    /// Where the code does not tell it.
    pub(super) born_on: Option<&'static str>,
    pub(super) municipality: &'static str,
    pub(super) address: Option<&'static str>,
}

impl Office<'_> {
    fn now(&self) -> DateTime<Utc> {
        self.teller.clock.now()
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.teller.clock.today()
    }

    /// Lets days pass.
    pub(super) fn pass(&self, days: i64) {
        self.teller.clock.move_to(self.now() + Duration::days(days));
    }

    pub(super) async fn person(&self, someone: &Someone) -> Result<String, Error> {
        let Someone { given_name, family_name, personal_code, born_on, municipality, address } = someone;
        let mut body = json!({
            "given_name": given_name, "family_name": family_name, "personal_code": personal_code,
            "municipality": municipality, "phone": "+371 20000000",
        });
        if let Some(address) = address {
            body["address"] = json!(address);
        }
        if let Some(born_on) = born_on {
            body["born_on"] = json!(born_on);
            body["born_on_source"] = json!("identity document");
        }
        id(&self.teller.post(&self.ilze, "/v1/persons", body).await?)
    }

    pub(super) async fn application(&self, person: &str) -> Result<String, Error> {
        let body = json!({
            "person_id": person, "form_kind": "zelda_form", "channel": "in_person",
            "submitted_on": self.today(), "disability": "II grupa, garīga rakstura traucējumi",
        });
        id(&self.teller.post(&self.ilze, "/v1/applications", body).await?)
    }

    /// What a register answers; `mark` is `present` or `absent`.
    pub(super) async fn check(&self, application: &str, register: &str, mark: &str) -> Result<(), Error> {
        let mut body = json!({
            "register": register, "mental_disorder": mark, "purpose": "APLP piešķiršana", "permission_number": "DEMO-1",
            "reference": format!("{register}-{}", self.today()), "evidence_sha256": EVIDENCE, "checked_at": self.now(),
        });
        if register == "iis" {
            body["disability"] = json!({ "group": "ii", "valid_from": "2020-01-01" });
        }
        self.teller.post(&self.ilze, &format!("/v1/applications/{application}/registry-checks"), body).await?;
        Ok(())
    }

    pub(super) async fn certificate_request(&self, application: &str) -> Result<(), Error> {
        let body = json!({ "requested_on": self.today(), "answer_by": self.today() + Duration::days(20) });
        let path = format!("/v1/applications/{application}/certificate-requests");
        self.teller.post(&self.ilze, &path, body).await?;
        Ok(())
    }

    pub(super) async fn assessment(&self, application: &str, programme: &str) -> Result<(), Error> {
        let need = |area: &str, wish: &str, minutes: i32| {
            json!({
                "area": area, "wish": wish, "importance": 3, "natural_support": "māsa", "need": 2,
                "frequency": "reizi nedēļā", "risks": "nav", "agreed_minutes": minutes,
            })
        };
        let body = json!({
            "programme_id": programme, "form_version": "v1", "assessed_on": self.today(), "place": "mājās",
            "communication": "runā lēni, palīdz attēli", "present": "persona un koordinatore",
            "person_view": "Piekrītu. Vispirms gribu saprast savu naudu.",
            "needs": [
                need("finance", "Gribu pats plānot savu naudu.", 240),
                need("daily_life", "Gribu iemācīties iepirkties viens.", 180),
                need("health", "Gribu saprast, ko saka ārsts.", 60),
            ],
        });
        self.teller.post(&self.ilze, &format!("/v1/applications/{application}/assessments"), body).await?;
        Ok(())
    }

    pub(super) async fn decision(&self, application: &str, mut body: Value) -> Result<Value, Error> {
        body["official_position"] = json!("direktors");
        self.teller.post(&self.andris, &format!("/v1/applications/{application}/decisions"), body).await
    }

    pub(super) async fn grant(&self, application: &str, programme: &str) -> Result<String, Error> {
        let body = json!({
            "outcome": "grant", "programme_id": programme, "term_from": self.today(),
            "areas": ["finance", "daily_life", "health"], "level": 1, "volume_minutes": 480,
            "reasoning": "Persona atbilst visiem nosacījumiem.",
            "plain_summary": "Jums piešķirts atbalsts: 8 stundas mēnesī, divpadsmit mēnešus.",
        });
        let decision = self.decision(application, body).await?;
        let grant = decision["grant_id"].as_str().map(str::to_owned);
        grant.ok_or_else(|| Error::Internal("a decision of the demo has no grant".to_owned()))
    }

    pub(super) async fn agreement(&self, grant: &str, support_person: &str) -> Result<String, Error> {
        let body = json!({
            "support_person_id": support_person, "meeting_place": "mājās vai birojā",
            "meeting_manner": "klātienē un pa tālruni", "schedule": "otrdienās plkst. 10.00",
        });
        id(&self.teller.post(&self.ilze, &format!("/v1/grants/{grant}/agreements"), body).await?)
    }

    pub(super) async fn signature(&self, agreement: &str, party: &str, signatory: &str) -> Result<(), Error> {
        let body = json!({ "party": party, "method": "handwritten", "signatory": signatory, "signed_at": self.now() });
        self.teller.post(&self.ilze, &format!("/v1/agreements/{agreement}/signatures"), body).await?;
        Ok(())
    }

    /// An entry that ends with the last whole minute.
    pub(super) async fn hours(&self, who: &Claims, grant: &str, minutes: i64) -> Result<(), Error> {
        let ended_at = self.now().trunc_subsecs(0);
        let ended_at = ended_at - Duration::seconds(ended_at.timestamp() % 60);
        let body = json!({
            "started_at": ended_at - Duration::minutes(minutes), "ended_at": ended_at, "area": "finance",
            "component": "decision_support", "mode": "in_person", "place_kind": "home", "travel_minutes": 20,
            "note": "Kopā pārskatījām mēneša rēķinus.",
        });
        self.teller.post(who, &format!("/v1/grants/{grant}/time-entries"), body).await?;
        Ok(())
    }
}
