//! Who is asking, and whose data they may see.

use std::fmt;

use aplp_domain::codes;
use aplp_domain::municipalities;
use aplp_domain::purpose::Purpose;
use aplp_domain::riga;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::Id;

/// What somebody does in or around the service. A role never bypasses a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Intake and assessment at the association.
    Coordinator,
    /// Signs decisions; never the assessor of the same application.
    DecisionMaker,
    /// Hears contests of the association's decisions (MK 625, 22).
    Director,
    /// Gives support; sees the own caseload.
    SupportPerson,
    /// A municipality's social service: own territory and own programmes.
    Municipality,
    /// Pays for a programme; sees figures without names.
    Funder,
    /// Helps with individual budgets only.
    Broker,
    /// Reads the journal, changes nothing.
    Auditor,
    /// Aggregates only.
    Reporter,
    /// The person supported, through a third party's frontend; sees the own file.
    Person,
    /// Clients, keys, retention.
    Admin,
}

codes!(Role {
    Coordinator = "coordinator",
    DecisionMaker = "decision_maker",
    Director = "director",
    SupportPerson = "support_person",
    Municipality = "municipality",
    Funder = "funder",
    Broker = "broker",
    Auditor = "auditor",
    Reporter = "reporter",
    Person = "person",
    Admin = "admin",
});

/// The language of a problem or a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Latvian, the default.
    Latvian,
    /// English.
    English,
}

/// Whose data a caller may see. Every list, count and search goes through it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sight {
    /// Everybody's.
    All,
    /// That of the persons whom this support person supports on this day.
    Caseload(Uuid, NaiveDate),
    /// That of the persons who on this day live in these territories, wait for their money or have a service that it pays (ATVK codes).
    Territory(Vec<&'static str>, NaiveDate),
    /// One's own.
    Own(Uuid),
    /// Of nobody but what stands in the open individual budgets whose broker in force this issuer's subject is.
    Brokered(String, String),
    /// Nobody's.
    Nobody,
}

/// Who is asking: taken from a verified token, with the request it came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who issued the token.
    pub issuer: String,
    /// Who the issuer says this is.
    pub subject: String,
    /// The program through which they ask.
    pub client: String,
    /// The id of the token: that it says, or that of a token for a script; none where no token was needed.
    pub token: Option<String>,
    /// The display name for documents they sign.
    pub name: Option<String>,
    /// What they do: of the roles in the token those that carry the right which is used.
    pub roles: Vec<Role>,
    /// The rights that the token carries, where it names them: then of the roles' rights only these.
    pub scopes: Option<Vec<String>>,
    /// Their municipality's ATVK code.
    pub municipality: Option<String>,
    /// Who they are in the register of support persons.
    pub support_person: Option<Uuid>,
    /// Who they are in the register of persons.
    pub person: Option<Uuid>,
    /// The programmes they pay for, by code.
    pub programmes: Vec<String>,
    /// When the token ends.
    pub expires_at: DateTime<Utc>,
    /// For what they ask: named in the request, or the first purpose of their role.
    pub purpose: Option<Purpose>,
    /// The id of the request.
    pub request: String,
    /// The network that the request came from, too large to tell of one person.
    pub source: String,
    /// The moment the request came in: every rule and record of one request uses the same one.
    pub at: DateTime<Utc>,
    /// The language for texts.
    pub language: Language,
    /// Whether the data is real.
    pub livemode: bool,
}

/// Only ids and roles: a log line about a caller names nobody.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").field("client", &self.client).field("roles", &self.roles).finish_non_exhaustive()
    }
}

impl Caller {
    /// The service itself, for what it does by the clock: it sees everybody and signs nothing.
    #[must_use]
    pub fn service(at: DateTime<Utc>, livemode: bool) -> Self {
        Self {
            issuer: "aplp".to_owned(),
            subject: "tick".to_owned(),
            client: "aplp".to_owned(),
            token: None,
            name: None,
            roles: vec![Role::Coordinator],
            scopes: None,
            municipality: None,
            support_person: None,
            person: None,
            programmes: Vec::new(),
            expires_at: at,
            purpose: Some(Purpose::ServiceDelivery),
            request: format!("tick-{}", at.timestamp_micros()),
            source: "local".to_owned(),
            at,
            language: Language::Latvian,
            livemode,
        }
    }

    /// Whoever works on the machine of the service: what they do there is recorded as theirs.
    #[must_use]
    pub fn operator(at: DateTime<Utc>, livemode: bool) -> Self {
        Self {
            subject: "operator".to_owned(),
            roles: vec![Role::Admin],
            purpose: Some(Purpose::Supervision),
            request: format!("operator-{}", at.timestamp_micros()),
            ..Self::service(at, livemode)
        }
    }

    /// Today in Riga, at the moment of the request.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        riga::riga_day(self.at)
    }

    /// Whether one of the caller's roles is this.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Who asks and through which program, as one text: issuer, client and subject, a line each.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}\n{}\n{}", self.issuer, self.client, self.subject)
    }

    /// The id by which records name the caller: issuer and subject.
    #[must_use]
    pub fn official(&self) -> String {
        format!("{}#{}", self.issuer, self.subject)
    }

    /// Whose data the caller may see: the widest that one of these roles opens.
    #[must_use]
    pub fn sight(&self) -> Sight {
        if [Role::Coordinator, Role::DecisionMaker, Role::Director, Role::Auditor].iter().any(|role| self.is(*role)) {
            return Sight::All;
        }
        let territory = || {
            let own = self.municipality.as_deref().map(|atvk| municipalities::same_place_on(atvk, self.today()));
            own.map(|codes| Sight::Territory(codes, self.today()))
        };
        let of = |role, sight: Option<Sight>| sight.filter(|_| self.is(role));
        of(Role::Municipality, territory())
            .or_else(|| of(Role::SupportPerson, self.support_person.map(|id| Sight::Caseload(id, self.today()))))
            .or_else(|| of(Role::Person, self.person.map(Sight::Own)))
            .or_else(|| of(Role::Broker, Some(Sight::Brokered(self.issuer.clone(), self.subject.clone()))))
            .unwrap_or(Sight::Nobody)
    }

    /// The id of the caller in the register of support persons, typed.
    #[must_use]
    pub fn support_person_id<T>(&self) -> Option<Id<T>> {
        self.support_person.map(Id::of)
    }
}
