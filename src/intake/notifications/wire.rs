//! What is sent and received about notifications.

use aplp_domain::remedy::deemed;
use aplp_domain::terms::Step;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::{self, ReturnRow, Row};
use crate::caller::Caller;
use crate::codes::NotificationChannelCode;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::intake::applications::wire::DecisionDeadlineStep;
use crate::intake::decisions::{self, DecisionId};
use crate::register::persons::PersonId;

/// A notification to record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationInput {
    /// How it was sent.
    pub channel: NotificationChannelCode,
    /// Not before the decision, nor in the future.
    pub sent_on: NaiveDate,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: String,
    /// The decision says where and when to contest; true by default. Where false, the term is a year.
    pub contest_indicated: Option<bool>,
    /// A note.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// A notification that came back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnInput {
    /// The day.
    pub returned_on: NaiveDate,
    /// The reason, as far as known.
    #[schema(max_length = 2000)]
    pub reason: String,
}

/// A notification of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notification {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The decision.
    pub decision_id: DecisionId,
    /// The person.
    pub person_id: PersonId,
    /// How it was sent.
    pub channel: NotificationChannelCode,
    /// Sent or handed over.
    pub sent_on: NaiveDate,
    /// The day it counts as notified and takes effect.
    pub deemed_on: NaiveDate,
    /// Transferred days off are skipped too.
    pub lenient_deemed_on: NaiveDate,
    /// How these days came about.
    #[schema(max_items = 50)]
    pub steps: Vec<DecisionDeadlineStep>,
    /// The decision says where and when to contest.
    pub contest_indicated: bool,
    /// The last day, read strictly, if this notification counts.
    pub contest_until: NaiveDate,
    /// The last day held against the person, if this notification counts.
    pub contest_until_lenient: NaiveDate,
    /// The earliest that did not come back.
    pub counts: bool,
    /// The document.
    #[schema(max_length = 300)]
    pub document_reference: String,
    /// A note.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    /// Null while not returned.
    pub returned: Option<Returned>,
}

/// A notification that came back.
#[derive(Debug, Serialize, ToSchema)]
pub struct Returned {
    /// The day.
    pub returned_on: NaiveDate,
    /// The reason, as far as known.
    #[schema(max_length = 2000)]
    pub reason: String,
    /// When that was recorded.
    pub recorded_at: Moment,
}

/// The notifications of a decision, the oldest first.
///
/// # Errors
/// When the database does not answer, or a day that was kept cannot be.
pub fn told(conn: &mut Conn, who: &Caller, decision: &decisions::store::Row) -> Result<Vec<Notification>, Error> {
    let rows = store::of_decisions(conn, &[decision.id])?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut back = store::returns(conn, &ids)?;
    let counts = store::counting(&rows.iter().collect::<Vec<_>>(), &back).map(|row| row.id);
    let one = |row: Row| {
        let returned = back.iter().position(|back| back.notification_id == row.id).map(|at| back.swap_remove(at));
        let is_counting = counts == Some(row.id);
        Notification::of(row, returned, is_counting, decision.person_id, who)
    };
    rows.into_iter().map(one).collect()
}

impl Notification {
    fn of(
        row: Row,
        returned: Option<ReturnRow>,
        counts: bool,
        person_id: PersonId,
        who: &Caller,
    ) -> Result<Self, Error> {
        let Row {
            id,
            decision_id,
            channel,
            sent_on,
            deemed_on,
            lenient_deemed_on,
            contest_indicated,
            contest_until,
            contest_until_lenient,
            document_reference,
            note,
            recorded_by: _,
            recorded_at,
        } = row;
        let way = deemed(channel.0, sent_on);
        let way = way.map_err(|fault| Error::Internal(format!("a notification counts on no day: {fault:?}")))?;
        let returned_at = returned.as_ref().map(|back| back.recorded_at);
        let step = |Step { day, why }| DecisionDeadlineStep { day, why: Coded(why) };
        Ok(Self {
            common: Common::changed(who, "notification", id.uuid(), recorded_at, returned_at),
            decision_id,
            person_id,
            channel,
            sent_on,
            deemed_on,
            lenient_deemed_on,
            steps: way.steps.into_iter().map(step).collect(),
            contest_indicated,
            contest_until,
            contest_until_lenient,
            counts,
            document_reference,
            note,
            returned: returned.map(Returned::of),
        })
    }
}

impl Returned {
    fn of(row: ReturnRow) -> Self {
        let ReturnRow { id: _, notification_id: _, returned_on, reason, recorded_by: _, recorded_at } = row;
        Self { returned_on, reason, recorded_at: recorded_at.into() }
    }
}

impl Concerns for Notification {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
