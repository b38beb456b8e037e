//! What every decision says in the same words: who decides, by which norms, and where it can be contested.

use aplp_domain::decision::Outcome;
use aplp_domain::eligibility::ReasonCode;
use aplp_domain::figure::NotInForce;
use aplp_domain::law::{self, Act, Source};
use aplp_domain::programmes::{Programme, ProgrammeKind};
use aplp_domain::remedy::{Instance, instance};
use aplp_domain::terms::Rule;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::codes::ContestInstanceCode;
use crate::db::Coded;
use crate::http::Citation;

/// The association.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Institution {
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A norm.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Norm {
    /// The act.
    pub act: String,
    /// The place, or what it is about where the programme has conditions of its own.
    pub paragraph: String,
    /// The same as a place in an act; null for a programme's own conditions.
    #[serde(default)]
    pub citation: Option<Citation>,
}

/// Where and when to contest.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ContestIndication)]
pub struct Contest {
    /// Who hears it; null in older decisions.
    #[serde(default)]
    pub instance: Option<ContestInstanceCode>,
    /// Their name.
    pub to: String,
    /// Where to hand it in.
    pub through: Institution,
    /// From the day the decision takes effect.
    #[schema(minimum = 1, maximum = 12)]
    pub within_months: i64,
    /// The same in Latvian.
    pub text_lv: String,
    /// The same in English.
    pub text_en: String,
    /// Where it is written.
    pub norm: Norm,
}

const NAME: &str = "biedrība \"Resursu centrs cilvēkiem ar garīgiem traucējumiem \"ZELDA\"\"";
const ADDRESS: &str = "Mārupes iela 4-31, Rīga, LV-1002";
/// Who hears contests of the association's decisions (MK 625, 22).
const DIRECTOR: &str = "biedrības direktors";

/// The association as it signs.
#[must_use]
pub fn institution() -> Institution {
    Institution { name: NAME.to_owned(), address: ADDRESS.to_owned() }
}

impl Norm {
    /// A place in an act, under the name that the decision calls it.
    fn of(name: &str, place: law::Citation) -> Self {
        let (act, paragraph) = (name.to_owned(), place.paragraph.to_owned());
        Self { act, paragraph, citation: Some(Citation::of(place)) }
    }
}

/// The norms behind a decision: those of the act that pays for it, and the one by which it is taken. A refusal also names
/// where the condition that failed is written.
#[must_use]
pub fn norms(programme: &Programme, outcome: Outcome, failed: Option<ReasonCode>) -> Vec<Norm> {
    let mut norms = match programme.kind {
        ProgrammeKind::StateBudget => vec![Norm::of(&programme.legal_ground, of_the_regulation(outcome))],
        ProgrammeKind::Pilot
        | ProgrammeKind::GrantProject
        | ProgrammeKind::MunicipalPurchase
        | ProgrammeKind::IndividualBudget => {
            let (act, paragraph) = (programme.legal_ground.clone(), of_another_ground(outcome).to_owned());
            vec![Norm { act, paragraph, citation: None }]
        }
    };
    let conditions = failed.map(|failed| failed.source(programme.kind));
    let conditions = conditions.iter().flat_map(Source::citations);
    norms.extend(conditions.map(|place| Norm::of(place.act.details().title_lv, place)));
    norms.push(of_the_procedure("67"));
    norms
}

fn of_the_procedure(paragraph: &'static str) -> Norm {
    Norm::of(Act::Apl.details().title_lv, law::Citation { act: Act::Apl, paragraph })
}

/// The paragraph of MK 625 for what the state pays.
fn of_the_regulation(outcome: Outcome) -> law::Citation {
    let paragraph = match outcome {
        Outcome::Grant | Outcome::Amend => "16.1",
        Outcome::Queue => "16.2",
        Outcome::Refuse => "16.3",
        Outcome::Suspend | Outcome::Resume => "19",
        Outcome::Terminate => "20",
    };
    law::Citation { act: Act::Mk625, paragraph }
}

/// A project or a purchase has conditions of its own, and the words of the regulation are not theirs.
fn of_another_ground(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Grant | Outcome::Amend => "programmas nosacījumi par pakalpojuma piešķiršanu, termiņu un apjomu",
        Outcome::Queue => "programmas nosacījumi par finansējumu un vietām",
        Outcome::Refuse => "programmas nosacījumi par pakalpojuma saņēmējiem",
        Outcome::Suspend | Outcome::Resume => "programmas nosacījumi par pakalpojuma pārtraukšanu",
        Outcome::Terminate => "programmas nosacījumi par pakalpojuma izbeigšanu",
    }
}

/// Where a decision of this day under a programme can be contested.
///
/// # Errors
/// `NotInForce` when the law has no term for the day.
pub fn contest(on: NaiveDate, programme: &Programme) -> Result<Contest, NotInForce> {
    let within_months = Rule::Contest.figure().on(on)?.value;
    let instance = instance(programme.kind);
    let (to, addressed_lv, addressed_en, norm) = match instance {
        Instance::Director => (
            DIRECTOR.to_owned(),
            "biedrības direktoram".to_owned(),
            "the director of the association".to_owned(),
            law::Citation { act: Act::Mk625, paragraph: "22" },
        ),
        Instance::Municipality => (
            programme.funder.clone(),
            format!("pašvaldībai ({})", programme.funder),
            format!("the municipality ({})", programme.funder),
            law::Citation { act: Act::Spspl, paragraph: "17.1(2)" },
        ),
    };
    Ok(Contest {
        instance: Some(Coded(instance)),
        to,
        through: institution(),
        within_months,
        text_lv: format!(
            "Lēmumu var apstrīdēt {within_months} mēneša laikā no dienas, kad tas stājas spēkā, adresējot iesniegumu \
             {addressed_lv} un iesniedzot to biedrībā: {ADDRESS}."
        ),
        text_en: format!(
            "The decision can be contested within {within_months} month of the day it takes effect, by an application \
             addressed to {addressed_en} and handed in to the association: {ADDRESS}."
        ),
        norm: Norm::of(norm.act.details().title_lv, norm),
    })
}
