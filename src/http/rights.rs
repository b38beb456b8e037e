//! The rights, and the roles that have them: the one table.
//!
//! A right is a type in a handler's signature (`Allowed<rights::ReadPersons>`); by its code it stands in the scopes of tokens and
//! of `/v1/me`, beside each operation of the contract, and in the problem of whoever lacks it.

use crate::caller::Role;

/// A right: a type in the signature of every handler that asks for it.
pub trait Right: 'static {
    /// Its name in tokens' scopes and in the document.
    const CODE: &'static str;
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident = $code:literal: $($role:ident),+;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}

            impl Right for $name {
                const CODE: &'static str = $code;
            }
        )+

        /// Each right by its code, and the roles that have it.
        const TABLE: &[(&str, &[Role])] = &[$(($code, &[$(Role::$role),+])),+];
    };
}

rights! {
    /// Reads who one is to the service.
    ReadMe = "me:read": Coordinator, DecisionMaker, Director, SupportPerson, Municipality, Funder, Broker, Auditor, Reporter, Person, Admin;
    /// Reads persons, as far as one may see them.
    ReadPersons = "persons:read": Coordinator, DecisionMaker, Director, SupportPerson, Municipality, Auditor, Person;
    /// Reads whole personal codes of others.
    ReadPersonalCodes = "persons:pii": Coordinator, DecisionMaker;
    /// Registers persons and what is known of them.
    RegisterPersons = "persons:register": Coordinator, Municipality;
    /// Records deaths, and takes back those told by mistake.
    RecordDeaths = "deaths:record": Coordinator, DecisionMaker;
    /// Reads who looked at a person.
    ReadAccessLog = "persons:access_log": Coordinator, Auditor, Person;
    /// Reads support persons.
    ReadSupportPersons = "support_persons:read": Coordinator, DecisionMaker, Director, SupportPerson, Admin;
    /// Registers support persons.
    RegisterSupportPersons = "support_persons:register": Coordinator, Admin;
    /// Reads programmes.
    ReadProgrammes = "programmes:read": Coordinator, DecisionMaker, Director, SupportPerson, Municipality, Funder, Broker, Auditor, Reporter, Admin;
    /// Registers programmes.
    RegisterProgrammes = "programmes:register": Coordinator, DecisionMaker, Municipality;
    /// Gives programmes money and places.
    FundProgrammes = "programmes:fund": DecisionMaker, Municipality;
    /// Reads what a programme has, and what of it is promised.
    ReadBudgets = "budgets:read": Coordinator, DecisionMaker, Director, Municipality, Funder, Auditor;
    /// Reads applications.
    ReadApplications = "applications:read": Coordinator, DecisionMaker, Director, Municipality, Auditor, Person;
    /// Hands applications in and takes them back.
    SubmitApplications = "applications:submit": Coordinator, Municipality;
    /// Records what the registers say.
    CheckApplications = "applications:check": Coordinator;
    /// Assesses needs.
    AssessApplications = "applications:assess": Coordinator;
    /// Decides on applications.
    DecideApplications = "applications:decide": DecisionMaker;
    /// Reads decisions and their notifications.
    ReadDecisions = "decisions:read": Coordinator, DecisionMaker, Director, Municipality, Auditor, Person;
    /// Runs a decision again on its own facts.
    ReplayDecisions = "decisions:replay": Coordinator, DecisionMaker, Director, Auditor;
    /// Records how a decision reached the person.
    NotifyDecisions = "decisions:notify": Coordinator, DecisionMaker;
    /// Contests decisions.
    ContestDecisions = "decisions:contest": Coordinator, Person;
    /// Reads contests.
    ReadContests = "contests:read": Coordinator, DecisionMaker, Director, Auditor, Person;
    /// Forwards a contest to whoever decides on it.
    ForwardContests = "contests:forward": Coordinator, DecisionMaker;
    /// Records the outcome of a contest.
    ResolveContests = "contests:resolve": Director;
    /// Reads the queue.
    ReadQueue = "queue:read": Coordinator, DecisionMaker, Director, Municipality, Funder, Auditor, Person;
    /// Offers a place to whoever is next.
    CallUpFromQueue = "queue:call_up": Coordinator, DecisionMaker;
    /// Answers an offer.
    AnswerQueueOffers = "queue:answer": Coordinator, Person;
    /// Reads what falls due.
    ReadReminders = "reminders:read": Coordinator, DecisionMaker, Director, Municipality, Auditor, Person;
    /// Reads attempts to reach a person.
    ReadContacts = "contacts:read": Coordinator, DecisionMaker, Director, SupportPerson, Auditor, Person;
    /// Records attempts to reach a person.
    RecordContacts = "contacts:record": Coordinator, SupportPerson;
    /// Reads incidents.
    ReadIncidents = "incidents:read": Coordinator, DecisionMaker, Director, SupportPerson, Auditor, Person;
    /// Records incidents.
    RecordIncidents = "incidents:record": Coordinator, SupportPerson;
    /// Reads granted services.
    ReadGrants = "grants:read": Coordinator, DecisionMaker, Director, SupportPerson, Municipality, Auditor, Person;
    /// Suspends, resumes, changes and ends granted services.
    DecideGrants = "grants:decide": DecisionMaker;
    /// Drafts agreements.
    DraftAgreements = "agreements:draft": Coordinator;
    /// Records signatures under agreements.
    SignAgreements = "agreements:sign": Coordinator, DecisionMaker, SupportPerson;
    /// Reads the hours of support.
    ReadHours = "hours:read": Coordinator, DecisionMaker, Director, SupportPerson, Municipality, Auditor, Person;
    /// Posts own hours of support.
    PostHours = "hours:post": SupportPerson;
    /// Takes posted hours back.
    ReverseHours = "hours:reverse": Coordinator, SupportPerson;
    /// Reads individual budgets.
    ReadIndividualBudgets = "individual_budgets:read": Coordinator, DecisionMaker, Director, Municipality, Broker, Auditor, Person;
    /// Opens, changes and ends individual budgets, and names brokers.
    KeepIndividualBudgets = "individual_budgets:keep": Coordinator;
    /// Plans needs and services, and records their use.
    PlanIndividualBudgets = "individual_budgets:plan": Coordinator, Broker;
    /// Records what the person chose.
    ChooseIndividualBudgets = "individual_budgets:choose": Coordinator, Broker, Person;
    /// Reads barriers to services.
    ReadBarriers = "barriers:read": Coordinator, DecisionMaker, Director, Municipality, Broker, Auditor, Person;
    /// Records barriers to services.
    RecordBarriers = "barriers:record": Coordinator;
    /// Reads agreements with municipalities.
    ReadCooperationAgreements = "cooperation_agreements:read": Coordinator, DecisionMaker, Director, Municipality, Auditor;
    /// Records agreements with municipalities.
    KeepCooperationAgreements = "cooperation_agreements:keep": Coordinator;
    /// Adds and withdraws transferred days off.
    KeepCalendar = "calendar:keep": Admin;
    /// Reads the journal and its checkpoints.
    ReadJournal = "journal:read": Auditor;
    /// Reads clients and their tokens.
    ReadClients = "clients:read": Admin;
    /// Registers clients.
    RegisterClients = "clients:register": Admin;
    /// Lets clients in.
    ApproveClients = "clients:approve": Admin;
    /// Reads how the service is.
    ReadHealth = "health:read": Admin;
}

/// The codes of all rights, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(code, _)| *code)
}

/// The roles that have a right; nobody has one that is not in the table.
#[must_use]
pub fn roles_with(right: &str) -> &'static [Role] {
    TABLE.iter().find(|(code, _)| *code == right).map_or(&[], |(_, roles)| roles)
}

/// The rights of a role, in the order of the table.
pub fn of(role: Role) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, roles)| roles.contains(&role)).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use aplp_domain::code::Code;

    use super::*;

    #[test]
    fn each_right_stands_once_and_names_its_roles_once_in_their_order() {
        let mut codes: Vec<_> = all().collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), TABLE.len());
        for (code, roles) in TABLE {
            let in_order: Vec<_> = Role::ALL.iter().filter(|role| roles.contains(role)).collect();
            assert_eq!(in_order, roles.iter().collect::<Vec<_>>(), "{code}");
        }
    }
}
