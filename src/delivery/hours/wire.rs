//! What is sent and received about hours.

use aplp_domain::grant::{Service, remaining};
use aplp_domain::hours::Entry;
use aplp_domain::quantity::Minutes;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TimeEntryId;
use super::store::{PartRow, Row};
use crate::caller::{Caller, Sight};
use crate::codes::{AreaCode, ComponentCode, ModeCode, PlaceKindCode};
use crate::delivery::agreements::AgreementId;
use crate::delivery::month::CalendarMonth;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::intake::grants::GrantId;
use crate::intake::grants::store::beside::Beside;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// Support to post.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeEntryInput {
    /// On a whole minute.
    pub started_at: DateTime<Utc>,
    /// On a whole minute, at most 24 hours later.
    pub ended_at: DateTime<Utc>,
    /// One of the granted areas.
    pub area: AreaCode,
    /// The part of the service.
    pub component: ComponentCode,
    /// The way of contact.
    pub mode: ModeCode,
    /// Where.
    pub place_kind: PlaceKindCode,
    /// What was done.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    /// Inside the doctor's room; refused for health care.
    #[serde(default)]
    pub inside_consultation: bool,
    /// The way there and back, not counted.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1440)]
    pub travel_minutes: i32,
}

/// Why an entry is taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversalInput {
    /// The reason.
    #[schema(max_length = 500)]
    pub reason: String,
}

/// Support given, or a reversal.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimeEntry {
    /// What every resource has; taking an entry back is its second version.
    #[serde(flatten)]
    pub common: Common,
    /// The grant.
    pub grant_id: GrantId,
    /// The agreement.
    pub agreement_id: AgreementId,
    /// The person.
    pub person_id: PersonId,
    /// The support person.
    pub support_person_id: SupportPersonId,
    /// The start.
    pub started_at: Moment,
    /// The end.
    pub ended_at: Moment,
    /// Below zero in a reversal.
    #[schema(minimum = -1440, maximum = 1440)]
    pub minutes: i32,
    /// The way there and back, not counted.
    #[schema(minimum = -1440, maximum = 1440)]
    pub travel_minutes: i32,
    /// The area.
    pub area: AreaCode,
    /// The part of the service.
    pub component: ComponentCode,
    /// The way of contact.
    pub mode: ModeCode,
    /// Where.
    pub place_kind: PlaceKindCode,
    /// What was done.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    /// The row it reverses.
    pub reverses_id: Option<TimeEntryId>,
    /// The row that reverses it.
    pub reversed_by_id: Option<TimeEntryId>,
    /// The reason.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Only with the filter `month`: the minutes in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, minimum = -1440, maximum = 1440)]
    pub minutes_in_month: Option<i32>,
    /// By day in Riga.
    #[schema(min_items = 1, max_items = 3)]
    pub parts: Vec<EntryPart>,
}

/// The part on one day in Riga.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryPart {
    /// The day.
    pub day: NaiveDate,
    /// The month.
    pub month: String,
    /// The minutes.
    #[schema(minimum = -1440, maximum = 1440)]
    pub minutes: i32,
}

/// A new entry with its months.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostedTimeEntry {
    /// The entry.
    #[serde(flatten)]
    pub entry: TimeEntry,
    /// Its months, with this entry.
    #[schema(min_items = 1, max_items = 2)]
    pub months: Vec<MonthUse>,
}

/// The use of a month.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MonthUse {
    /// The month.
    pub month: CalendarMonth,
    /// None is carried over.
    #[schema(minimum = 1, maximum = 100000)]
    pub volume_minutes: i32,
    /// The minutes used.
    #[schema(minimum = 0, maximum = 100000)]
    pub used_minutes: i32,
    /// The minutes left.
    #[schema(minimum = 0, maximum = 100000)]
    pub remaining_minutes: i32,
}

impl TimeEntryInput {
    /// The entry as the rules see it.
    #[must_use]
    pub fn entry(&self) -> Entry {
        Entry {
            started_at: self.started_at,
            ended_at: self.ended_at,
            area: self.area.0,
            component: self.component.0,
            mode: self.mode.0,
            inside_consultation: self.inside_consultation,
            travel: Minutes(self.travel_minutes),
        }
    }
}

impl MonthUse {
    /// A month of a service among all that its person has under the programme; without the service it gives nothing.
    #[must_use]
    pub fn among(all: &[Beside], grant: GrantId, month: CalendarMonth) -> Self {
        let (own, others): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.grant.id == grant);
        let others: Vec<_> = others.into_iter().map(Beside::service).collect();
        let nothing = Self { month, volume_minutes: 0, used_minutes: 0, remaining_minutes: 0 };
        own.first().map_or(nothing, |one| Self::of(month, &one.service(), &others))
    }

    /// A month with what is used of it, and what is left of it beside other services of the person under the programme.
    #[must_use]
    pub fn of(month: CalendarMonth, service: &Service<'_>, beside: &[Service<'_>]) -> Self {
        let Minutes(volume_minutes) = service.contents.volume_in(month.0);
        let (Minutes(used_minutes), Minutes(remaining_minutes)) =
            (service.used_in(month.0), remaining(service, beside, month.0));
        Self { month, volume_minutes, used_minutes, remaining_minutes }
    }
}

impl TimeEntry {
    /// An entry with those of some parts that are its own, and with what takes it back among some reversals.
    #[must_use]
    pub fn of(row: Row, parts: &[PartRow], reversals: &[Row], who: &Caller) -> Self {
        let Row {
            id,
            grant_id,
            agreement_id,
            person_id,
            support_person_id,
            started_at,
            ended_at,
            minutes,
            travel_minutes,
            area,
            component,
            mode,
            place_kind,
            note,
            reverses_id,
            reason,
            posted_by: _,
            posted_at,
        } = row;
        // What a support person writes down is no concern of who buys the service.
        let written = !matches!(who.sight(), Sight::Territory(..));
        let reversal = reversals.iter().find(|reversal| reversal.reverses_id == Some(id));
        let (version, updated_at) = reversal.map_or((1, posted_at), |reversal| (2, reversal.posted_at));
        Self {
            common: Common::of(who, "time_entry", id.uuid(), version, (posted_at, updated_at)),
            grant_id,
            agreement_id,
            person_id,
            support_person_id,
            started_at: started_at.into(),
            ended_at: ended_at.into(),
            minutes,
            travel_minutes,
            area,
            component,
            mode,
            place_kind,
            note: note.filter(|_| written),
            reverses_id,
            reversed_by_id: reversal.map(|reversal| reversal.id),
            reason: reason.filter(|_| written),
            minutes_in_month: None,
            parts: parts.iter().filter(|part| part.entry_id == id).map(EntryPart::of).collect(),
        }
    }
}

impl EntryPart {
    fn of(row: &PartRow) -> Self {
        let PartRow { entry_id: _, day, month, minutes } = row;
        Self { day: *day, month: month.clone(), minutes: *minutes }
    }
}

impl TimeEntry {
    /// The same among the entries of a month, if it is one that is asked for.
    #[must_use]
    pub fn counted_in(self, month: Option<CalendarMonth>) -> Self {
        let counted = |month: CalendarMonth| {
            let month = month.to_string();
            self.parts.iter().filter(|part| part.month == month).map(|part| part.minutes).sum()
        };
        Self { minutes_in_month: month.map(counted), ..self }
    }
}

impl Concerns for TimeEntry {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}

impl Concerns for PostedTimeEntry {
    fn concern(&self) -> Option<Concern> {
        self.entry.concern()
    }
}
