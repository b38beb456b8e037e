//! The glossary is complete and unambiguous.

use std::collections::BTreeSet;

use aplp_domain::glossary::{Entry, words};

#[test]
fn every_entry_is_complete_and_its_meaning_is_one_sentence() {
    for entry in words() {
        for text in [entry.en, entry.lv, entry.meaning, entry.source] {
            assert!(!text.is_empty() && text == text.trim(), "{}", entry.en);
        }
        assert!(entry.meaning.ends_with('.') && !entry.meaning.contains(". "), "{}", entry.en);
        assert!(entry.meaning.starts_with(char::is_uppercase), "{}", entry.en);
    }
}

#[test]
fn no_word_stands_for_two_things_in_either_language() {
    let different = |word: fn(&Entry) -> &str| words().map(word).map(str::to_lowercase).collect::<BTreeSet<_>>().len();

    assert_eq!(different(|entry| entry.en), words().count());
    assert_eq!(different(|entry| entry.lv), words().count());
}

#[test]
fn the_words_stand_in_alphabetical_order() {
    assert!(words().is_sorted_by_key(|entry| entry.en.to_lowercase().replace('-', "")));
}
