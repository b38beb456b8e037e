//! What is known when an application is decided: read once, under the claims that keep it still.

use aplp_domain::age::settled_birth;
use aplp_domain::application::{Event, next};
use aplp_domain::code::Code;
use aplp_domain::decision::{Assessed, Wanted};
use aplp_domain::disability::Source;
use aplp_domain::eligibility::{Facts, MissingFact};
use aplp_domain::grant::volume_together;
use aplp_domain::programmes::Programme;
use aplp_domain::quantity::Minutes;
use aplp_domain::queue::Key;
use aplp_domain::riga::riga_day;
use aplp_domain::ruling::Premises;
use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::inputs::FactSource;
use super::{DecisionId, store};
use crate::caller::Caller;
use crate::db::Conn;
use crate::error::Error;
use crate::http::seen::Seen;
use crate::intake::applications::{self, ApplicationId};
use crate::intake::checks::findings::Findings;
use crate::intake::grants::store::beside::{self, Beside};
use crate::intake::{assessments, checks, grants, queue};
use crate::register::persons::store::deaths::lives_today;
use crate::register::programmes::{self, ProgrammeId};
use crate::register::{persons, persons::store::CodeRow};

/// An application with all that a decision on it rests on.
pub struct Case {
    /// The application, which its state lets be decided.
    pub application: applications::store::Row,
    /// The decision on it that a contest undid, and whose place the new one takes.
    pub undone: Option<DecisionId>,
    /// Whose it is.
    pub person: persons::store::Row,
    /// The personal code in use.
    pub code: Option<CodeRow>,
    /// Where they live on the day.
    pub lives: Option<persons::store::AddressRow>,
    /// The programme that would pay, as it is kept and as the rules see it.
    pub programme: (programmes::store::Row, Programme),
    /// What it has left.
    pub balance: programmes::store::BalanceRow,
    /// What the registers and the psychiatrist said.
    pub findings: Findings,
    /// The assessments of the application, the newest last.
    pub assessments: Vec<assessments::store::Row>,
    /// The services that the person received, each with its version and the code of its programme.
    pub served: Vec<(grants::GrantId, i32, String)>,
    /// Those among them that this programme paid or pays.
    pub services: Vec<Beside>,
    /// How many wait for the programme before this application and could be asked now; nobody counts any more when its
    /// turn has come.
    pub ahead: i64,
    /// The place in the queue that waits on this application.
    pub place: Option<queue::store::Row>,
}

impl Case {
    /// Claims the person's case and the programme, then reads everything.
    ///
    /// An application is decided once; where that put the person in the queue, it is decided once more when their turn comes.
    ///
    /// # Errors
    /// `NotFound` for an application that the caller may not see, `Stale` for another version than the caller saw, a fault at
    /// `#/programme_id` for a programme that is not there or not the one waited for, `IllegalMove` for an application that
    /// cannot be decided as it stands.
    pub fn read(
        tx: &mut Conn,
        id: ApplicationId,
        programme: ProgrammeId,
        seen: &Seen,
        who: &Caller,
    ) -> Result<Self, Error> {
        let application = applications::store::claimed(tx, id, who)?;
        seen.is(application.version)?;
        lives_today(tx, application.person_id, who)?;
        let place = queue::store::of_application(tx, id)?;
        match &place {
            None => drop(next(application.state.0, Event::Decided)?),
            Some(place) if place.programme_id == programme => {}
            Some(_) => return Err(Error::invalid("#/programme_id", "waits_elsewhere")),
        }
        let known = programmes::store::claimed(tx, programme);
        let (programme, mut balance) = known.map_err(Error::unknown("#/programme_id"))?;
        if grants::expiry::catch_up(tx, who, programme.id)? {
            balance = programmes::store::balance(tx, programme.id)?;
        }
        Self::of(tx, application, place, (programme, balance), who)
    }

