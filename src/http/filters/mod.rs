//! What every list can be asked for, in the same words: by the codes and the days of its rows, by their ids, since when they
//! changed, in which order, and with which members. What a list takes follows from the schema of its rows and the table below,
//! for the contract and for lists that are fetched whole alike; `db::filters` says it to the database.

pub(super) mod contract;
pub(super) mod fields;
pub(super) mod whole;

use serde_json::Value;

use super::schemas::takes;
use super::table_export::columns::resolved;

/// A member of a row by which a list can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// What it is called.
    pub name: String,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One of some codes.
    Code,
    /// A day.
    Day,
    /// A moment.
    Moment,
}

/// The members of a row by which lists can be asked, by its schema.
pub(super) fn members(schema: &Value, components: &Value) -> Vec<Member> {
    let own = resolved(schema, components)["properties"].as_object().into_iter().flatten();
    // Nothing that says who somebody is stands in an address.
    let own = own.filter(|(name, _)| *name != "born_on");
    let member = |(name, member): (&String, &Value)| {
        let member = resolved(member, components);
        let kind = match member["format"].as_str() {
            _ if member["enum"].is_array() => Kind::Code,
            Some("date") => Kind::Day,
            Some("date-time") => Kind::Moment,
            _ => return None,
        };
        takes(member.get("type"), "string").then(|| Member { name: name.clone(), kind })
    };
    own.filter_map(member).collect()
}

/// A list whose rows the database selects and puts in order.
pub(super) struct Selected {
    /// Which list, as the document calls it.
    pub operation: &'static str,
    /// By which member it is in order.
    pub order: &'static str,
    /// The parameters that follow from the schema and that it does not take. What follows from the rules on the day it is read,
    /// or is kept sealed, is not known to the database; what is hidden where only an outline may be seen would be told by asking for
    /// it; and names have one order, that of the alphabet.
    pub without: &'static [&'static str],
}

/// Asks for rows that have no id of their own or never change.
const RECORDS: &[&str] = &["ids", "updated_since"];

/// The lists that the database selects. All others are short by nature, are fetched whole and take all that their schema gives.
pub(super) const SELECTED: [Selected; 26] = [
    Selected { operation: "listAccessLog", order: "created_at", without: RECORDS },
    Selected { operation: "listAgreements", order: "created_at", without: &[] },
    Selected { operation: "listProgrammeAllocations", order: "created_at", without: &[] },
    Selected { operation: "listApplications", order: "submitted_on", without: &[] },
    Selected { operation: "listBarriers", order: "created_at", without: &[] },
    Selected { operation: "listBrokerAssignments", order: "created_at", without: &[] },
    Selected { operation: "listBudgetChoices", order: "created_at", without: &["chosen_by"] },
    Selected { operation: "listBudgetItems", order: "created_at", without: &["ended_on"] },
    Selected { operation: "listBudgetUses", order: "created_at", without: &[] },
    Selected { operation: "listCheckpoints", order: "at", without: RECORDS },
    Selected { operation: "listClients", order: "created_at", without: &[] },
    Selected { operation: "listContests", order: "created_at", without: &["forward_by", "forwarding_state"] },
    Selected { operation: "listCooperationAgreements", order: "starts_on", without: &["status"] },
    Selected {
        operation: "listDecisions",
        order: "created_at",
        without: &["contest_until", "contest_until_lenient", "eligibility", "funding", "ground", "took_effect_on"],
    },
    Selected { operation: "listGrants", order: "created_at", without: &["end_ground"] },
    Selected { operation: "listIncidents", order: "created_at", without: &["kind"] },
    Selected { operation: "listIndividualBudgets", order: "created_at", without: &["ended_on"] },
    Selected { operation: "listJournal", order: "created_at", without: RECORDS },
    Selected { operation: "listPersons", order: "family_name", without: &["personal_code_form", "sort"] },
    Selected {
        operation: "listProgrammeQueue",
        order: "submitted_on",
        without: &["answer_by", "ask_again_from", "next_reason", "position_reason", "waiting_since"],
    },
    Selected { operation: "listProgrammes", order: "code", without: &[] },
    Selected {
        operation: "listQueueEntries",
        order: "submitted_on",
        without: &["next_reason", "position_reason", "waiting_since"],
    },
    Selected { operation: "listReminders", order: "due_on", without: &[] },
    Selected { operation: "listSupportPersons", order: "family_name", without: &["sort"] },
    Selected { operation: "listTimeEntries", order: "started_at", without: &[] },
    Selected { operation: "listTimeEntriesOfGrant", order: "started_at", without: &[] },
];

/// How the database selects a list, if it does.
pub(super) fn selected(operation: &str) -> Option<&'static Selected> {
    SELECTED.iter().find(|list| list.operation == operation)
}
