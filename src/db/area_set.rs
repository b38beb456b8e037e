//! A set of areas as one column: codes in the order of the law, between commas.

use aplp_domain::areas::{Area, Areas};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

use super::Coded;

/// Areas, kept together with their text.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct AreaSet {
    areas: Areas,
    text: String,
}

impl From<Areas> for AreaSet {
    fn from(areas: Areas) -> Self {
        Self { areas, text: areas.to_text() }
    }
}

impl AreaSet {
    /// The set.
    #[must_use]
    pub fn areas(&self) -> Areas {
        self.areas
    }

    /// The areas as they are sent.
    #[must_use]
    pub fn coded(&self) -> Vec<Coded<Area>> {
        self.areas.iter().map(Coded).collect()
    }
}

impl<DB: Backend> ToSql<Text, DB> for AreaSet
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <str as ToSql<Text, DB>>::to_sql(&self.text, out)
    }
}
impl<DB: Backend> FromSql<Text, DB> for AreaSet
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = String::from_sql(bytes)?;
        let areas = Areas::from_text(&text).ok_or_else(|| format!("{text} is no set of areas"))?;
        Ok(Self { areas, text })
    }
}
