//! What is sent and received about programmes and what they are given.

use aplp_domain::disability::Group;
use aplp_domain::programmes::Cover;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProgrammeId;
use super::store::{AllocationRow, BalanceRow, Row};
use crate::caller::Caller;
use crate::codes::{GroupCode, ProgrammeKindCode};
use crate::db::Coded;
use crate::http::Concerns;
use crate::http::wire::Common;

/// A group served from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeCover {
    /// `i`, `ii` or `iii`.
    pub group: GroupCode,
    /// The first day.
    pub from: NaiveDate,
}

/// Who pays, for whom and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeDetails {
    /// Never changed once registered.
    #[schema(min_length = 3, max_length = 40, pattern = "^[a-z][a-z0-9_]{2,39}$")]
    pub code: String,
    /// In Latvian.
    #[schema(max_length = 200)]
    pub title_lv: String,
    /// In English.
    #[schema(max_length = 200)]
    pub title_en: String,
    /// Never changed once registered.
    pub kind: ProgrammeKindCode,
    /// Who pays.
    #[schema(max_length = 200)]
    pub funder: String,
    /// The ATVK code of the municipality whose money it is. Never changed once registered.
    #[schema(min_length = 7, max_length = 7, pattern = "^[0-9]{7}$")]
    pub owner: Option<String>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; null if open-ended.
    pub ends_on: Option<NaiveDate>,
    /// The groups served.
    #[schema(min_items = 1, max_items = 3)]
    pub covers: Vec<ProgrammeCover>,
    /// ATVK codes; empty for the whole country.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub municipalities: Vec<String>,
    /// The most minutes a month.
    #[schema(minimum = 1, maximum = 44640)]
    pub level_1_minutes: i32,
    /// The most minutes a month, above level 1.
    #[schema(minimum = 1, maximum = 44640)]
    pub level_2_minutes: i32,
    /// The most minutes a month, above level 2.
    #[schema(minimum = 1, maximum = 44640)]
    pub level_3_minutes: i32,
    /// The length of a grant.
    #[schema(minimum = 1, maximum = 60)]
    pub term_months: i32,
    /// Only persons this programme served, by its code.
    #[schema(min_length = 3, max_length = 40, pattern = "^[a-z][a-z0-9_]{2,39}$")]
    pub former_programme: Option<String>,
    /// Null where grants are not counted in money.
    #[schema(minimum = 1, maximum = 1000000)]
    pub hour_rate_cents: Option<i64>,
    /// In Latvian; decisions cite it word for word.
    #[schema(max_length = 500)]
    pub legal_ground: String,
    /// Projects, funds and policy documents.
    #[schema(max_length = 2000)]
    pub reference_notes: Option<String>,
}

/// What was given and promised.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgrammeBalance {
    /// The most persons at one time; null for no limit.
    #[schema(minimum = 0, maximum = 1000000)]
    pub places_allocated: Option<i32>,
    /// Persons served.
    #[schema(minimum = 0, maximum = 1000000)]
    pub places_taken: i32,
    /// Null for no limit.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub cents_allocated: Option<i64>,
    /// What is promised.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub cents_committed: i64,
}

/// A programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct Programme {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The programme.
    #[serde(flatten)]
    pub details: ProgrammeDetails,
    /// Whether it comes with the service.
    pub built_in: bool,
    /// Null for those who may not see it.
    pub balance: Option<ProgrammeBalance>,
}

/// Money, places or both.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocationInput {
    /// Today if absent; not in the future.
    pub effective_on: Option<NaiveDate>,
    /// Below zero in a correction; the first one sets a limit.
    #[schema(minimum = -1000000000000_i64, maximum = 1000000000000_i64)]
    pub cents: Option<i64>,
    /// Below zero in a correction; the first one sets a limit.
    #[schema(minimum = -100000, maximum = 100000)]
    pub places: Option<i32>,
    /// The document.
    #[schema(max_length = 300)]
    pub reference: String,
}

