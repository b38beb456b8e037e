//! The tables as diesel sees them, the same for both databases; `tests/schema.rs` compares them with the migrations.

#![allow(missing_docs, reason = "the columns are explained in the migrations and in the wire types")]

use diesel::{allow_tables_to_appear_in_same_query, joinable};

mod access;
mod budgets;
mod delivery;
mod house;
mod intake;
mod life;
mod register;
mod remedies;

pub use access::*;
pub use budgets::*;
pub use delivery::*;
pub use house::*;
pub use intake::*;
pub use life::*;
pub use register::*;
pub use remedies::*;

joinable!(journal_links -> journal (journal_id));
joinable!(journal_waiting -> journal (journal_id));
joinable!(journal_persons -> journal_links (position));
joinable!(person_name_words -> persons (person_id));
joinable!(person_renames -> persons (person_id));
joinable!(support_person_renames -> support_persons (support_person_id));
joinable!(person_addresses -> persons (person_id));
joinable!(deaths -> persons (person_id));
joinable!(death_retractions -> deaths (death_id));
joinable!(personal_codes -> persons (person_id));
joinable!(allocations -> programmes (programme_id));
joinable!(balances -> programmes (programme_id));
joinable!(applications -> persons (person_id));
joinable!(withdrawals -> applications (application_id));
joinable!(completion_requests -> applications (application_id));
joinable!(registry_checks -> applications (application_id));
joinable!(certificate_requests -> applications (application_id));
joinable!(certificates -> applications (application_id));
joinable!(certificates -> certificate_requests (request_id));
joinable!(assessments -> applications (application_id));
joinable!(assessments -> programmes (programme_id));
joinable!(extensions -> applications (application_id));
joinable!(decisions -> applications (application_id));
joinable!(decisions -> persons (person_id));
joinable!(decisions -> programmes (programme_id));
joinable!(decisions -> assessments (assessment_id));
joinable!(queue_entries -> persons (person_id));
joinable!(queue_entries -> programmes (programme_id));
joinable!(grants -> persons (person_id));
joinable!(grants -> programmes (programme_id));
joinable!(agreements -> grants (grant_id));
joinable!(agreements -> persons (person_id));
joinable!(agreements -> support_persons (support_person_id));
joinable!(signatures -> agreements (agreement_id));
joinable!(time_entries -> grants (grant_id));
joinable!(time_entries -> agreements (agreement_id));
joinable!(time_entries -> persons (person_id));
joinable!(time_entries -> support_persons (support_person_id));
joinable!(time_entry_parts -> time_entries (entry_id));
joinable!(month_totals -> grants (grant_id));
joinable!(place_events -> queue_entries (place_id));
joinable!(grant_events -> grants (grant_id));
joinable!(grant_steps -> grants (grant_id));
joinable!(contact_attempts -> grants (grant_id));
joinable!(incidents -> grants (grant_id));
joinable!(individual_budgets -> persons (person_id));
joinable!(individual_budgets -> programmes (programme_id));
joinable!(budget_needs -> individual_budgets (budget_id));
joinable!(budget_choices -> individual_budgets (budget_id));
joinable!(budget_opinions -> budget_choices (choice_id));
joinable!(budget_items -> individual_budgets (budget_id));
joinable!(budget_item_endings -> budget_items (item_id));
joinable!(budget_item_totals -> budget_items (item_id));
joinable!(budget_uses -> budget_items (item_id));
joinable!(broker_assignments -> individual_budgets (budget_id));
joinable!(barriers -> persons (person_id));
joinable!(notifications -> decisions (decision_id));
joinable!(notification_returns -> notifications (notification_id));
joinable!(contests -> decisions (decision_id));
joinable!(contests -> persons (person_id));
joinable!(contests -> notifications (notification_id));
joinable!(contest_forwardings -> contests (contest_id));
joinable!(contest_resolutions -> contests (contest_id));
joinable!(contest_withdrawals -> contests (contest_id));
joinable!(client_approvals -> clients (client_id));
joinable!(client_moves -> clients (client_id));
joinable!(client_tokens -> clients (client_id));

allow_tables_to_appear_in_same_query!(
    data_keys,
    counters,
    repeats,
    journal,
    journal_waiting,
    journal_links,
    journal_persons,
    person_sets,
    checkpoints,
    versions,
    persons,
    person_name_words,
    person_renames,
    person_addresses,
    deaths,
    death_retractions,
    personal_codes,
    support_persons,
    support_person_renames,
    programmes,
    allocations,
    balances,
    calendar_days,
    applications,
    withdrawals,
    completion_requests,
    registry_checks,
    certificate_requests,
    certificates,
    assessments,
    extensions,
    decisions,
    queue_entries,
    grants,
    agreements,
    signatures,
    time_entries,
    time_entry_parts,
    month_totals,
    place_events,
    queue_counts,
    grant_events,
    grant_steps,
    contact_attempts,
    incidents,
    reminders,
    tick_days,
    notifications,
    notification_returns,
    contests,
    contest_forwardings,
    contest_resolutions,
    contest_withdrawals,
    clients,
    client_approvals,
    client_moves,
    client_tokens,
    individual_budgets,
    budget_needs,
    budget_choices,
    budget_opinions,
    budget_items,
    budget_item_endings,
    budget_item_totals,
    budget_uses,
    broker_assignments,
    barriers,
    cooperation_agreements,
);
