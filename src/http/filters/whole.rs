//! Lists that are fetched whole: which of their rows are asked for, and in which order.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Value;

use super::{Kind, Member};
use crate::db::filters::Filters;
use crate::db::keyset::Direction;
use crate::error::Error;

/// The rows that are asked for, in the order that is asked for; as they are where none is.
///
/// # Errors
/// `Internal` when a row cannot be written as JSON.
pub(in crate::http) fn chosen<T: Serialize>(
    rows: Vec<T>,
    filters: &Filters,
    members: &[Member],
) -> Result<Vec<T>, Error> {
    let named = |name: &str| members.iter().any(|member| member.name == name);
    let sort = filters.sort().filter(|(member, _)| named(member));
    if sort.is_none() && !members.iter().any(|member| is_asked(filters, member)) && filters.ids().is_none() {
        return Ok(rows);
    }
    let value = |row: T| match serde_json::to_value(&row) {
        Ok(value) => Ok((value, row)),
        Err(fault) => Err(Error::Internal(fault.to_string())),
    };
    let mut rows: Vec<(Value, T)> = rows.into_iter().map(value).collect::<Result<_, _>>()?;
    rows.retain(|(row, _)| has_id(filters, row) && members.iter().all(|member| fits(filters, member, row)));
    if let Some((by, direction)) = sort {
        rows.sort_by(|(one, _), (other, _)| in_order(&one[by], &other[by], direction));
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn is_asked(filters: &Filters, Member { name, kind }: &Member) -> bool {
    match kind {
        Kind::Code => filters.values(name).is_some(),
        Kind::Day => filters.from(name).is_some() || filters.to(name).is_some(),
        Kind::Moment => name == "updated_at" && filters.updated_since().is_some(),
    }
}

fn has_id(filters: &Filters, row: &Value) -> bool {
    let id = row["id"].as_str().and_then(|id| id.parse().ok());
    filters.ids().is_none_or(|ids| id.is_some_and(|id: uuid::Uuid| ids.iter().any(|own| own.uuid() == id)))
}

fn fits(filters: &Filters, member: &Member, row: &Value) -> bool {
    if !is_asked(filters, member) {
        return true;
    }
    let Member { name, kind } = member;
    // What is not there lies in no range and has no code.
    let Some(held) = row[name].as_str() else { return false };
    match kind {
        Kind::Code => filters.values(name).is_some_and(|mut codes| codes.any(|code| code == held)),
        Kind::Day => held.parse().is_ok_and(|day| {
            filters.from(name).is_none_or(|from| from <= day) && filters.to(name).is_none_or(|to| day <= to)
        }),
        Kind::Moment => chrono::DateTime::parse_from_rfc3339(held)
            .is_ok_and(|at| filters.updated_since().is_none_or(|since| since <= at.naive_utc())),
    }
}

/// Days and moments are written so that their text is in their order; what is not there comes last, whichever way.
fn in_order(one: &Value, other: &Value, direction: Direction) -> Ordering {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) if direction == Direction::Up => one.cmp(other),
        (Some(one), Some(other)) => other.cmp(one),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn members() -> Vec<Member> {
        let member = |(name, kind): (&str, Kind)| Member { name: name.to_owned(), kind };
        [("kind", Kind::Code), ("sent_on", Kind::Day), ("updated_at", Kind::Moment)].map(member).to_vec()
    }

    fn rows() -> Vec<Value> {
        vec![
            json!({ "n": 1, "id": "0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b91", "kind": "post", "sent_on": "2026-03-02", "updated_at": "2026-03-02T10:00:00.000000Z" }),
            json!({ "n": 2, "id": "0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b92", "kind": "email", "sent_on": null, "updated_at": "2026-03-03T10:00:00.000000Z" }),
            json!({ "n": 3, "id": "0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b93", "kind": "post", "sent_on": "2026-03-01", "updated_at": "2026-03-01T10:00:00.000000Z" }),
        ]
    }

    #[rstest]
    #[case("", "", &[1, 2, 3])]
    #[case("kind", "post", &[1, 3])]
    #[case("kind", "email,fax", &[2])]
    #[case("sent_from", "2026-03-02", &[1])]
    #[case("sent_to", "2026-03-02", &[1, 3])]
    #[case("sent_to", "2026-02-28", &[])]
    #[case("updated_since", "2026-03-02T10:00:00Z", &[1, 2])]
    #[case("updated_since", "2026-03-02T12:00:00.000001+02:00", &[2])]
    #[case("ids", "0F8A2F5E-7C1D-4B8E-9A63-2D5F1C7E4B93,0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b91", &[1, 3])]
    #[case("sort", "sent_on", &[3, 1, 2])]
    #[case("sort", "-sent_on", &[1, 3, 2])]
    #[case("sort", "-updated_at", &[2, 1, 3])]
    #[case("month", "2026-03", &[1, 2, 3])]
    fn rows_are_chosen_by_what_is_asked_of_their_members(
        #[case] name: &str,
        #[case] value: &str,
        #[case] right: &[i64],
    ) {
        let filters = Filters::of([(name.to_owned(), value.to_owned())]);

        let chosen = chosen(rows(), &filters, &members()).unwrap();

        assert_eq!(chosen.iter().map(|row| row["n"].as_i64().unwrap()).collect::<Vec<_>>(), right);
    }
}
