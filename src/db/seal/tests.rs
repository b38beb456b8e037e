//! What a sealed value holds against.

use rstest::rstest;

use super::*;

const ROW: Uuid = Uuid::from_u128(7);
const CELL: Cell = Cell::new("persons", ROW);

fn ring(numbers: &[KeyNumber]) -> Ring {
    let keys: Vec<_> = numbers.iter().map(|number| (*number, vec![u8::try_from(*number).unwrap(); 32])).collect();
    Ring::new(&keys, &[9; 32]).unwrap()
}

// PR-02
#[test]
fn what_was_sealed_opens_in_its_own_cell_and_looks_different_each_time() {
    let vault = Vault::new(ring(&[1]));
    let _held = vault.here();

    let (one, two) = (seal(CELL, &"Brīvības iela 1").unwrap(), seal(CELL, &"Brīvības iela 1").unwrap());

    assert_ne!(one, two);
    assert_eq!(open::<String>(CELL, &one).unwrap(), "Brīvības iela 1");
    assert!(!one.windows(4).any(|part| part == b"iela"));
}

// PR-02
#[rstest]
#[case(Cell::new("persons", Uuid::from_u128(8)))]
#[case(Cell::new("certificates", ROW))]
fn what_was_moved_does_not_open(#[case] elsewhere: Cell) {
    let vault = Vault::new(ring(&[1]));
    let _held = vault.here();
    let sealed = seal(CELL, &"x").unwrap();

    assert_eq!(open_bytes(elsewhere, &sealed), Err(Fault::Broken));
}

#[test]
fn what_was_changed_or_cut_anywhere_does_not_open() {
    let vault = Vault::new(ring(&[1]));
    let _held = vault.here();
    let sealed = seal(CELL, &"x").unwrap();

    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(open_bytes(CELL, &changed).is_err(), "byte {at}");
        assert!(open_bytes(CELL, &sealed[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_newest_key_seals_and_the_older_ones_still_open() {
    let vault = Vault::new(ring(&[1]));
    let _held = vault.here();
    let old = seal(CELL, &"x").unwrap();

    vault.renew(ring(&[1, 2]));
    let new = seal(CELL, &"x").unwrap();

    assert_eq!((key_of(&old), key_of(&new), vault.current()), (Some(1), Some(2), 2));
    assert_eq!(open::<String>(CELL, &old).unwrap(), "x");
    vault.renew(ring(&[2]));
    assert_eq!(open::<String>(CELL, &old), Err(Fault::UnknownKey(1)));
}

#[test]
fn keys_are_only_where_they_were_laid() {
    assert_eq!(seal(CELL, &"x"), Err(Fault::NoKeys));
    let vault = Vault::new(ring(&[1]));

    let held = vault.here();
    seal(CELL, &"x").unwrap();
    drop(held);

    assert_eq!(seal(CELL, &"x"), Err(Fault::NoKeys));
}

// PR-03
#[test]
fn an_index_is_equal_for_equal_values_of_one_column_under_one_key() {
    let vault = Vault::new(ring(&[1]));
    let _held = vault.here();
    let code = index("personal_codes", "16117519997").unwrap();

    assert_eq!(code, index("personal_codes", "16117519997").unwrap());
    assert_ne!(code, index("personal_codes", "16117519998").unwrap());
    assert_ne!(code, index("other", "16117519997").unwrap());
    vault.renew(Ring::new(&[(1, vec![1; 32])], &[8; 32]).unwrap());
    assert_ne!(code, index("personal_codes", "16117519997").unwrap());
}
