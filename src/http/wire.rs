//! What every resource carries.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{KnownFormat, RefOr, Schema, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};
use uuid::Uuid;

use crate::caller::Caller;

/// The members that every resource has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Common {
    /// The id.
    #[schema(max_length = 36)]
    pub id: Uuid,
    /// Its kind.
    pub object: &'static str,
    /// Counts changes; the ETag.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub version: i32,
    /// When made.
    pub created_at: Moment,
    /// When last changed.
    pub updated_at: Moment,
    /// Whether the data is real.
    pub livemode: bool,
}

impl Common {
    /// The common members of something that may change.
    #[must_use]
    pub fn of(
        who: &Caller,
        object: &'static str,
        id: Uuid,
        version: i32,
        (created_at, updated_at): (NaiveDateTime, NaiveDateTime),
    ) -> Self {
        let (created_at, updated_at) = (created_at.into(), updated_at.into());
        Self { id, object, version, created_at, updated_at, livemode: who.livemode }
    }

    /// The common members of a record that never changes.
    #[must_use]
    pub fn record(who: &Caller, object: &'static str, id: Uuid, recorded_at: NaiveDateTime) -> Self {
        Self::changed(who, object, id, recorded_at, None)
    }

    /// The common members of a record that is never edited, with when something was last recorded that shows in it.
    #[must_use]
    pub fn changed(
        who: &Caller,
        object: &'static str,
        id: Uuid,
        recorded_at: NaiveDateTime,
        changed_at: Option<NaiveDateTime>,
    ) -> Self {
        Self::of(who, object, id, 1, (recorded_at, changed_at.unwrap_or(recorded_at)))
    }
}

/// A moment as it is sent: in UTC, and always with six digits of a second. Where some had a fraction and some none, or another
/// one, tools for data would take the column for text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Moment(pub DateTime<Utc>);

impl From<NaiveDateTime> for Moment {
    fn from(at: NaiveDateTime) -> Self {
        Self(at.and_utc())
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        let format = Some(SchemaFormat::KnownFormat(KnownFormat::DateTime));
        ObjectBuilder::new().schema_type(Type::String).format(format).into()
    }
}

impl ToSchema for Moment {
    fn name() -> Cow<'static, str> {
        "Moment".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_six_digits_of_a_second_whatever_they_are() {
        for (at, sent) in [
            ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00.000000Z"),
            ("2026-03-01T08:30:00.120Z", "2026-03-01T08:30:00.120000Z"),
            ("2026-03-01T10:30:00.123456789+02:00", "2026-03-01T08:30:00.123456Z"),
        ] {
            let moment = Moment(at.parse().unwrap());

            assert_eq!(serde_json::to_value(moment).unwrap(), sent);
        }
    }
}
