//! What the service is, in words and figures, for a website or a leaflet.

use aplp_domain::areas::Area;
use aplp_domain::code::Code;
use aplp_domain::disability::Group;
use aplp_domain::figure::NotInForce;
use aplp_domain::level::Level;
use aplp_domain::programmes::Programme;
use aplp_domain::terms::Rule;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::phrases::{self, both};
use super::sections::{self, Words};
use super::wire::BothLanguages;
use crate::codes::{AreaCode, FormKindCode, GroupCode};
use crate::db::Coded;

/// The service in words and figures.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceInformation {
    /// The day.
    pub on: NaiveDate,
    /// The name.
    pub name: BothLanguages,
    /// The provider.
    pub provider: ServiceProvider,
    /// Those the state pays for.
    #[schema(max_items = 3)]
    pub groups: Vec<GroupPaid>,
    /// In the order of the law.
    #[schema(max_items = 6)]
    pub areas: Vec<AreaInformation>,
    /// As the state pays them.
    #[schema(max_items = 3)]
    pub levels: Vec<LevelInformation>,
    /// The length of a grant.
    #[schema(minimum = 1, maximum = 1200)]
    pub term_months: u32,
    /// The most from submission to decision.
    #[schema(minimum = 1, maximum = 1200)]
    pub decision_term_months: i64,
    /// How to apply.
    #[schema(max_items = 10)]
    pub application_forms: Vec<FormKindCode>,
    /// Question by question.
    #[schema(max_items = 50)]
    pub sections: Vec<Section>,
}

/// Who decides and provides.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceProvider {
    /// The name.
    pub name: String,
    /// Telephone numbers.
    #[schema(max_items = 10)]
    pub phones: Vec<String>,
    /// For applications with a secure electronic signature.
    pub email: String,
    /// For applications on paper.
    pub address: String,
    /// More information.
    pub website: String,
}

/// A group the state pays for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GroupPaid {
    /// The group.
    pub group: GroupCode,
    /// The first day.
    pub from: NaiveDate,
}

/// An area of support.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AreaInformation {
    /// Its stable name.
    pub code: AreaCode,
    /// Its name on the day.
    pub label: BothLanguages,
}

/// A level of intensity.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LevelInformation {
    /// 1, 2 or 3.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// The most minutes a month.
    #[schema(minimum = 0, maximum = 44640)]
    pub minutes: i32,
    /// The same in words.
    pub text: BothLanguages,
}

/// A question with its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Section {
    /// Its stable name.
    pub code: String,
    /// The question.
    pub heading: BothLanguages,
    /// In sentences.
    #[schema(max_items = 20)]
    pub paragraphs: Vec<BothLanguages>,
    /// In points.
    #[schema(max_items = 20)]
    pub points: Vec<BothLanguages>,
}

impl ServiceInformation {
    /// The service as the state programme pays it on a day.
    ///
    /// # Errors
    /// `NotInForce` on a day on which the law has no length for a term that is told of.
    pub(super) fn of(state: &Programme, on: NaiveDate) -> Result<Self, NotInForce> {
        let paid = |group| state.covers_from(group).map(|from| GroupPaid { group: Coded(group), from });
        let groups: Vec<GroupPaid> = Group::ALL.iter().copied().filter_map(paid).collect();
        let areas = Area::ALL.iter().map(|area| AreaInformation {
            code: Coded(*area),
            label: BothLanguages::of(area.label(on).lv, area.label(on).en),
        });
        let levels = Level::ALL.iter().map(|level| {
            let minutes = state.ceilings.of(*level).0;
            LevelInformation { level: level.number(), minutes, text: phrases::level(level.number(), minutes) }
        });
        let mut information = Self {
            on,
            name: BothLanguages::of(
                "Atbalsta personas lēmumu pieņemšanā pakalpojums",
                "Support persons for decision making",
            ),
            provider: provider(),
            groups,
            areas: areas.collect(),
            levels: levels.collect(),
            term_months: state.term_months,
            decision_term_months: months(Rule::Decision, on)?,
            application_forms: aplp_domain::application::FormKind::ALL.iter().copied().map(Coded).collect(),
            sections: Vec::new(),
        };
        let unreachable_months = months(Rule::Unreachable, on)?;
        information.sections =
            sections::ALL.iter().map(|words| information.section(words, unreachable_months)).collect();
        Ok(information)
    }

    /// A question with its answer, with what follows from figures and days put in its place.
    fn section(&self, words: &Words, unreachable_months: i64) -> Section {
        let mut paragraphs: Vec<BothLanguages> = words.paragraphs.iter().map(both).collect();
        let mut points: Vec<BothLanguages> = words.points.iter().map(both).collect();
        match words.code {
            "entitlement" => points.extend(self.groups.iter().map(|paid| phrases::group(paid.group.0, paid.from))),
            "areas" => points.extend(self.areas.iter().map(|area| area.label.clone())),
            "volume" => points.extend(self.levels.iter().map(|level| level.text.clone())),
            "duration" => paragraphs.insert(0, phrases::term(self.term_months)),
            "examination" => paragraphs.insert(0, phrases::decision_term(self.decision_term_months)),
            "ending" => points.push(phrases::unreachable(unreachable_months)),
            _ => {}
        }
        Section { code: words.code.to_owned(), heading: both(&words.heading), paragraphs, points }
    }
}

/// The length of a term in months on a day.
fn months(rule: Rule, on: NaiveDate) -> Result<i64, NotInForce> {
    Ok(rule.figure().on(on)?.value)
}

/// Sources: Labklājības ministrija, the description of the service (name, telephones); the association's own pages.
fn provider() -> ServiceProvider {
    ServiceProvider {
        name: "Biedrība \"Resursu centrs cilvēkiem ar garīgiem traucējumiem \"ZELDA\"\"".to_owned(),
        phones: ["67442828", "25133788"].map(str::to_owned).into(),
        email: "zelda@zelda.org.lv".to_owned(),
        address: "Mārupes iela 4-31, Rīga, LV-1002".to_owned(),
        website: "https://www.zelda.org.lv".to_owned(),
    }
}
