//! Bringing a database to its newest version, and refusing one that is not there.

use super::{Folder, told};

#[test]
fn a_database_is_migrated_once_and_then_whole() {
    let folder = Folder::new();

    let first = folder.aplp(&["migrate"], &[]);
    let again = folder.aplp(&["migrate"], &[]);
    let verified = folder.aplp(&["verify"], &[]);

    assert!(first.status.success(), "{}", told(&first));
    assert!(told(&again).starts_with('0'), "{}", told(&again));
    assert!(verified.status.success() && told(&verified).contains("0 faults"), "{}", told(&verified));
}

// OP-02
#[test]
fn a_database_that_was_not_migrated_is_not_served() {
    let folder = Folder::new();
    let keys = folder.0.join("keys");
    std::fs::create_dir(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();

    let output = folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]);

    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("aplp migrate"), "{}", told(&output));
}
