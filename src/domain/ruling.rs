//! The ruling: all that a decision rests on, held against the rules in one place, whether it is signed or replayed.

use crate::assessment::Derived;
use crate::decision::{Assessed, Decided, DecisionFacts, Wanted, decide};
use crate::eligibility::{Facts, MissingFact, Verdict, check};
use crate::figure::NotInForce;
use crate::funding::{Balance, Funding, already_put_aside, cost, funding, term_cost};
use crate::programmes::Programme;
use crate::quantity::{Cents, Minutes};
use crate::refusal::Refusal;
use chrono::NaiveDate;

/// All that a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Premises {
    /// The day of the decision.
    pub on: NaiveDate,
    /// The last day on which the application is to be decided.
    pub decide_until: NaiveDate,
    /// What is known of the person.
    pub facts: Facts,
    /// The programme that would pay.
    pub programme: Programme,
    /// The day on which the registers were asked that it rests on, the earliest of several; none where none was.
    pub registers_asked_on: Option<NaiveDate>,
    /// The facts of which sources say different things.
    pub contradicting: Vec<MissingFact>,
    /// What other services of the person under the programme give of the first month, in minutes.
    pub shared: Minutes,
    /// The assessment of needs, when there is one.
    pub assessment: Option<Assessed>,
    /// What the programme has left.
    pub balance: Balance,
    /// How many wait before this person.
    pub ahead_in_queue: i64,
    /// Whether the official who decides is the one who assessed.
    pub by_the_assessor: bool,
    /// Whether a reason is noted for granting more than was assessed.
    pub override_noted: bool,
    /// What the official wants to decide.
    pub wanted: Wanted,
}

/// What the money came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Considered {
    /// What the service costs over its term.
    pub cost: Cents,
    /// Whether the programme can pay.
    pub funding: Funding,
}

/// What the rules say, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Every condition.
    pub verdict: Verdict,
    /// What the assessment comes to by the ceilings of the programme that would pay, whichever it was made for.
    pub needed: Option<Derived>,
    /// The money; none where a refusal is wanted, because lack of money is no ground for one.
    pub considered: Option<Considered>,
    /// What is decided, or why it cannot be.
    pub decided: Result<Decided, Refusal>,
}

/// Holds what is wanted against the rules. Nothing outside the premises is looked at, so that the same premises under the
/// same rules always come to the same ruling.
///
/// # Errors
/// `NotInForce` on a day for which the law has no age of adults.
pub fn rule(premises: &Premises) -> Result<Ruling, NotInForce> {
    let Premises { on, programme, facts, assessment, wanted, .. } = premises;
    let verdict = check(programme, facts, *on)?;
    let needed = assessment.map(|assessed| assessed.under(programme));
    let cost = price(premises, needed);
    let funding = funding(&premises.balance, cost, premises.ahead_in_queue);
    let facts = DecisionFacts {
        programme,
        verdict: &verdict,
        registers_asked_on: premises.registers_asked_on,
        contradicting: &premises.contradicting,
        assessment: *assessment,
        funding,
        decide_until: premises.decide_until,
        by_the_assessor: premises.by_the_assessor,
        override_noted: premises.override_noted,
    };
    let decided = decide(&facts, wanted);
    let considered = (!matches!(wanted, Wanted::Refuse { .. })).then_some(Considered { cost, funding });
    Ok(Ruling { verdict, needed, considered, decided })
}

/// What the service costs over its term: that of the wanted grant, or else of the assessed volume from the day of the decision on;
/// less what of its first month is given already. Where no term can begin, a whole one is counted; the decision is refused for that
/// reason or asks for no money.
fn price(premises: &Premises, needed: Option<Derived>) -> Cents {
    let Premises { on, programme, wanted, shared, .. } = premises;
    let (from, volume) = match *wanted {
        Wanted::Grant { term_from, volume, .. } => (term_from, volume),
        Wanted::Queue | Wanted::Refuse { .. } => (*on, needed.map_or(Minutes(0), |needed| needed.volume)),
    };
    let whole = term_cost(programme, from, volume);
    let whole = whole.unwrap_or_else(|_| cost(volume, programme.term_months, programme.hour_rate));
    whole - already_put_aside(volume, *shared, programme.hour_rate)
}
