//! What a replay reads: the decision alone, and for one that does not keep it whether its official had assessed.

use super::Again;
use crate::db::Conn;
use crate::error::Error;
use crate::intake::assessments;
use crate::intake::decisions::inputs::Kept;
use crate::intake::decisions::store::Row;
use crate::intake::decisions::told::read;

/// Runs a decision again.
///
/// # Errors
/// `not_replayable` for a decision about a granted service; when the database does not answer, or the decision does not hold what was written there.
pub fn again(conn: &mut Conn, row: &Row) -> Result<Again, Error> {
    let kept: Kept = read(&row.inputs)?;
    let inputs = kept.inputs.ok_or(Error::Conflict("not_replayable"))?;
    let by_the_assessor = match &inputs.asked {
        Some(asked) => asked.by_the_assessor,
        None => {
            // Assessments are never edited; those that came after the decision are none of its own.
            let all = assessments::store::all(conn, row.application_id)?;
            let before = all.iter().filter(|assessment| assessment.recorded_at <= row.decided_at);
            before.map(|assessment| &assessment.assessor).any(|assessor| *assessor == row.official_subject)
        }
    };
    Again::of(row, &inputs, by_the_assessor)
}
