//! A month of a grant in figures: what is used, by area, by support person, by part of the service and by way of contact.

use std::collections::BTreeMap;

use actix_web::{get, web};
use aplp_domain::code::Code;
use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, Row};
use super::wire::MonthUse;
use crate::codes::{AreaCode, ComponentCode, ModeCode};
use crate::db::Coded;
use crate::delivery::grants;
use crate::delivery::month::CalendarMonth;
use crate::error::Error;
use crate::http::answer::content_tag;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Concern, Concerns};
use crate::intake::grants::GrantId;
use crate::intake::grants::store::{Row as GrantRow, beside};
use crate::register::persons::PersonId;
use crate::register::persons::outline::{Extent, Outlined, Outlines};
use crate::register::support_persons::SupportPersonId;

/// A month of a grant, without what was reversed.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthFigures {
    /// The grant.
    pub grant_id: GrantId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// How much of the month is used.
    #[serde(flatten)]
    pub month_use: MonthUse,
    /// How many; null for a municipality that does not pay.
    #[schema(minimum = 0, maximum = 100000)]
    pub entries: Option<i32>,
    /// By area.
    #[schema(max_items = 6)]
    pub by_area: Vec<AreaFigures>,
    /// By support person.
    pub by_support_person: Vec<SupportPersonFigures>,
    /// By part of the service.
    #[schema(max_items = 5)]
    pub by_component: Vec<ComponentFigures>,
    /// By way of contact.
    #[schema(max_items = 4)]
    pub by_mode: Vec<ModeFigures>,
}

/// The minutes of an area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaFigures {
    /// The area.
    pub area: AreaCode,
    /// The minutes.
    #[schema(minimum = 1, maximum = 100000)]
    pub minutes: i32,
}

/// The minutes of a support person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportPersonFigures {
    /// The support person.
    pub support_person_id: SupportPersonId,
    /// The minutes.
    #[schema(minimum = 1, maximum = 100000)]
    pub minutes: i32,
}

/// The minutes of a part.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComponentFigures {
    /// The part of the service.
    pub component: ComponentCode,
    /// The minutes.
    #[schema(minimum = 1, maximum = 100000)]
    pub minutes: i32,
}

/// The minutes of a way of contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct ModeFigures {
    /// The way of contact.
    pub mode: ModeCode,
    /// The minutes.
    #[schema(minimum = 1, maximum = 100000)]
    pub minutes: i32,
}

/// Reads a month of a grant.
///
/// Only for months with a day of the term.
#[utoipa::path(params(("id" = GrantId, Path), ("month" = CalendarMonth, Path, description = "The calendar month in Riga, `YYYY-MM`.")), responses((status = 200, description = "The month.", body = MonthFigures)), security(("bearer" = ["hours:read"])))]
#[get("/v1/grants/{id}/months/{month}")]
pub(super) async fn get_month(
    who: Allowed<rights::ReadHours>,
    app: web::Data<App>,
    path: web::Path<(GrantId, CalendarMonth)>,
) -> Result<Answer, Error> {
    let ((id, month), caller) = (path.into_inner(), who.caller);
    let (grant, all, entries, extent) = app
        .db
        .view(caller.sight(), move |conn| {
            let grant = grants::store::find_counted(conn, id, &caller)?;
            let extent = Outlines::of(conn, &caller, &[])?.month(grant.programme_id);
            // Who may see the month is told what its entries come to, and not the entries; nor another service that shares it.
            let (entries, all) = conn.beyond_sight(|conn| {
                let all = beside::of_person(conn, grant.person_id, grant.programme_id)?;
                Ok((store::in_month(conn, id, month)?, all))
            })?;
            Ok((grant, all, entries, extent))
        })
        .await?;
    if !month.touches(grant.term_from, grant.term_to) {
        return Err(Error::NotFound);
    }
    let figures = MonthFigures::of(&grant, MonthUse::among(&all, grant.id, month), &entries).outlined(extent);
    let answer = Answer::json(actix_web::http::StatusCode::OK, &figures)?;
    Ok(Answer { etag: Some(content_tag(&answer.body)), ..answer })
}

impl MonthFigures {
    fn of(grant: &GrantRow, month_use: MonthUse, entries: &[(Row, i32)]) -> Self {
        let by_area = sums(entries, |row| place(row.area.0));
        let by_component = sums(entries, |row| place(row.component.0));
        let by_mode = sums(entries, |row| place(row.mode.0));
        let by_support_person = sums(entries, |row| row.support_person_id);
        // An entry over midnight has two parts in the month, and one that was taken back has a counterpart.
        let standing = sums(entries, |row| row.reverses_id.unwrap_or(row.id)).len();
        Self {
            grant_id: grant.id,
            whose: grant.person_id,
            month_use,
            entries: Some(i32::try_from(standing).unwrap_or(i32::MAX)),
            by_area: coded(by_area, |area, minutes| AreaFigures { area, minutes }),
            by_support_person: by_support_person
                .into_iter()
                .map(|(support_person_id, minutes)| SupportPersonFigures { support_person_id, minutes })
                .collect(),
            by_component: coded(by_component, |component, minutes| ComponentFigures { component, minutes }),
            by_mode: coded(by_mode, |mode, minutes| ModeFigures { mode, minutes }),
        }
    }
}

impl Outlined for MonthFigures {
    fn outlined(self, extent: Extent) -> Self {
        if extent == Extent::Whole {
            return self;
        }
        Self {
            entries: None,
            by_area: Vec::new(),
            by_support_person: Vec::new(),
            by_component: Vec::new(),
            by_mode: Vec::new(),
            grant_id: self.grant_id,
            whose: self.whose,
            month_use: self.month_use,
        }
    }
}

impl Concerns for MonthFigures {
    fn concern(&self) -> Option<Concern> {
        Some(Concern { id: self.grant_id.uuid(), ..Concern::about("month", vec![self.whose.uuid()]) })
    }
}

/// The minutes by a key, without those that were all taken back.
fn sums<K: Ord>(entries: &[(Row, i32)], key: impl Fn(&Row) -> K) -> BTreeMap<K, i32> {
    let mut sums = BTreeMap::new();
    for (row, minutes) in entries {
        *sums.entry(key(row)).or_insert(0) += minutes;
    }
    sums.retain(|_, minutes| *minutes > 0);
    sums
}

/// The place of a value in the order of the document.
fn place<T: Code>(value: T) -> usize {
    T::ALL.iter().position(|other| *other == value).unwrap_or_default()
}

fn coded<T: Code + std::fmt::Debug, F>(sums: BTreeMap<usize, i32>, figures: impl Fn(Coded<T>, i32) -> F) -> Vec<F> {
    sums.into_iter().filter_map(|(place, minutes)| Some(figures(Coded(*T::ALL.get(place)?), minutes))).collect()
}
