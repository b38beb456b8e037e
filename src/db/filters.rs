//! What a list is asked for by the members of its rows, and the conditions that come of it: the same words for every list.
//!
//! The conditions are macros, because one on a column has a type of its own for each table.

use std::collections::BTreeMap;

use aplp_domain::code::Code;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use uuid::Uuid;

use super::keyset::Direction;
use super::{Coded, Id};

/// What stands in front of a member by which a list is put in order the other way round.
pub const DESCENDING: char = '-';

/// What was asked of a list, by the names of its parameters. The contract was held against it before; what it does not take
/// is not there.
#[derive(Clone, Debug, Default)]
pub struct Filters(BTreeMap<String, String>);

impl Filters {
    /// The parameters of a request.
    #[must_use]
    pub fn of(asked: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(asked.into_iter().collect())
    }

    /// Only what has one of these ids.
    #[must_use]
    pub fn of_ids(ids: &[Uuid]) -> Self {
        let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
        Self::of([("ids".to_owned(), ids.join(","))])
    }

    /// Whether all rows are asked for, in the order from the first to the last.
    #[must_use]
    pub fn select_all(&self) -> bool {
        let selects = |name: &str| !matches!(name, "fields" | "expand" | "sort");
        !self.0.keys().any(|name| selects(name)) && self.direction(Direction::Up) == Direction::Up
    }

    /// The values of a parameter, which stand between commas; none where it is not asked for.
    #[must_use]
    pub fn values(&self, parameter: &str) -> Option<impl Iterator<Item = &str>> {
        self.0.get(parameter).map(|values| values.split(','))
    }

    /// Which ids: only the rows that have one of them.
    #[must_use]
    pub fn ids(&self) -> Option<Vec<Id<Self>>> {
        Some(self.values("ids")?.filter_map(|id| id.parse().ok().map(Id::of)).collect())
    }

    /// Since when: only the rows that were made or changed at this moment or later.
    #[must_use]
    pub fn updated_since(&self) -> Option<NaiveDateTime> {
        DateTime::parse_from_rfc3339(self.0.get("updated_since")?).ok().map(|at| at.naive_utc())
    }

    /// Which codes of a member.
    #[must_use]
    pub fn codes<C: Code + std::fmt::Debug>(&self, member: &str) -> Option<Vec<Coded<C>>> {
        Some(codes_in(self.0.get(member)?).into_iter().map(Coded).collect())
    }

    /// From which day on a member lies.
    #[must_use]
    pub fn from(&self, member: &str) -> Option<NaiveDate> {
        self.0.get(&from(member))?.parse().ok()
    }

    /// Up to which day a member lies.
    #[must_use]
    pub fn to(&self, member: &str) -> Option<NaiveDate> {
        self.0.get(&to(member))?.parse().ok()
    }

    /// By which member the rows are put in order and which way, where that is asked for.
    #[must_use]
    pub fn sort(&self) -> Option<(&str, Direction)> {
        let sort = self.0.get("sort")?;
        Some(sort.strip_prefix(DESCENDING).map_or((sort, Direction::Up), |member| (member, Direction::Down)))
    }

    /// Which way a list goes that has one order.
    #[must_use]
    pub fn direction(&self, unless_told: Direction) -> Direction {
        self.sort().map_or(unless_told, |(_, direction)| direction)
    }
}

/// The codes that stand between commas.
#[must_use]
pub fn codes_in<C: Code>(text: &str) -> Vec<C> {
    text.split(',').filter_map(C::from_code).collect()
}

/// Which rows of a list are asked for.
#[derive(Clone, Debug)]
pub struct Slice<P> {
    /// Those that come after this position; from the first on where there is none.
    pub after: Option<P>,
    /// How many at the most.
    pub limit: i64,
    /// Only those that are so.
    pub filters: Filters,
    /// Whether it is asked how many there are in all.
    pub wants_total: bool,
}

impl<P> Slice<P> {
    /// The rows that have one of these ids.
    #[must_use]
    pub fn of_ids(ids: &[Uuid]) -> Self {
        Self { filters: Filters::of_ids(ids), ..Self::first(i64::try_from(ids.len()).unwrap_or(i64::MAX)) }
    }

    /// The first rows of a whole list.
    #[must_use]
    pub fn first(limit: i64) -> Self {
        Self { after: None, limit, filters: Filters::default(), wants_total: false }
    }

    /// How many rows the list has in all, counted where that was asked for.
    ///
    /// # Errors
    /// Those of `count`.
    pub fn total<E>(&self, count: impl FnOnce() -> Result<i64, E>) -> Result<Option<i64>, E> {
        self.wants_total.then(count).transpose()
    }
}

