//! Walking through lists.
