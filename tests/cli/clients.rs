//! The first admins, let in on the machine itself.

use aplp::db::Place;
use aplp::db::schema::journal;
use diesel::prelude::*;

use super::{Folder, told};

#[test]
fn the_operator_lets_in_an_admin_once_and_the_journal_says_that_it_was_done_here() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);
    let admit = |issuer: &str, subject: &str| {
        let wish = ["clients", "admit", "--issuer", issuer, "--client-id", "frontend", "--subject", subject];
        folder.aplp(&wish, &[("APLP_ISSUERS", "https://issuer.example")])
    };

    let (first, again) = (admit("https://issuer.example", "anna"), admit("https://issuer.example", "anna"));
    let second = admit("https://issuer.example", "liga");
    let refused = [admit("https://other.example", "ieva"), admit("https://issuer.example", "ie\u{202e}va")];

    assert!(first.status.success() && second.status.success(), "{}{}", told(&first), told(&second));
    assert!(told(&first).contains("let in as an admin"), "{}", told(&first));
    assert!(!again.status.success() && told(&again).contains("registered already"), "{}", told(&again));
    let [issuer, subject] = refused.map(|output| told(&output));
    assert!(issuer.contains("none of APLP_ISSUERS: https://issuer.example"), "{issuer}");
    assert!(subject.contains("--subject is empty, too long, not in NFC or has hidden characters"), "{subject}");
    let mut conn = Place::Sqlite(folder.0.join("aplp.sqlite")).open(false).unwrap();
    let rows = journal::table.filter(journal::action.eq("client_admitted"));
    let by: Vec<(String, String)> = rows.select((journal::issuer, journal::subject)).load(&mut conn).unwrap();
    assert_eq!(by, vec![("aplp".to_owned(), "operator".to_owned()); 2]);
}
