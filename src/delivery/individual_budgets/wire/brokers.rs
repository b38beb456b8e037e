//! What is sent and received about brokers.

use aplp_domain::broker::{Conflict, DeclaredRole, Facts};
use aplp_domain::code::Code;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::store::brokers::BrokerRow;
use super::super::{AssignmentId, BudgetId};
use crate::caller::Caller;
use crate::codes::{BrokerConflictCode, DeclaredRoleCode, EmployerKindCode};
use crate::db::Coded;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// Who employs a broker.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Employer {
    /// What kind of employer.
    pub kind: EmployerKindCode,
    /// Its name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The ATVK code of the municipality, also of one before the reform of 2021: for a social service, and wherever it is known.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
}

/// By whose word somebody is a broker in spite of a conflict.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrokerException {
    /// Why there is nobody else.
    #[schema(max_length = 1000)]
    pub reason: String,
    /// Who answers for it, by name and position.
    #[schema(max_length = 200)]
    pub approved_by: String,
}

/// Somebody to be the broker of an individual budget.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrokerInput {
    /// Their name.
    #[schema(max_length = 200)]
    pub name: String,
    /// Who issues their tokens; unless said, who issued the token of the caller.
    #[schema(max_length = 200)]
    pub issuer: Option<String>,
    /// Who they are in the tokens of the issuer; without it they cannot look at the budget themselves.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// Who they are in the register of support persons, where they are in it.
    pub support_person_id: Option<SupportPersonId>,
    /// Who employs them.
    pub employer: Employer,
    /// What they are to the person besides, by their own word; empty for nothing.
    #[schema(max_items = 3)]
    pub declared_roles: Vec<DeclaredRoleCode>,
    /// Since when; today unless said, and not in the future.
    pub assigned_on: Option<NaiveDate>,
    /// An exception, for somebody who is not independent.
    pub exception: Option<BrokerException>,
}

/// Somebody as the broker of an individual budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrokerAssignment {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Of which budget.
    pub budget_id: BudgetId,
    /// Their name.
    #[schema(max_length = 200)]
    pub name: String,
    /// Who issues their tokens.
    #[schema(max_length = 200)]
    pub issuer: Option<String>,
    /// Who they are in the tokens of the issuer.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// Who they are in the register of support persons.
    pub support_person_id: Option<SupportPersonId>,
    /// Who employs them.
    pub employer: Employer,
    /// What they declared to be to the person besides.
    #[schema(max_items = 3)]
    pub declared_roles: Vec<DeclaredRoleCode>,
    /// Since when.
    pub assigned_on: NaiveDate,
    /// Until when, where somebody has taken over.
    pub superseded_at: Option<Moment>,
    /// Whether they were admitted in spite of a conflict.
    pub conflict_flag: bool,
    /// The conflicts on the day of the assignment.
    #[schema(max_items = 4)]
    pub conflicts: Vec<BrokerConflictCode>,
    /// The conflicts today, also those that came about later; empty for who is not the broker of an open budget.
    #[schema(max_items = 4)]
    pub conflicts_today: Vec<BrokerConflictCode>,
    /// By whose word they were admitted.
    pub exception: Option<BrokerException>,
    /// Who recorded it: issuer and subject of their token.
    pub recorded_by: String,
    /// Whose budget it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

/// The broker of an individual budget, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetBroker {
    /// Which assignment.
    pub assignment_id: AssignmentId,
    /// Their name.
    #[schema(max_length = 200)]
    pub name: String,
    /// Whether they were admitted in spite of a conflict.
    pub conflict_flag: bool,
    /// The conflicts on the day of the assignment.
    #[schema(max_items = 4)]
    pub conflicts: Vec<BrokerConflictCode>,
    /// The conflicts today, also those that came about later.
    #[schema(max_items = 4)]
    pub conflicts_today: Vec<BrokerConflictCode>,
}

/// Codes between commas, as they are stored.
#[must_use]
pub fn joined<T: Code>(codes: &[T]) -> String {
    codes.iter().map(|code| code.code()).collect::<Vec<_>>().join(",")
}

fn parted<T: Code>(text: &str) -> Vec<T> {
    text.split(',').filter_map(T::from_code).collect()
}

impl BrokerRow {
    /// What the broker declared to be to the person.
    #[must_use]
    pub fn declared(&self) -> Vec<DeclaredRole> {
        parted(&self.declared_roles)
    }

    /// What their independence turns on, as far as the row says it: with what they declared, whether they support the person, and
    /// where the person lives.
    #[must_use]
    pub fn facts<'a>(
        &'a self,
        declared: &'a [DeclaredRole],
        supports: bool,
        municipality: Option<&'a str>,
    ) -> Facts<'a> {
        Facts {
            declared,
            supports,
            employer: self.employer_kind.0,
            employer_municipality: self.employer_municipality.as_deref(),
            person_municipality: municipality,
        }
    }

    /// The conflicts on the day of the assignment.
    #[must_use]
    pub fn recorded_conflicts(&self) -> Vec<Conflict> {
        parted(&self.conflicts)
    }
}

fn coded(conflicts: &[Conflict]) -> Vec<BrokerConflictCode> {
    conflicts.iter().copied().map(Coded).collect()
}

impl BudgetBroker {
    /// The broker in force, with the conflicts today.
    #[must_use]
    pub fn of(row: &BrokerRow, today: &[Conflict]) -> Self {
        let conflicts = row.recorded_conflicts();
        Self {
            assignment_id: row.id,
            name: row.name.clone(),
            conflict_flag: !conflicts.is_empty(),
            conflicts: coded(&conflicts),
            conflicts_today: coded(today),
        }
    }
}

impl BrokerAssignment {
    /// An assignment, with the conflicts today.
    #[must_use]
    pub fn of(row: BrokerRow, today: &[Conflict], whose: PersonId, who: &Caller) -> Self {
        let (declared, conflicts) = (row.declared(), row.recorded_conflicts());
        let BrokerRow {
            id,
            budget_id,
            issuer,
            subject,
            support_person_id,
            employer_kind,
            employer_municipality,
            declared_roles: _,
            assigned_on,
            person_municipality: _,
            supports_person: _,
            conflicts: _,
            superseded_at,
            recorded_by,
            recorded_at,
            name,
            employer_name,
            exception_reason,
            exception_approved_by,
        } = row;
        let exception = exception_reason.zip(exception_approved_by);
        let updated_at = superseded_at.unwrap_or(recorded_at);
        let version = if superseded_at.is_some() { 2 } else { 1 };
        Self {
            common: Common::of(who, "broker_assignment", id.uuid(), version, (recorded_at, updated_at)),
            budget_id,
            name,
            issuer,
            subject,
            support_person_id,
            employer: Employer { kind: employer_kind, name: employer_name, municipality: employer_municipality },
            declared_roles: declared.into_iter().map(Coded).collect(),
            assigned_on,
            superseded_at: superseded_at.map(Moment::from),
            conflict_flag: !conflicts.is_empty(),
            conflicts: coded(&conflicts),
            conflicts_today: coded(today),
            exception: exception.map(|(reason, approved_by)| BrokerException { reason, approved_by }),
            recorded_by,
            whose,
        }
    }
}

impl Concerns for BrokerAssignment {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}
