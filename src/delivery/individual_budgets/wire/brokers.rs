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
    /// The kind.
    pub kind: EmployerKindCode,
    /// Its name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The ATVK code, even one before 2021; required for a social service.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub municipality: Option<String>,
}

/// An exception from a conflict.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrokerException {
    /// Why there is nobody else.
    #[schema(max_length = 1000)]
    pub reason: String,
    /// Who answers for it: name and position.
    #[schema(max_length = 200)]
    pub approved_by: String,
}

/// A broker to assign.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BrokerInput {
    /// Their name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The issuer of their tokens; null for the caller's.
    #[schema(max_length = 200)]
    pub issuer: Option<String>,
    /// The subject of their tokens; without it they cannot see the budget.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// Their id as a support person.
    pub support_person_id: Option<SupportPersonId>,
    /// The employer.
    pub employer: Employer,
    /// What else they are to the person.
    #[schema(max_items = 3)]
    pub declared_roles: Vec<DeclaredRoleCode>,
    /// Null for today; not in the future.
    pub assigned_on: Option<NaiveDate>,
    /// Required with a conflict, else refused.
    pub exception: Option<BrokerException>,
}

/// A broker of a budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrokerAssignment {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The budget.
    pub budget_id: BudgetId,
    /// Their name.
    #[schema(max_length = 200)]
    pub name: String,
    /// The issuer of their tokens.
    #[schema(max_length = 200)]
    pub issuer: Option<String>,
    /// The subject of their tokens.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// Their id as a support person.
    pub support_person_id: Option<SupportPersonId>,
    /// The employer.
    pub employer: Employer,
    /// What else they are to the person.
    #[schema(max_items = 3)]
    pub declared_roles: Vec<DeclaredRoleCode>,
    /// The first day.
    pub assigned_on: NaiveDate,
    /// When somebody took over.
    pub superseded_at: Option<Moment>,
    /// Admitted despite a conflict.
    pub conflict_flag: bool,
    /// When assigned.
    #[schema(max_items = 4)]
    pub conflicts: Vec<BrokerConflictCode>,
    /// Today; empty unless in force.
    #[schema(max_items = 4)]
    pub conflicts_today: Vec<BrokerConflictCode>,
    /// The exception.
    pub exception: Option<BrokerException>,
    /// Who recorded it.
    pub recorded_by: String,
    /// Whose budget it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

/// The broker.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetBroker {
    /// The assignment.
    pub assignment_id: AssignmentId,
    /// Their name.
    #[schema(max_length = 200)]
    pub name: String,
    /// Admitted despite a conflict.
    pub conflict_flag: bool,
    /// When assigned.
    #[schema(max_items = 4)]
    pub conflicts: Vec<BrokerConflictCode>,
    /// Today.
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
