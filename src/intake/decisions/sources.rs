//! Which programmes may pay for an application, which one does, and why: one answer.

use actix_web::http::StatusCode;
use actix_web::{get, web};
use aplp_domain::eligibility::{Verdict, check};
use aplp_domain::funding::{Funding, already_put_aside, funding, term_cost};
use aplp_domain::quantity::{Cents, Minutes};
use aplp_domain::sources::{Candidate, Why, choose};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::case::Case;
use crate::caller::Caller;
use crate::codes::{EligibilityCode, FundingCode, MissingFactCode, ProgrammeKindCode, ReasonCode, WhySourceCode};
use crate::db::filters::Slice;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::answer::content_tag;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Concern, Concerns};
use crate::intake::applications::{self, ApplicationId};
use crate::intake::queue;
use crate::register::persons::PersonId;
use crate::register::programmes::rules::sees_balance;
use crate::register::programmes::{self, ProgrammeId};

/// How many programmes that are open on a day are looked at.
const PROGRAMMES_MAX: i64 = 200;

/// Which programmes may pay.
#[derive(Debug, Serialize, ToSchema)]
pub struct FundingSources {
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The day.
    pub on: NaiveDate,
    /// Null when none can.
    pub pays: Option<ProgrammeId>,
    /// Where none can pay, the one to wait for.
    pub waits_for: Option<ProgrammeId>,
    /// Every programme open that day.
    #[schema(max_items = 200)]
    pub sources: Vec<FundingSource>,
}

/// A programme that might pay.
#[derive(Debug, Serialize, ToSchema)]
pub struct FundingSource {
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The code.
    #[schema(max_length = 40)]
    pub programme: String,
    /// The kind of money.
    pub kind: ProgrammeKindCode,
    /// Why it pays or does not.
    pub why: WhySourceCode,
    /// Whether the conditions are met.
    pub eligibility: EligibilityCode,
    /// The conditions that fail.
    #[schema(max_items = 20)]
    pub failed: Vec<ReasonCode>,
    /// The facts to find out first.
    #[schema(max_items = 20)]
    pub missing: Vec<MissingFactCode>,
    /// Whether it can pay for one more now.
    pub funding: FundingCode,
    /// How many wait before.
    #[schema(minimum = 0, maximum = 9007199254740991_i64)]
    pub ahead_in_queue: i64,
    /// The assessed volume from today, in cents; null where hidden.
    #[schema(minimum = 0, maximum = 9223372036854775807_i64)]
    pub cost_cents: Option<i64>,
}

/// Tells which programmes may pay for an application.
///
/// As of today. The state's money comes first, then trials and projects, a municipality's own last.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The programmes.", body = FundingSources)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/funding-sources")]
pub(super) async fn get_funding_sources(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let id = *id;
    let sources = app.db.view(who.sight(), move |conn| sources(conn, &caller, id)).await?;
    let answer = Answer::json(StatusCode::OK, &sources)?;
    Ok(Answer { etag: Some(content_tag(&answer.body)), ..answer })
}

fn sources(conn: &mut Conn, who: &Caller, id: ApplicationId) -> Result<FundingSources, Error> {
    let (application, today) = (applications::store::find(conn, id, who)?, who.today());
    let place = queue::store::of_application(conn, id)?;
    let open = programmes::store::Wanted { on: Some(today), ..programmes::store::Wanted::default() };
    let whose = application.person_id;
    let known = programmes::store::list(conn, &open, &Slice::first(PROGRAMMES_MAX))?;
    // A place is counted among all who wait, and a balance among all who are served.
    let found = conn.beyond_sight(|conn| {
        let mut known = known.into_iter();
        let Some(first) = known.next() else { return Ok(Vec::new()) };
        let mut case = Case::of(conn, application, place, first, who)?;
        let mut found = vec![Found::of(&case, today)?];
        for other in known {
            case.under(conn, other, today)?;
            found.push(Found::of(&case, today)?);
        }
        Ok(found)
    })?;
    let candidates: Vec<Candidate> = found.iter().map(Found::candidate).collect();
    let chosen = choose(&candidates);
    let named = |at: Option<usize>| at.and_then(|at| found.get(at)).map(|found| found.programme.id);
    let (pays, waits_for) = (named(chosen.pays), named(chosen.waits_for));
    let sources = found.into_iter().zip(chosen.whys).map(|(found, why)| found.told(why, who)).collect();
    Ok(FundingSources { application_id: id, whose, on: today, pays, waits_for, sources })
}

/// What was found about a programme.
struct Found {
    programme: programmes::store::Row,
    verdict: Verdict,
    funding: Funding,
    cost: Cents,
    ahead: i64,
}

impl Found {
    fn of(case: &Case, today: NaiveDate) -> Result<Self, Error> {
        let rules = &case.programme.1;
        let verdict = check(rules, &case.facts(today), today)?;
        let volume = case.assessed().map_or(Minutes(0), |assessed| assessed.under(rules).volume);
        let cost = term_cost(rules, today, volume)? - already_put_aside(volume, case.shared(today), rules.hour_rate);
        let (funding, ahead) = (funding(&case.balance.value(), cost, case.ahead), case.ahead);
        Ok(Self { programme: case.programme.0.clone(), verdict, funding, cost, ahead })
    }

    fn candidate(&self) -> Candidate {
        Candidate { kind: self.programme.kind.0, outcome: self.verdict.outcome, funding: self.funding }
    }

    fn told(self, why: Why, who: &Caller) -> FundingSource {
        let Self { programme, verdict, funding, cost, ahead } = self;
        FundingSource {
            programme_id: programme.id,
            kind: programme.kind,
            why: Coded(why),
            eligibility: Coded(verdict.outcome),
            failed: verdict.failed().map(Coded).collect(),
            missing: verdict.missing.iter().copied().map(Coded).collect(),
            funding: Coded(funding),
            ahead_in_queue: ahead,
            cost_cents: sees_balance(&programme, who).then_some(cost.0),
            programme: programme.code,
        }
    }
}

impl Concerns for FundingSources {
    fn concern(&self) -> Option<Concern> {
        Some(Concern { id: self.application_id.uuid(), ..Concern::about("funding_sources", vec![self.whose.uuid()]) })
    }
}
