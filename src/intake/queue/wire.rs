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

/// A place in the queue of a programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueueEntry {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The decision that put the person there; null for those who may know the queue but not the person.
    pub decision_id: Option<DecisionId>,
    /// Who waits; null for the same callers.
    pub person_id: Option<PersonId>,
    /// Whose money is waited for.
    pub programme_id: ProgrammeId,
    /// The registration number of the application, which stands on the person's papers; null for the same callers.
    #[schema(minimum = 1, maximum = 9007199254740991_i64)]
    pub registration_number: Option<i64>,
    /// The day the application was submitted; the queue is in this order, and within a day in that of the registration numbers.
    pub submitted_on: NaiveDate,
    /// The day of the decision, from which on the person waits.
    pub waiting_since: NaiveDate,
    /// How far it is.
    pub state: QueueStateCode,
    /// The place, from 1; null when the person waits no more.
    #[schema(minimum = 1, maximum = 9007199254740991_i64)]
    pub position: Option<i64>,
    /// Why the place is where it is; null when the person waits no more.
    pub position_reason: Option<PositionReasonCode>,
    /// The same in words, in the language of the request.
    pub position_sentence: Option<String>,
    /// Why the next place comes after this one; null when none does, and when the person waits no more.
    pub next_reason: Option<PositionReasonCode>,
    /// Whether the turn has come: place and money are put aside for the person.
    pub called_up: bool,
    /// By when the person is to answer the offer that stands.
    pub answer_by: Option<NaiveDate>,
    /// Whether the person accepted the offer.
    pub accepted: bool,
    /// From which day on the person is asked again, who could not be reached; others are served meanwhile.
    pub ask_again_from: Option<NaiveDate>,
    /// When the turn may come; null in lists, once the turn has come, and when nothing tells of it.
    pub outlook: Option<Outlook>,
}

/// When a turn may come: a range of days, never a promise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outlook {
    /// The earlier day.
    pub from: NaiveDate,
    /// The later day.
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

/// A call-up: nothing is said, for the queue says whose turn it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallUpInput {}

/// Somebody whose turn has come, and what has to be found anew before the offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallUp {
    /// The place.
    #[serde(flatten)]
    pub entry: QueueEntry,
    /// What has to be found anew on the day of the offer.
    #[schema(max_items = 10)]
    pub to_renew: Vec<RenewalCode>,
    /// What was put aside, in cents.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub reserved_cents: i64,
}

/// An offer of the service to somebody who waits.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferInput {
    /// By when the person is to answer: in a week at the earliest.
    pub answer_by: NaiveDate,
    /// Why others are passed by, where the turn has not come.
    #[schema(min_length = 1, max_length = 1000)]
    pub skip_reason: Option<String>,
}

/// What the person answers to an offer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnswerInput {
    /// The person wants the service.
    Accepted {
        /// What the person said, in their own words.
        #[schema(max_length = 1000)]
        words: Option<String>,
        /// The document that says it.
        #[schema(max_length = 300)]
        document_reference: Option<String>,
    },
    /// The person does not want it, and leaves the queue.
    Declined {
        /// What the person said, in their own words.
        #[schema(max_length = 1000)]
        words: Option<String>,
        /// The document that says it.
        #[schema(max_length = 300)]
        document_reference: Option<String>,
    },
}

/// Leaving the queue on the person's own wish.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LeavingInput {
    /// What the person said, in their own words.
    #[schema(min_length = 1, max_length = 1000)]
    pub words: String,
    /// The document that says it.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
}

/// Something that happened to a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceEvent {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Which place.
    pub queue_entry_id: QueueEntryId,
    /// Whose.
    pub person_id: PersonId,
    /// What happened.
    pub kind: PlaceEventCode,
    /// On which day.
    pub happened_on: NaiveDate,
    /// By when the person was to answer, for an offer.
    pub answer_by: Option<NaiveDate>,
    /// Why others were passed by, or what the person said.
    #[schema(max_length = 1000)]
    pub words: Option<String>,
    /// The document that says it.
    #[schema(max_length = 300)]
    pub document_reference: Option<String>,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Who recorded it: issuer and subject of their token, or the service itself.
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