/// Money, places or both.
#[derive(Debug, Serialize, ToSchema)]
pub struct Allocation {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The first day.
    pub effective_on: NaiveDate,
    /// Below zero in a correction.
    #[schema(minimum = -1000000000000_i64, maximum = 1000000000000_i64)]
    pub cents: Option<i64>,
    /// Below zero in a correction.
    #[schema(minimum = -100000, maximum = 100000)]
    pub places: Option<i32>,
    /// The document.
    #[schema(max_length = 300)]
    pub reference: String,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Programme {
    /// A programme, with its balance for those who may see it.
    #[must_use]
    pub fn of(row: Row, balance: Option<BalanceRow>, who: &Caller) -> Self {
        let common = Common::of(who, "programme", row.id.uuid(), row.version, (row.created_at, row.updated_at));
        let built_in = row.built_in;
        Self { common, details: row.into_details(), built_in, balance: balance.map(ProgrammeBalance::of) }
    }
}

impl ProgrammeBalance {
    fn of(row: BalanceRow) -> Self {
        let BalanceRow { programme_id: _, places_allocated, places_taken, cents_allocated, cents_committed } = row;
        Self { places_allocated, places_taken, cents_allocated, cents_committed }
    }
}

impl Allocation {
    /// An allocation.
    #[must_use]
    pub fn of(row: AllocationRow, who: &Caller) -> Self {
        let AllocationRow { id, programme_id, effective_on, cents, places, reference, recorded_by, recorded_at } = row;
        let common = Common::record(who, "allocation", id.uuid(), recorded_at);
        Self { common, programme_id, effective_on, cents, places, reference, recorded_by }
    }
}

impl Row {
    /// The part that callers send.
    #[must_use]
    pub fn into_details(self) -> ProgrammeDetails {
        let municipalities = self.municipality_codes();
        let covers = self.covers().map(|Cover { group, from }| ProgrammeCover { group: Coded(group), from }).collect();
        let Self {
            code,
            title_lv,
            title_en,
            kind,
            funder,
            owner,
            starts_on,
            ends_on,
            level_1_minutes,
            level_2_minutes,
            level_3_minutes,
            term_months,
            former_programme,
            hour_rate_cents,
            legal_ground,
            reference_notes,
            ..
        } = self;
        ProgrammeDetails {
            code,
            title_lv,
            title_en,
            kind,
            funder,
            owner,
            starts_on,
            ends_on,
            covers,
            municipalities,
            level_1_minutes,
            level_2_minutes,
            level_3_minutes,
            term_months,
            former_programme,
            hour_rate_cents,
            legal_ground,
            reference_notes: Some(reference_notes).filter(|notes| !notes.is_empty()),
        }
    }

    /// A row out of the part that callers send.
    #[must_use]
    pub fn new(
        id: ProgrammeId,
        details: ProgrammeDetails,
        (built_in, version): (bool, i32),
        created_at: NaiveDateTime,
        now: NaiveDateTime,
    ) -> Self {
        let from = |group| details.covers.iter().find(|cover| cover.group.0 == group).map(|cover| cover.from);
        let (covers_i_from, covers_ii_from, covers_iii_from) = (from(Group::I), from(Group::II), from(Group::III));
        let ProgrammeDetails {
            code,
            title_lv,
            title_en,
            kind,
            funder,
            owner,
            starts_on,
            ends_on,
            covers: _,
            municipalities,
            level_1_minutes,
            level_2_minutes,
            level_3_minutes,
            term_months,
            former_programme,
            hour_rate_cents,
            legal_ground,
            reference_notes,
        } = details;
        Self {
            id,
            code,
            title_lv,
            title_en,
            kind,
            funder,
            owner,
            starts_on,
            ends_on,
            covers_i_from,
            covers_ii_from,
            covers_iii_from,
            municipalities: municipalities.join(","),
            level_1_minutes,
            level_2_minutes,
            level_3_minutes,
            term_months,
            former_programme,
            hour_rate_cents,
            legal_ground,
            reference_notes: reference_notes.unwrap_or_default(),
            built_in,
            version,
            created_at,
            updated_at: now,
        }
    }
}

impl Concerns for Programme {}
impl Concerns for Allocation {}
