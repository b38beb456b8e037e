//! What is sent about places in a queue.

use aplp_domain::queue::{Estimate, Key, PositionReason, position_reason};
use aplp_domain::riga::riga_day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::QueueEntryId;
use super::store::Row;
use super::store::events::EventRow;
use crate::caller::{Caller, Language};
use crate::codes::{AssumptionCode, PlaceEventCode, PositionReasonCode, QueueStateCode, RenewalCode};
use crate::db::Coded;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// A place in a queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueEntry {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Null if the person may not be seen.
    pub decision_id: Option<DecisionId>,
    /// Null if the person may not be seen.
    pub person_id: Option<PersonId>,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// Null if the person may not be seen.
    #[schema(minimum = 1, maximum = 9007199254740991_i64)]
    pub registration_number: Option<i64>,
    /// Orders the queue, then `registration_number`.
    pub submitted_on: NaiveDate,
    /// The day of the decision.
    pub waiting_since: NaiveDate,
    /// The state.
    pub state: QueueStateCode,
    /// Null when the person waits no more.
    #[schema(minimum = 1, maximum = 9007199254740991_i64)]
    pub position: Option<i64>,
    /// Null when the person waits no more.
    pub position_reason: Option<PositionReasonCode>,
    /// In the language of the request.
    pub position_sentence: Option<String>,
    /// Why the next place follows; null when none does.
    pub next_reason: Option<PositionReasonCode>,
    /// Whether place and money are put aside.
    pub called_up: bool,
    /// The last day.
    pub answer_by: Option<NaiveDate>,
    /// Whether the offer was accepted.
    pub accepted: bool,
    /// After an offer lapsed.
    pub ask_again_from: Option<NaiveDate>,
    /// Null in lists, once called up, or when unknown.
    pub outlook: Option<Outlook>,
}

/// When a turn may come; no promise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outlook {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What was assumed.
    #[schema(max_items = 10)]
    pub assumptions: Vec<AssumptionCode>,
}

/// Where a place stands among all who wait.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// From 1.
    pub position: i64,
    /// Who waits right before.
    pub before: Option<Key>,
    /// Who waits right after.
    pub after: Option<Key>,
}

/// The queue says whose turn it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallUpInput {}

/// Somebody whose turn has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallUp {
    /// The place.
    #[serde(flatten)]
    pub entry: QueueEntry,
    /// To be found anew by the offer.
    #[schema(max_items = 10)]
    pub to_renew: Vec<RenewalCode>,
    /// Put aside.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub reserved_cents: i64,
}

/// A new offer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferInput {
    /// In a week at the earliest.
    pub answer_by: NaiveDate,
    /// Needed out of turn.
    #[schema(min_length = 1, max_length = 1000)]
    pub skip_reason: Option<String>,
}

/// The answer to an offer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerInput {
    /// The person wants the service.
    Accepted {
        /// In the person's own words.
        #[schema(max_length = 1000)]
        words: Option<String>,
        /// The document.
        #[schema(max_length = 300)]
        document_reference: Option<String>,
    },
    /// The person leaves the queue.
    Declined {
        /// In the person's own words.
        #[schema(max_length = 1000)]
        words: Option<String>,
        /// The document.
        #[schema(max_length = 300)]
        document_reference: Option<String>,
    },
}

/// The person's wish to leave.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeavingInput {
    /// In the person's own words.
    #[schema(min_length = 1, max_length = 1000)]
    pub words: String,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
}

/// What happened to a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceEvent {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The place.
    pub queue_entry_id: QueueEntryId,
    /// The person.
    pub person_id: PersonId,
    /// What happened.
    pub kind: PlaceEventCode,
    /// The day.
    pub happened_on: NaiveDate,
    /// The last day.
    pub answer_by: Option<NaiveDate>,
    /// The reason, or the person's own words.
    #[schema(max_length = 1000)]
    pub words: Option<String>,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it.
    pub recorded_by: String,
}

impl Outlook {
    /// An estimate as it is sent.
    #[must_use]
    pub fn of(estimate: Estimate) -> Self {
        let Estimate { from, to, assumptions } = estimate;
        Self { from, to, assumptions: assumptions.into_iter().map(Coded).collect() }
    }
}

impl PlaceEvent {
    /// Something that happened.
    #[must_use]
    pub fn of(row: EventRow, who: &Caller) -> Self {
        let EventRow {
            id,
            place_id,
            person_id,
            kind,
            happened_on,
            answer_by,
            cents: _,
            recorded_by,
            recorded_at,
            words,
            document_reference,
        } = row;
        Self {
            common: Common::record(who, "queue_event", id.uuid(), recorded_at),
            queue_entry_id: place_id,
            person_id,
            kind,
            happened_on,
            answer_by,
            words,
            document_reference,
            recorded_at: recorded_at.into(),
            recorded_by,
        }
    }
}

impl QueueEntry {
    /// A place as this caller may see it: whoever may not see the person gets the place and the reason for it, and nothing
    /// that points at whose it is. `place` is where it stands, while it waits.
    #[must_use]
    pub fn of(row: Row, place: Option<Place>, person_is_seen: bool, who: &Caller) -> Self {
        let key = row.key();
        let Row {
            id,
            decision_id,
            decision_outcome: _,
            person_id,
            programme_id,
            submitted_on,
            registration_number,
            state,
            reserved_cents,
            answer_by,
            accepted,
            ask_again_from,
            version,
            created_at,
            updated_at,
        } = row;
        let reason = place.map(|place| position_reason(place.before, key));
        let next: Option<PositionReason> =
            place.and_then(|place| place.after).map(|after| position_reason(Some(key), after));
        let sentence = reason.map(|reason| match who.language {
            Language::Latvian => reason.sentence().lv.to_owned(),
            Language::English => reason.sentence().en.to_owned(),
        });
        Self {
            common: Common::of(who, "queue_entry", id.uuid(), version, (created_at, updated_at)),
            decision_id: person_is_seen.then_some(decision_id),
            person_id: person_is_seen.then_some(person_id),
            programme_id,
            registration_number: person_is_seen.then_some(registration_number),
            submitted_on,
            waiting_since: riga_day(created_at.and_utc()),
            state,
            position: place.map(|place| place.position),
            position_reason: reason.map(Coded),
            position_sentence: sentence,
            next_reason: next.map(Coded),
            called_up: reserved_cents.is_some(),
            answer_by: answer_by.filter(|_| person_is_seen),
            accepted,
            ask_again_from: ask_again_from.filter(|_| person_is_seen),
            outlook: None,
        }
    }
}

/// A place whose person is not told is about nobody.
impl Concerns for QueueEntry {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id?)
    }
}

impl Concerns for CallUp {
    fn concern(&self) -> Option<Concern> {
        self.entry.concern()
    }
}

impl Concerns for PlaceEvent {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
