//! What one admin may do alone with a client, and what waits for a second one.

use aplp_domain::code::Code;
use aplp_domain::municipalities::is_same_place;

use super::store::Row;
use super::wire::roles;
use crate::caller::{Caller, Role};

/// Whether somebody with a role may see a person, or let in others who may.
const fn opens_persons(role: Role) -> bool {
    match role {
        Role::Coordinator
        | Role::DecisionMaker
        | Role::Director
        | Role::SupportPerson
        | Role::Municipality
        | Role::Broker
        | Role::Auditor
        | Role::Person
        | Role::Admin => true,
        Role::Funder | Role::Reporter => false,
    }
}

/// Whether a list of roles has one that opens persons.
pub(super) fn opens(text: &str) -> bool {
    roles(text).iter().any(|role| opens_persons(role.0))
}

/// Whether a client asks for more than what is in force for it. Another municipality is always more, also where there was
/// none: a token that names none sees nothing until the register names one.
pub(super) fn is_wider(row: &Row) -> bool {
    let granted = row.granted_roles.as_deref().map(roles).unwrap_or_default();
    let wider = roles(&row.roles).iter().any(|role| opens_persons(role.0) && !granted.contains(role));
    let moved = match (&row.municipality, &row.granted_municipality) {
        (None, None) => false,
        (Some(asked), Some(granted)) => !is_same_place(asked, granted),
        _ => true,
    };
    wider || (opens(&row.roles) && moved)
}

/// A client after a change by an admin: what opens no more than before holds at once, all else waits for a second admin;
/// and whether that second admin was waived.
pub(super) fn changed(row: Row, token_waits: bool, who: &Caller, single_admin: bool) -> (Row, bool) {
    let asks = is_wider(&row) || token_waits;
    if !asks || single_admin {
        return (in_force(row), asks);
    }
    let mut authors: Vec<&str> = row.changed_by.lines().collect();
    let author = who.official();
    if !authors.contains(&author.as_str()) {
        authors.push(&author);
    }
    let changed_by = authors.join("\n");
    // What asks for no more than it has goes on as it is asked for, also while a token waits.
    let row = if is_wider(&row) { row } else { granted(row) };
    (Row { waits_since: row.waits_since.or(Some(who.at.naive_utc())), changed_by, ..row }, false)
}

/// A client of which everything that was asked for is in force.
pub(super) fn in_force(row: Row) -> Row {
    Row { waits_since: None, changed_by: String::new(), ..granted(row) }
}

fn granted(row: Row) -> Row {
    Row { granted_roles: Some(row.roles.clone()), granted_municipality: row.municipality.clone(), ..row }
}

/// Whether somebody has asked for what waits, through whatever program.
pub(super) fn has_asked(row: &Row, who: &Caller) -> bool {
    let official = who.official();
    row.changed_by.lines().any(|author| author == official)
}

/// Roles as they are kept: codes between commas.
pub(super) fn codes<'a>(roles: impl IntoIterator<Item = &'a Role>) -> String {
    roles.into_iter().map(|role| role.code()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDateTime};
    use rstest::rstest;

    use super::*;
    use crate::db::Coded;
    use crate::http::clients::ClientId;
    use crate::http::clients::wire::ClientState;

    fn row(asked: &str, in_municipality: Option<&str>, granted: Option<&str>, of: Option<&str>) -> Row {
        Row {
            id: ClientId::random(),
            name: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            subject: None,
            roles: asked.to_owned(),
            municipality: in_municipality.map(str::to_owned),
            state: Coded(ClientState::Active),
            granted_roles: granted.map(str::to_owned),
            granted_municipality: of.map(str::to_owned),
            waits_since: None,
            changed_by: String::new(),
            version: 1,
            created_at: NaiveDateTime::default(),
            updated_at: NaiveDateTime::default(),
        }
    }

    #[rstest]
    #[case("reporter,funder", None, None, None, false)]
    #[case("reporter", Some("0001000"), Some("reporter"), None, false)]
    #[case("admin", None, None, None, true)]
    #[case("person", None, None, None, true)]
    #[case("coordinator", None, Some("coordinator,auditor"), None, false)]
    #[case("coordinator,reporter", None, Some("coordinator"), None, false)]
    #[case("coordinator,auditor", None, Some("coordinator"), None, true)]
    #[case("municipality", Some("0001000"), Some("municipality"), Some("0001000"), false)]
    #[case("municipality", Some("0002000"), Some("municipality"), Some("0001000"), true)]
    #[case("municipality", Some("0001000"), Some("municipality"), None, true)]
    #[case("municipality", None, Some("municipality"), Some("0001000"), true)]
    fn what_opens_more_is_told_from_what_does_not(
        #[case] asked: &str,
        #[case] municipality: Option<&str>,
        #[case] granted: Option<&str>,
        #[case] of: Option<&str>,
        #[case] wider: bool,
    ) {
        assert_eq!(is_wider(&row(asked, municipality, granted, of)), wider);
    }

    #[test]
    fn everybody_who_shaped_what_waits_has_asked_for_it_until_it_is_narrowed() {
        let at = DateTime::from_timestamp(1_772_434_800, 0).unwrap();
        let who = |subject: &str| Caller { subject: subject.to_owned(), ..Caller::operator(at, false) };

        let (first, _) = changed(row("coordinator", None, None, None), false, &who("anna"), false);
        let (second, _) = changed(first, false, &who("liga"), false);
        let asked = |row: &Row| ["anna", "liga", "ilze"].map(|subject| has_asked(row, &who(subject)));
        assert_eq!(asked(&second), [true, true, false]);

        let (narrow, waived) = changed(Row { roles: "reporter".to_owned(), ..second }, false, &who("anna"), false);
        assert_eq!((asked(&narrow), narrow.waits_since, waived), ([false; 3], None, false));
        let (alone, waived) = changed(Row { roles: "admin".to_owned(), ..narrow }, false, &who("anna"), true);
        assert_eq!((alone.granted_roles.as_deref(), alone.waits_since, waived), (Some("admin"), None, true));
    }
}
