//! Replays: every decision under the rules of this build comes out as it is kept when it is run again.

use aplp_domain::rule_set;
use diesel::prelude::*;
use uuid::Uuid;

use super::NAMED_MAX;
use crate::db::schema::decisions;
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::intake::decisions::DecisionId;
use crate::intake::decisions::replays::store::again;
use crate::intake::decisions::store::{Row, Stored};

/// How many decisions are in memory at a time.
const PAGE: i64 = 200;
/// How many leaves of one decision are named.
const LEAVES_MAX: usize = 5;

pub(super) fn faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let (mut lines, mut after) = (Vec::new(), DecisionId::of(Uuid::nil()));
    let mut wrong = 0;
    loop {
        let page = decisions::table.filter(decisions::id.gt(after)).order(decisions::id).limit(PAGE);
        let page: Vec<(DecisionId, Stored)> = page.select((decisions::id, Stored::as_select())).load(conn)?;
        let Some((last, _)) = page.last() else { break };
        after = Id::of(last.uuid());
        for (id, stored) in page {
            // What does not open is named where all that is sealed is opened.
            let Ok(row) = Row::try_from(stored) else { continue };
            let Some(fault) = fault(conn, &row)? else { continue };
            wrong += 1;
            if wrong <= NAMED_MAX {
                lines.push(format!("{fault}: {id}"));
            }
        }
    }
    if wrong > NAMED_MAX {
        lines.push(format!("decisions do not come out as they are kept when they are run again: {wrong} rows in all"));
    }
    Ok(lines)
}

/// What is wrong with a decision. One under other rules may well come out otherwise today.
fn fault(conn: &mut Conn, row: &Row) -> Result<Option<String>, Error> {
    let again = match again(conn, row) {
        Ok(again) => again,
        // A decision about a granted service rests on facts of its own.
        Err(Error::Conflict(_)) => return Ok(None),
        Err(Error::Internal(_)) => return Ok(Some("a decision cannot be run again".to_owned())),
        Err(fault) => return Err(fault),
    };
    if again.differences.is_empty() || again.rules_hash != rule_set::hash() {
        return Ok(None);
    }
    let leaves = again.differences.iter().take(LEAVES_MAX).map(|difference| difference.leaf.as_str());
    let leaves = leaves.collect::<Vec<_>>().join(", ");
    Ok(Some(format!("a decision does not come out as it is kept when it is run again ({leaves})")))
}
