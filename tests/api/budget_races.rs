//! Many who plan in one budget or use up one service at the same time: it takes what it holds and never more.

use std::sync::Barrier;

use aplp::db::schema::individual_budgets;
use aplp::db::{Conn, Scope, claim};
use aplp::delivery::individual_budgets::{BudgetId, store};
use aplp::error::Error;
use aplp_domain::quantity::Cents;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::support::budgets::{items, new_budget, office, opened, person_in};
use crate::support::database::postgres;
use crate::support::{Office, Reply};

/// How many do the same thing at once.
const AT_ONCE: usize = 16;

/// How often each race is run: a race is a coin.
fn rounds() -> u32 {
    std::env::var("APLP_RACE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

fn at_once(run: impl Fn() -> Reply + Sync) -> Vec<Reply> {
    let start = Barrier::new(AT_ONCE);
    std::thread::scope(|threads| {
        let one = || {
            start.wait();
            run()
        };
        let running: Vec<_> = (0..AT_ONCE).map(|_| threads.spawn(one)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[track_caller]
fn hold(replies: &[Reply], made: usize, refusal: &str) {
    let done = replies.iter().filter(|reply| reply.status == 201).count();
    let refused = replies.iter().filter(|reply| reply.status == 409 && reply.body["code"] == refusal).count();
    let codes: Vec<_> = replies.iter().map(|reply| (reply.status, &reply.body["code"])).collect();
    assert_eq!((done, refused), (made, AT_ONCE - made), "{codes:?}");
}

// A38
#[test]
fn of_sixteen_services_for_which_there_is_money_for_five_exactly_five_are_added() {
    let office = office();
    for round in 1..=rounds() {
        let budget = opened(&office, round, 5_000);
        let ilze = office.coordinator();

        let replies = at_once(|| budget.add(&ilze, "companion", 10, 100));

        hold(&replies, 5, "over_the_budget");
        assert_eq!(budget.sums(&office), (5_000, 0));
        assert_eq!(items(ilze.get(&format!("{}/items", budget.path))).len(), 5);
    }
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn of_sixteen_who_use_up_a_plan_of_five_exactly_five_do() {
    let office = office();
    for round in 1..=rounds() {
        let budget = opened(&office, round, 5_000);
        let ilze = office.coordinator();
        let item = budget.add(&ilze, "companion", 5, 100).id(201);

        let replies = at_once(|| budget.use_up(&ilze, &item, 1));

        hold(&replies, 5, "over_the_plan");
    }
    assert_eq!(office.faults(), [""; 0]);
}

// A1
#[test]
fn of_sixteen_budgets_of_one_person_exactly_one_is_opened() {
    let office = office();
    for round in 1..=rounds() {
        let ilze = office.coordinator();
        let person = person_in(&ilze, round, "0420200");
        let body = new_budget(&ilze, &person, 5_000);

        let replies = at_once(|| ilze.post("/v1/individual-budgets", body.clone()));

        hold(&replies, 1, "budget_is_open");
    }
    assert_eq!(office.faults(), [""; 0]);
}

/// A transaction of one's own on PostgreSQL, which waits a twentieth of a second for a lock.
fn transaction(office: &Office) -> Conn {
    let mut conn = office.place.open(false).unwrap();
    conn.batch_execute("SET lock_timeout = '50ms'; BEGIN").unwrap();
    conn
}

fn taken(tx: &mut Conn, id: BudgetId) -> i64 {
    individual_budgets::table.find(id).select(individual_budgets::committed_cents).first(tx).unwrap()
}

/// SQLite has one writer, so there is nothing to show there.
#[test]
fn two_plans_that_read_first_both_find_the_money_there_unless_they_claim_it() {
    if postgres().is_none() {
        return;
    }
    let office = office();
    let budget = opened(&office, 1, 5_000);
    let id = BudgetId::of(budget.id.parse().unwrap());
    let person = Scope::Person(budget.person.parse().unwrap());

    let (mut one, mut other) = (transaction(&office), transaction(&office));
    let found = (taken(&mut one, id), taken(&mut other, id));
    store::take(&mut one, id, Cents(3_000)).unwrap();
    one.batch_execute("COMMIT").unwrap();
    let overdrawn = store::take(&mut other, id, Cents(4_000));
    other.batch_execute("ROLLBACK").unwrap();

    // Each saw an empty package, so either would have been let through: only the second wall stands in the way.
    assert_eq!((found, taken(&mut one, id)), ((0, 0), 3_000));
    assert!(matches!(overdrawn, Err(Error::Internal(why)) if why.contains("package_within_budget")));

    let (mut one, mut other) = (transaction(&office), transaction(&office));
    claim(&mut one, &person).unwrap();
    let before = taken(&mut one, id);
    let waited = claim(&mut other, &person);
    store::take(&mut one, id, Cents(1_000)).unwrap();
    one.batch_execute("COMMIT").unwrap();
    other.batch_execute("ROLLBACK; BEGIN").unwrap();
    claim(&mut other, &person).unwrap();

    // The second one does not get to its check before the first one's plan is there to be seen.
    assert!(matches!(waited, Err(Error::Busy(_))), "{waited:?}");
    assert_eq!((before, taken(&mut other, id)), (3_000, 4_000));
}
