//! Stories over HTTP about people in an office; the whole suite runs on SQLite and, wherever it can, on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    reason = "a story stops where it goes wrong, and a test is no library"
)]

mod support;

mod absent;
mod access;
mod active_days;
mod agreement_moves;
mod agreements;
mod application_moves;
mod applications;
mod approvals;
mod assessments;
mod backups;
mod barriers;
mod bodies;
mod brokers;
mod budget_moves;
mod budget_openings;
mod budget_races;
mod budget_verify;
mod budget_walls;
mod budgets;
mod calendar_days;
mod canaries;
mod certificates;
mod changes;
mod checks;
mod client_tokens;
mod clients;
mod code_lists;
mod completions;
mod compression;
mod connections;
mod contest_answers;
mod contest_effects;
mod contest_rules;
mod contests;
mod contests_anew;
mod cooperation_agreements;
mod deadlines;
mod deaths;
mod deaths_recorded;
mod decision_limits;
mod decision_walls;
mod decisions;
mod differential;
mod door;
mod duplicates;
mod early_effect;
mod eligibility;
mod endings;
mod evidence;
mod examples;
mod expand;
mod filters;
mod grants;
mod headers;
mod health;
mod histories;
mod hostile;
mod hour_races;
mod hours;
mod independence;
mod individual_budgets;
mod issuers;
mod journal;
mod keys;
mod law;
mod ledger;
mod life_faults;
mod limits;
mod list_parameters;
mod look_ups;
mod mended;
mod mended_persons;
mod mended_rules;
mod metrics;
mod month_races;
mod moves;
mod name_order;
mod name_search;
mod notifications;
mod open_calls;
mod open_deadlines;
mod open_quotas;
mod origins;
mod pages;
mod paging;
mod paging_races;
mod pauses;
mod persons;
mod place_moves;
mod posting;
mod privileges;
mod problems_told;
mod programmes;
mod queue;
mod races;
mod receipts;
mod remedy_faults;
mod remedy_moves;
mod reminders;
mod repetition;
mod replays;
mod residence;
mod rows;
mod searches;
mod service_moves;
mod settled_facts;
mod shared_months;
mod sight;
mod sight_ends;
mod slow;
mod sources;
mod standing;
mod structures;
mod support_persons;
mod suspensive_effect;
mod tables;
mod tampering;
mod ticks;
mod timeline;
mod timeline_limits;
mod token_checks;
mod tokens;
mod turns;
mod turns_overdue;
mod turns_stopped;
mod two_way;
mod unsaid;
mod unseen;
mod updated;
mod verify;
mod withdrawals;

/// Runs every story of this file once more, on PostgreSQL.
#[test]
fn the_same_stories_hold_on_postgresql() {
    support::cluster::again_on_postgresql(
        support::cluster::Cluster::start_for_stories,
        "the_same_stories_hold_on_postgresql",
    );
}
