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
/// When the database does not answer, or the decision does not hold what was written there.
pub fn again(conn: &mut Conn, row: &Row) -> Result<Again, Error> {
    let kept: Kept = read(&row.inputs)?;
    let by_the_assessor = match &kept.inputs.asked {
        Some(asked) => asked.by_the_assessor,
        None => {
            // Assessments are never edited, and none is made once an application is decided.
            let all = assessments::store::all(conn, row.application_id)?;
            all.iter().any(|assessment| assessment.assessor == row.official_subject)
        }
    };
    Again::of(row, &kept, by_the_assessor)
}
