//! What is sent about places in a queue.

use aplp_domain::queue::{Key, position, position_reason};
use aplp_domain::riga::riga_day;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::Row;
use crate::caller::{Caller, Language};
use crate::codes::{PositionReasonCode, QueueStateCode};
use crate::db::Coded;
use crate::http::wire::Common;
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
}

impl QueueEntry {
    /// A place as this caller may see it: whoever may not see the person gets the place and the reason for it, and nothing
    /// that points at whose it is. `queue` are the keys of all who wait in the programme, in its order.
    #[must_use]
    pub fn of(row: Row, queue: &[Key], person_is_seen: bool, who: &Caller) -> Self {
        let (key, waits) = (row.key(), row.waits());
        let Row {
            id,
            decision_id,
            decision_outcome: _,
            person_id,
            programme_id,
            submitted_on,
            registration_number,
            state,
            version,
            created_at,
            updated_at,
        } = row;
        let before = queue.iter().rev().find(|other| **other < key).copied();
        let reason = waits.then(|| position_reason(before, key));
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
            position: waits.then(|| position(queue, key)),
            position_reason: reason.map(Coded),
            position_sentence: sentence,
        }
    }
}

/// A place whose person is not told is about nobody.
impl Concerns for QueueEntry {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id?)
    }
}
