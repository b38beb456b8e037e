//! What every decision says in the same words: who decides, by which norms, and where it can be contested.

use aplp_domain::decision::Decided;
use aplp_domain::figure::NotInForce;
use aplp_domain::terms::Rule;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who decides (Labklājības ministrija, pakalpojuma apraksts: "Biedrība … pieņem lēmumu").
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Institution {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
}

/// A norm that was applied.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Norm {
    /// The act.
    pub act: String,
    /// The place in the act, or its words where the place is not published.
    pub paragraph: String,
}

/// Where and within what time the decision can be contested.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Contest {
    /// Who decides on the contest.
    pub to: String,
    /// To whom it is handed in.
    pub through: Institution,
    /// Within how many months from the day the decision takes effect.
    #[schema(minimum = 1, maximum = 12)]
    pub within_months: i64,
    /// The same as a sentence in Latvian.
    pub text_lv: String,
    /// The same as a sentence in English.
    pub text_en: String,
    /// Where it is written.
    pub norm: Norm,
}

const NAME: &str = "biedrība \"Resursu centrs cilvēkiem ar garīgiem traucējumiem \"ZELDA\"\"";
const ADDRESS: &str = "Mārupes iela 4-31, Rīga, LV-1002";
/// Contesting goes through the association to the ministry that owns the service.
const CONTESTED_TO: &str = "Labklājības ministrija";
const WELFARE_ACT: &str = "Sociālo pakalpojumu un sociālās palīdzības likums";
const REGULATION: &str = "Ministru kabineta 2023. gada 31. oktobra noteikumi Nr. 625 \"Noteikumi par atbalsta personu lēmumu \
    pieņemšanā pakalpojumu\"";
const PROCEDURE_ACT: &str = "Administratīvā procesa likums";

/// The association as it signs.
#[must_use]
pub fn institution() -> Institution {
    Institution { name: NAME.to_owned(), address: ADDRESS.to_owned() }
}

/// The norms behind a decision. Where the paragraphs of the regulation are not published, its words as the ministry repeats
/// them stand in their place.
#[must_use]
pub fn norms(decided: &Decided) -> Vec<Norm> {
    let own = match decided {
        Decided::Grant(..) => {
            "par pakalpojuma piešķiršanu personai, nosakot pakalpojuma termiņu, atbalsta jomas, intensitātes līmeni un apjomu"
        }
        Decided::Queue => {
            "par personas uzņemšanu rindā, ja persona atbilst nosacījumiem, bet ir beidzies piešķirtais finansējums"
        }
        Decided::Refuse(ground, _) => ground.law(),
    };
    let norm = |act: &str, paragraph: &str| Norm { act: act.to_owned(), paragraph: paragraph.to_owned() };
    vec![
        norm(WELFARE_ACT, "13. panta pirmās daļas 14. punkts"),
        norm(REGULATION, own),
        norm(PROCEDURE_ACT, "67. pants"),
    ]
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
