//! The order of names: the alphabet, tables of names, and that its version is the one that is named.

use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn sorted(mut names: Vec<(&str, &str)>) -> Vec<(String, String)> {
    names.reverse();
    names.sort_by_key(|(family, given)| sort_key(family, given).unwrap());
    names.into_iter().map(|(family, given)| (family.to_owned(), given.to_owned())).collect()
}

#[test]
fn the_letters_come_in_the_order_of_the_alphabet() {
    // Latviešu alfabēts, and where CLDR puts the letters that it has not.
    let letters = "a ā b c č d e ē f g ģ h i y ī j k ķ l ļ m n ņ o p q r s š t u ū v w x z ž";
    let letters: Vec<(&str, &str)> = letters.split(' ').map(|letter| (letter, "")).collect();

    let right: Vec<_> = letters.iter().map(|(family, given)| ((*family).to_owned(), (*given).to_owned())).collect();
    assert_eq!(sorted(letters), right);
}

#[rstest]
#[case(&["Abols", "Ābols", "Cālītis", "Cirulis", "Čakste", "Gulbis", "Ģībietis", "Kuzma", "Ķēniņš", "Luste", "Ļaudams", "Nora",
    "Ņikers", "Svece", "Šulcs", "Zvirbulis", "Žagars"])]
// A long vowel is a letter of its own, after all that begins with the short one.
#[case(&["Abols", "Avots", "Ābele", "Ābols", "Bērzs"])]
#[case(&["Evija", "Ezers", "Ēce", "Ēvele"])]
// Case and other marks tell only names apart that are the same otherwise.
#[case(&["liepa", "Liepa", "Liepiņa"])]
// A short name before a longer one, a space before a hyphen before a letter.
#[case(&["Liepa", "Liepa Ozola", "Liepa-Ozola", "Liepaja"])]
fn family_names_are_sorted(#[case] right: &[&str]) {
    let mut names = right.to_vec();
    names.sort_unstable();
    let names = names.into_iter().map(|name| (name, "Anna")).collect();

    assert_eq!(sorted(names).into_iter().map(|(family, _)| family).collect::<Vec<_>>(), right);
}

#[test]
fn the_given_name_is_asked_only_where_family_names_are_the_same() {
    let right =
        vec![("Liepa", "Anna"), ("Liepa", "Āris"), ("Liepa", "Zane"), ("Liepa Ozola", "Anna"), ("Liepiņa", "Anna")];

    let names: Vec<_> = right.iter().map(|(family, given)| ((*family).to_owned(), (*given).to_owned())).collect();
    assert_eq!(sorted(right), names);
}

#[test]
fn a_name_that_swells_in_its_key_is_sorted_by_its_beginning() {
    let long = sort_key(&"\u{fdfa}".repeat(100), "A").unwrap();

    assert_eq!(long.len(), KEY_MAX);
    assert!(long > sort_key("A", "A").unwrap());
}

#[test]
fn the_version_is_that_of_the_crates() {
    let lock = include_str!("../../../Cargo.lock");
    let version = RULES.rsplit_once(' ').unwrap().1;

    for name in ["icu_collator", "icu_collator_data", "icu_normalizer_data"] {
        assert!(
            lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")),
            "{name} is not {version}: RULES"
        );
    }
}

#[test]
fn two_parts_of_a_page_are_one_page() {
    let id = Uuid::from_u128;
    let placed = |key: u8, number: u128| Placed { as_of: 3, key: vec![key], row: id(number) };
    let rows = vec![placed(1, 9), placed(3, 1), placed(3, 4), placed(7, 2)];
    let renamed = vec![placed(3, 3), placed(3, 4), placed(8, 5)];

    let page = Placed::together(rows, renamed, |id| *id, 5);

    assert_eq!(page.into_iter().map(|placed| placed.row).collect::<Vec<_>>(), [9, 1, 3, 4, 2].map(id));
}

#[test]
fn a_position_of_other_rules_is_refused() {
    let placed = Placed { as_of: 3, key: vec![0, 255], row: () };
    let position = Position::of(&placed, Uuid::nil());
    let other = Position { rules: "1 icu4x 2.3.0".to_owned(), ..Position::of(&placed, Uuid::nil()) };

    assert_eq!(position.after().unwrap().key, [0, 255]);
    assert!(matches!(other.after(), Err(Error::Asked("invalid_cursor"))));
}

proptest! {
    /// A key never fails, however odd the name, and is the same each time.
    #[test]
    fn every_name_has_a_key(family in "\\PC{0,100}", given in "\\PC{0,100}") {
        let key = sort_key(&family, &given).unwrap();
        prop_assert!(key.len() <= KEY_MAX);
        prop_assert_eq!(key, sort_key(&family, &given).unwrap());
    }
}
