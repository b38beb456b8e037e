//! The needs of a person, area by area.
