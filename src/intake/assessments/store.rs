//! The rows of assessments.

use aplp_domain::decision::Assessed;
use aplp_domain::level::Level;
use aplp_domain::quantity::Minutes;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::AssessmentId;
use super::wire::AreaNeed;
use crate::db::Conn;
use crate::db::schema::assessments;
use crate::error::Error;
use crate::intake::applications::ApplicationId;
use crate::kept_sealed;
use crate::register::programmes::ProgrammeId;

kept_sealed! {
    /// An assessment.
    pub struct Row from assessments as Stored with Secret {
        id: AssessmentId,
        application_id: ApplicationId,
        programme_id: ProgrammeId,
        form_version: String,
        assessed_on: NaiveDate,
        total_minutes: i32,
        level: i16,
        volume_minutes: i32,
        unmet_minutes: i32,
        chosen_level: Option<i16>,
        chosen_volume_minutes: Option<i32>,
        assessor: String,
        recorded_at: NaiveDateTime,
        ;
        place: String,
        communication: String,
        present: String,
        needs: String,
        person_view: String,
        chosen_reason: Option<String>,
    }
}

impl Row {
    /// The assessment as far as a decision needs it.
    #[must_use]
    pub fn value(&self) -> Assessed {
        let chosen = self.chosen_level.and_then(Level::from_number);
        let needs: Option<Vec<AreaNeed>> = serde_json::from_str(&self.needs).ok();
        let found = |need: &AreaNeed| (need.need > 0 || need.agreed_minutes > 0).then_some(need.area.0);
        let areas = needs.map(|needs| needs.iter().filter_map(found).collect());
        Assessed { on: self.assessed_on, total: Minutes(self.total_minutes), chosen, areas }
    }

    /// The level that counts: the chosen one, where one was chosen.
    #[must_use]
    pub fn agreed_level(&self) -> i16 {
        self.chosen_level.unwrap_or(self.level)
    }

    /// The minutes a month that count: those of the chosen level, where one was chosen.
    #[must_use]
    pub fn agreed_minutes(&self) -> i32 {
        self.chosen_volume_minutes.unwrap_or(self.volume_minutes)
    }
}

/// The assessment of an application that counts: the newest one.
///
/// # Errors
/// When the database does not answer.
pub fn newest(conn: &mut Conn, of: ApplicationId) -> Result<Option<Row>, Error> {
    Ok(all(conn, of)?.pop())
}

/// Every assessment of an application, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn all(conn: &mut Conn, of: ApplicationId) -> Result<Vec<Row>, Error> {
    let rows = assessments::table.filter(assessments::application_id.eq(of)).select(Row::as_select());
    Ok(rows.order((assessments::recorded_at, assessments::id)).load(conn)?)
}

/// Adds an assessment.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(assessments::table).values(row.stored()?).execute(tx)?;
    Ok(())
}
