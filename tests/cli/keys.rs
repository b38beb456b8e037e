//! The keys from the command line: who may read them, and what is said of those that are lost.

use std::os::unix::fs::PermissionsExt;

use super::{Folder, told};

// OP-02
#[test]
fn a_key_that_others_can_use_is_not_used() {
    let folder = Folder::new();
    let keys = folder.0.join("keys");
    std::fs::create_dir(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();
    folder.aplp(&["migrate"], &[]);
    let key = keys.join("cursor.key");
    std::fs::write(&key, [7; 32]).unwrap();
    for mode in [0o604, 0o640, 0o620] {
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();

        let output = folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]);

        assert_eq!(output.status.code(), Some(1));
        let told = told(&output);
        assert!(told.contains("cursor.key") && told.lines().count() == 1, "{told}");
    }
}

// PR-04, OP-02
#[test]
fn without_the_right_master_key_nothing_is_served_and_nothing_is_changed() {
    let folder = Folder::new();
    let keys = folder.0.join("keys");
    std::fs::create_dir(&keys).unwrap();
    aplp::http::token::Issuer::prepare(&keys).unwrap();
    folder.aplp(&["migrate"], &[]);
    let key = keys.join("master.key");
    let right = keys.join("right.key");
    let serve = || folder.aplp(&["serve"], &[("APLP_LISTEN", "127.0.0.1:0")]);

    std::fs::rename(&key, &right).unwrap();
    let lost = serve();
    std::fs::write(&key, [1; 32]).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let anothers = serve();
    std::fs::rename(&right, &key).unwrap();

    assert!(told(&lost).contains("the master key is not there"), "{}", told(&lost));
    assert!(told(&anothers).contains("not the one of this database"), "{}", told(&anothers));
    assert_eq!((lost.status.code(), anothers.status.code()), (Some(1), Some(1)));
    assert!(told(&folder.aplp(&["verify"], &[])).contains("0 faults"));
}

#[test]
fn keys_are_looked_after_from_the_command_line() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);

    let rotated = folder.aplp(&["keys", "rotate"], &[]);
    let status = folder.aplp(&["keys", "status"], &[]);
    let dropped = folder.aplp(&["keys", "drop"], &[]);

    assert_eq!(told(&rotated).trim(), "0 rows sealed by key 2");
    let status = told(&status);
    assert!(status.contains("key 1: 0 rows, opens only") && status.contains("key 2: 0 rows, seals"), "{status}");
    assert_eq!(told(&dropped).trim(), "0 keys forgotten");
}

#[test]
fn what_was_signed_is_not_signed_twice_and_the_key_is_for_its_owner_only() {
    let folder = Folder::new();
    folder.aplp(&["migrate"], &[]);

    let (first, output) = (folder.aplp(&["checkpoint"], &[]), folder.aplp(&["checkpoint"], &[]));

    // That the keys were made and the database was prepared.
    assert!(told(&first).contains("\"position\":2"), "{}", told(&first));
    assert!(output.status.success() && told(&output).contains("nothing was added"), "{}", told(&output));
    let key = std::fs::metadata(folder.0.join("keys/checkpoint-ed25519.p8")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_token_needs_the_demo_issuer_and_a_known_role() {
    let folder = Folder::new();

    let no_issuer = folder.aplp(&["token", "--role", "coordinator"], &[]);
    let no_role = folder.aplp(&["token", "--role", "king"], &[]);

    assert_eq!(no_issuer.status.code(), Some(1));
    assert!(told(&no_issuer).contains("aplp demo"), "{}", told(&no_issuer));
    assert_eq!(no_role.status.code(), Some(2));
    assert!(told(&no_role).contains("decision_maker"), "{}", told(&no_role));
}