/// The parameter that asks for days from one on: `submitted_on` is asked for by `submitted_from`.
#[must_use]
pub fn from(member: &str) -> String {
    format!("{}_from", member.strip_suffix("_on").unwrap_or(member))
}

/// The parameter that asks for days up to one.
#[must_use]
pub fn to(member: &str) -> String {
    format!("{}_to", member.strip_suffix("_on").unwrap_or(member))
}

/// Narrows a query to what is asked for by the members of its rows: their ids, when they changed, days and codes. Each member
/// has the name of its column; of one that follows from several columns a function says which condition a code is. A list is held to naming all that it can by `http::filters`.
///
/// ```text
/// filtered!(query, filters, decisions { updated decided_at; days decided_on; codes outcome: DecisionOutcomeCode })
/// ```
#[macro_export]
macro_rules! filtered {
    ($query:expr, $filters:expr, $table:ident {
        updated $updated:ident $(or $or:expr)? $(; days $($day:ident),+)? $(; codes $($code:ident: $kind:ty),+)?
        $(; told $told:ident: $told_kind:ty => $by:expr)?
    }) => {{
        let (mut query, filters) = ($query, &$filters);
        if let Some(ids) = filters.ids() {
            query = query.filter($table::id.eq_any(ids));
        }
        if let Some(since) = filters.updated_since() {
            query = query.filter($table::$updated.ge(since)$(.or($or(since)))?);
        }
        $($(
            if let Some(day) = filters.from(stringify!($day)) {
                query = query.filter($table::$day.ge(day));
            }
            if let Some(day) = filters.to(stringify!($day)) {
                query = query.filter($table::$day.le(day));
            }
        )+)?
        $($(
            let codes: Option<Vec<$kind>> = filters.codes(stringify!($code));
            if let Some(codes) = codes {
                query = query.filter($table::$code.eq_any(codes));
            }
        )+)?
        $(
            let codes: Option<Vec<$told_kind>> = filters.codes(stringify!($told));
            let told = codes.into_iter().flatten().map(|$crate::db::Coded(code)| ($by)(code));
            if let Some(any) = told.reduce(|any, one| Box::new(any.or(one))) {
                query = query.filter(any);
            }
        )?
        query
    }};
}

/// The rows of a query that come after a place in the chain of the journal, in its order and the direction of a slice.
#[macro_export]
macro_rules! in_order_of_places {
    ($query:expr, $slice:expr, $unless_told:ident, $place:expr) => {{
        use $crate::db::keyset::Direction;
        let query = match $slice.filters.direction(Direction::$unless_told) {
            Direction::Up => $query.filter($place.gt($slice.after.unwrap_or(0))).order($place.asc()),
            Direction::Down => $query.filter($place.lt($slice.after.unwrap_or(i64::MAX))).order($place.desc()),
        };
        query.limit($slice.limit)
    }};
}

/// The rows of a query that come after a position, in the order of columns that no two rows have the same of, and the direction
/// of a slice.
#[macro_export]
macro_rules! in_order {
    ($query:expr, $slice:expr, $unless_told:ident, ($($column:expr),+)) => {{
        use $crate::db::keyset::{Direction, beyond};
        let (mut query, direction) = ($query, $slice.filters.direction(Direction::$unless_told));
        if let Some(after) = $slice.after.clone() {
            query = query.filter(beyond(($($column),+), after, direction));
        }
        let query = match direction {
            Direction::Up => query.order(($($column.asc()),+)),
            Direction::Down => query.order(($($column.desc()),+)),
        };
        query.limit($slice.limit)
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(asked: &[(&str, &str)]) -> Filters {
        Filters::of(asked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_days_of_a_member_are_asked_for_by_its_stem() {
        let asked = filters(&[("submitted_from", "2026-03-01"), ("last_day_to", "2026-04-30")]);

        assert_eq!(asked.from("submitted_on"), NaiveDate::from_ymd_opt(2026, 3, 1));
        assert_eq!(asked.to("submitted_on"), None);
        assert_eq!(asked.to("last_day"), NaiveDate::from_ymd_opt(2026, 4, 30));
    }

    #[test]
    fn a_minus_turns_the_order_round() {
        assert_eq!(filters(&[("sort", "due_on")]).sort(), Some(("due_on", Direction::Up)));
        assert_eq!(filters(&[("sort", "-due_on")]).sort(), Some(("due_on", Direction::Down)));
        assert_eq!(filters(&[]).direction(Direction::Down), Direction::Down);
    }

    #[test]
    fn a_moment_is_read_in_whichever_zone_it_is_written() {
        let asked = filters(&[("updated_since", "2026-03-01T10:30:00.5+02:00")]);

        assert_eq!(asked.updated_since().unwrap().to_string(), "2026-03-01 08:30:00.500");
    }
}