    /// Everything as it stands now, for a programme that would pay.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn of(
        conn: &mut Conn,
        application: applications::store::Row,
        place: Option<queue::store::Row>,
        (programme, balance): programmes::store::Known,
        who: &Caller,
    ) -> Result<Self, Error> {
        let person = persons::store::find(conn, application.person_id, who)?;
        let mut case = Self {
            code: persons::store::code_in_use(conn, person.id)?,
            lives: persons::store::address_on(conn, person.id, who.today())?,
            findings: checks::store::findings(conn, application.id)?,
            assessments: assessments::store::all(conn, application.id)?,
            served: grants::store::received(conn, person.id)?,
            services: Vec::new(),
            ahead: 0,
            // An application that is open for a decision and has one was opened by a contest.
            undone: match application.decided_on {
                None => store::last_of(conn, application.id)?,
                Some(_) => None,
            },
            place,
            programme: (programme.clone(), programme.rules()),
            application,
            person,
            balance,
        };
        case.count_for_the_person(conn, who.today())?;
        Ok(case)
    }

    /// The same case for another programme that would pay: all that was found about the person stays.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn under(
        &mut self,
        conn: &mut Conn,
        (programme, balance): programmes::store::Known,
        today: NaiveDate,
    ) -> Result<(), Error> {
        self.programme = (programme.clone(), programme.rules());
        self.balance = balance;
        self.count_for_the_person(conn, today)
    }

    /// Counts what the programme has left for this person: what they have already, and what was put aside for them, is there.
    fn count_for_the_person(&mut self, conn: &mut Conn, today: NaiveDate) -> Result<(), Error> {
        let Self { application, place, programme: (programme, _), .. } = self;
        let reserved = place.as_ref().filter(|place| place.programme_id == programme.id);
        let reserved = reserved.and_then(|place| place.reserved_cents);
        let holds_place = grants::store::holds_place(conn, application.person_id, programme.id)?;
        let applications::store::Row { submitted_on, registration_number, .. } = *application;
        self.ahead = match reserved {
            Some(_) => 0,
            None => queue::store::askable_ahead(conn, programme.id, Key { submitted_on, registration_number }, today)?,
        };
        self.services = beside::of_person(conn, application.person_id, programme.id)?;
        self.balance.cents_committed -= reserved.unwrap_or_default();
        self.balance.places_taken -= i32::from(holds_place);
        Ok(())
    }

    /// The assessment that counts.
    #[must_use]
    pub fn assessment(&self) -> Option<&assessments::store::Row> {
        self.assessments.last()
    }

    /// The same as far as the rules need it.
    #[must_use]
    pub fn assessed(&self) -> Option<Assessed> {
        self.assessment().map(assessments::store::Row::value)
    }

    /// Whether an official filled in one of the assessments.
    #[must_use]
    pub fn was_assessed_by(&self, official: &str) -> bool {
        self.assessments.iter().any(|row| row.assessor == official)
    }

    /// The facts about the person on a day.
    #[must_use]
    pub fn facts(&self, on: NaiveDate) -> Facts {
        let mut formerly_in: Vec<String> = self.served.iter().map(|(_, _, code)| code.clone()).collect();
        formerly_in.sort_unstable();
        formerly_in.dedup();
        Facts {
            born_on: self.birth(on).0,
            disability: self.findings.disability().map(|(disability, _)| disability),
            mental_disorder: self.findings.confirmation(on).mental_disorder(),
            municipality: self.lives.as_ref().and_then(|row| row.municipality.clone()),
            formerly_in: Some(formerly_in),
        }
    }

    /// The day of birth that counts, and whether its sources contradict each other.
    fn birth(&self, on: NaiveDate) -> (Option<NaiveDate>, bool) {
        let register = self.findings.born_on().map(|(born_on, _)| born_on);
        settled_birth(self.person.born_on, register, on).unwrap_or_default()
    }

    /// What the services of the person under the programme give of the month of a day.
    #[must_use]
    pub fn shared(&self, on: NaiveDate) -> Minutes {
        let services: Vec<_> = self.services.iter().map(Beside::service).collect();
        volume_together(&services, (on.year(), on.month()))
    }

    /// The earliest day on which a register was asked whose answer counts on a day.
    fn registers_asked_on(&self, on: NaiveDate) -> Option<NaiveDate> {
        let disability = self.findings.disability().map(|(_, row)| row);
        self.findings.on_mental_disorder(on).chain(disability).map(|row| riga_day(row.checked_at.and_utc())).min()
    }

    /// All that a decision of today rests on.
    #[must_use]
    pub fn premises(&self, wanted: Wanted, override_noted: bool, who: &Caller) -> Premises {
        let on = who.today();
        let starts_on = if let Wanted::Grant { term_from, .. } = wanted { term_from } else { on };
        Premises {
            on,
            decide_until: self.application.last_day(),
            facts: self.facts(on),
            programme: self.programme.1.clone(),
            registers_asked_on: self.registers_asked_on(on),
            contradicting: self.birth(on).1.then_some(MissingFact::BornOn).into_iter().collect(),
            shared: self.shared(starts_on),
            assessment: self.assessed(),
            balance: self.balance.value(),
            ahead_in_queue: self.ahead,
            by_the_assessor: self.was_assessed_by(&who.official()),
            override_noted,
            wanted,
        }
    }

    /// Where each of these facts was read.
    #[must_use]
    pub fn sources(&self, on: NaiveDate) -> Vec<FactSource> {
        let Self { application, person, lives, programme: (programme, _), findings, served, .. } = self;
        let of_person = |fact, told_by| source(fact, "person", person.id.uuid(), person.version, told_by);
        let of_check = |fact, row: &checks::store::RegistryCheckRow| {
            source(fact, "registry_check", row.id.uuid(), 1, Some(row.register.0.code()))
        };
        let mut sources = vec![
            source("decide_until", "application", application.id.uuid(), application.version, None),
            source("programme", "programme", programme.id.uuid(), programme.version, None),
        ];
        sources.extend(person.born_on.map(|_| of_person("born_on", person.born_on_source.as_deref())));
        sources.extend(findings.born_on().map(|(_, row)| of_check("born_on", row)));
        if lives.as_ref().is_some_and(|row| row.municipality.is_some()) {
            sources.push(of_person("municipality", None));
        }
        sources.extend(findings.disability().map(|(_, row)| of_check("disability", row)));
        sources.extend(findings.on_mental_disorder(on).map(|row| of_check("mental_disorder", row)));
        if findings.confirmation(on).source() == Some(Source::Certificate) {
            sources.extend(match (&findings.certificate, &findings.request) {
                (Some(row), _) => Some(source("mental_disorder", "certificate", row.id.uuid(), 1, None)),
                (None, Some(row)) => Some(source("mental_disorder", "certificate_request", row.id.uuid(), 1, None)),
                (None, None) => None,
            });
        }
        sources.extend(self.assessment().map(|row| source("assessment", "assessment", row.id.uuid(), 1, None)));
        sources.extend(
            served.iter().map(|(id, version, code)| source("formerly_in", "grant", id.uuid(), *version, Some(code))),
        );
        sources
    }
}

fn source(fact: &str, object: &str, id: Uuid, version: i32, told_by: Option<&str>) -> FactSource {
    let told_by = told_by.map(str::to_owned);
    FactSource { fact: fact.to_owned(), object: object.to_owned(), id, version, told_by }
}
