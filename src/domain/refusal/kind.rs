//! What a caller can do about a refusal.

/// What a caller can do about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The request breaks a rule and stays wrong as it is.
    Rule,
    /// The request does not fit the present state of the case and may fit a later one.
    State,
}

crate::codes!(Kind { Rule = "rule", State = "state" });
