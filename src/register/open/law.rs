//! The acts behind the rules and, of the regulation on the service, each paragraph with what is done about it.
//!
//! What the paragraphs say is data, in one file, in words of ours. It tells what is there: what is not built says so.

use std::sync::LazyLock;

use actix_web::get;
use aplp_domain::code::Code;
use aplp_domain::law::{Act, ActDetails, COPIES_READ_ON, Source};
use aplp_domain::programmes::ProgrammeKind;
use aplp_domain::{eligibility, rule_set};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::BothLanguages;
use crate::codes::{CarriedOutCode, ReasonCode};
use crate::db::Coded;
use crate::error::Error;
use crate::http::{Answer, Concerns, problem};

/// The acts and the regulation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Law {
    /// The day the copies were read.
    pub copy_read_on: NaiveDate,
    /// All that rules cite.
    #[schema(max_items = 50)]
    pub acts: Vec<CitedAct>,
    /// MK 625, 1 to 26 and the annex.
    #[schema(max_items = 50)]
    pub paragraphs: Vec<Paragraph>,
}

/// An act.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CitedAct {
    /// Its short name, `lower_snake`.
    #[schema(max_length = 20)]
    pub act: &'static str,
    /// The number at likumi.lv.
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub act_id: u32,
    /// Where it can be read.
    pub act_url: String,
    /// The title.
    pub title: BothLanguages,
    /// Year, issue and number of the official gazette; null if not known.
    pub gazette: Option<&'static str>,
    /// Null if not known.
    pub in_force_from: Option<NaiveDate>,
    /// Where it says another day.
    pub applied_from: Option<NaiveDate>,
    /// As of when the copy stood: a year or two months (ISO 8601).
    pub copy_as_of: Option<&'static str>,
}

/// A paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Paragraph {
    /// Its number, or `annex`.
    #[schema(max_length = 20)]
    pub paragraph: String,
    /// What it says, in words of ours.
    pub says: BothLanguages,
    /// What the service does about it.
    pub service: BothLanguages,
    /// How far.
    pub status: CarriedOutCode,
    /// Ids of the operations that do it.
    #[schema(max_items = 20)]
    pub operations: Vec<String>,
    /// Figures of `/v1/rules` that cite it.
    #[schema(max_items = 100)]
    pub figures: Vec<&'static str>,
    /// Conditions of eligibility that cite it.
    #[schema(max_items = 20)]
    pub conditions: Vec<ReasonCode>,
    /// Codes of problems that cite it.
    #[schema(max_items = 100)]
    pub problems: Vec<&'static str>,
}

/// A paragraph in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    paragraph: String,
    says: BothLanguages,
    service: BothLanguages,
    status: CarriedOutCode,
    operations: Vec<String>,
}

/// The texts.
const TEXT: &str = include_str!("mk_625.json");

/// The same for as long as the build. A text that cannot be read is found by the tests.
static LAW: LazyLock<Law> = LazyLock::new(|| Law {
    copy_read_on: COPIES_READ_ON,
    acts: Act::ALL.iter().copied().map(CitedAct::of).collect(),
    paragraphs: serde_json::from_str::<Vec<Written>>(TEXT).unwrap_or_default().into_iter().map(Paragraph::of).collect(),
});

impl CitedAct {
    fn of(act: Act) -> Self {
        let ActDetails { name: _, title_lv, title_en, likumi_id, gazette, in_force_from, applied_from, as_of } =
            act.details();
        Self {
            act: act.code(),
            act_id: likumi_id,
            act_url: act.url(),
            title: BothLanguages::of(title_lv, title_en),
            gazette,
            in_force_from,
            applied_from,
            copy_as_of: as_of,
        }
    }
}

impl Paragraph {
    fn of(written: Written) -> Self {
        let Written { paragraph, says, service, status, operations } = written;
        let cites = |source: &Source| source.names(Act::Mk625, &paragraph);
        let figures = rule_set::figures().filter(|figure| figure.values.iter().any(|since| cites(&since.source)));
        let conditions = eligibility::ReasonCode::ALL.iter().copied();
        let conditions = conditions.filter(|condition| cites(&condition.source(ProgrammeKind::StateBudget)));
        Self {
            figures: figures.map(|figure| figure.code).collect(),
            conditions: conditions.map(Coded).collect(),
            problems: problem::citing(cites),
            paragraph,
            says,
            service,
            status,
            operations,
        }
    }
}

/// Tells the law behind the service.
///
/// The acts, and each paragraph of MK 625 with what is done about it.
#[utoipa::path(responses((status = 200, description = "Acts and paragraphs.", body = Law)), security(()))]
#[get("/v1/law")]
pub(super) async fn get_law() -> Result<Answer, Error> {
    Answer::public(&*LAW)
}

// The law tells of nobody.
impl Concerns for Law {}
