//! What every decision says in the same words: who decides, by which norms, and where it can be contested.

use aplp_domain::decision::Outcome;
use aplp_domain::figure::NotInForce;
use aplp_domain::programmes::{Programme, ProgrammeKind};
use aplp_domain::terms::Rule;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
    /// The place, or its words where unpublished.
    pub paragraph: String,
}

/// Where and when to contest.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = ContestIndication)]
pub struct Contest {
    /// Who decides on it.
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
/// Contesting goes through the association to the ministry that owns the service.
const CONTESTED_TO: &str = "Labklājības ministrija";
const PROCEDURE_ACT: &str = "Administratīvā procesa likums";

/// The association as it signs.
#[must_use]
pub fn institution() -> Institution {
    Institution { name: NAME.to_owned(), address: ADDRESS.to_owned() }
}

/// The norms behind a decision: the legal ground that its programme names, and the act by which it is taken. A refusal names
/// the place of the condition that failed.
#[must_use]
pub fn norms(programme: &Programme, outcome: Outcome, failed: Option<&str>) -> Vec<Norm> {
    let norm = |act: &str, paragraph: &str| Norm { act: act.to_owned(), paragraph: paragraph.to_owned() };
    let paragraph = match programme.kind {
        ProgrammeKind::StateBudget => failed.unwrap_or_else(|| of_the_regulation(outcome)),
        ProgrammeKind::Pilot
        | ProgrammeKind::GrantProject
        | ProgrammeKind::MunicipalPurchase
        | ProgrammeKind::IndividualBudget => of_another_ground(outcome),
    };
    vec![norm(&programme.legal_ground, paragraph), norm(PROCEDURE_ACT, "67. pants")]
}

/// The paragraphs of the regulation are not published here, so its words as the ministry repeats them stand in their place.
fn of_the_regulation(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Grant | Outcome::Amend => {
            "par pakalpojuma piešķiršanu personai, nosakot pakalpojuma termiņu, atbalsta jomas, intensitātes līmeni un apjomu"
        }
        Outcome::Queue => {
            "par personas uzņemšanu rindā, ja persona atbilst nosacījumiem, bet ir beidzies piešķirtais finansējums"
        }
        Outcome::Refuse => "par atteikumu piešķirt pakalpojumu, ja persona neatbilst nosacījumiem",
        Outcome::Suspend | Outcome::Resume => "pakalpojumu var pārtraukt, ja to faktiski nodrošināt nav iespējams",
        Outcome::Terminate => "pakalpojumu izbeidz pirms lēmumā noteiktā termiņa beigām",
    }
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

/// Where a decision of this day can be contested.
///
/// # Errors
/// `NotInForce` when the law has no term for the day.
pub fn contest(on: NaiveDate) -> Result<Contest, NotInForce> {
    let within_months = Rule::Contest.figure().on(on)?.value;
    Ok(Contest {
        to: CONTESTED_TO.to_owned(),
        through: institution(),
        within_months,
        text_lv: format!(
            "Lēmumu var apstrīdēt {within_months} mēneša laikā no dienas, kad tas stājas spēkā, adresējot iesniegumu \
             Labklājības ministrijai un iesniedzot to biedrībā: {ADDRESS}."
        ),
        text_en: format!(
            "The decision can be contested within {within_months} month of the day it takes effect, by an application \
             addressed to the Ministry of Welfare and handed in to the association: {ADDRESS}."
        ),
        norm: Norm { act: PROCEDURE_ACT.to_owned(), paragraph: "76., 77. pants un 79. panta pirmā daļa".to_owned() },
    })
}
