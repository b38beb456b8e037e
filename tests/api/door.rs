//! What every request goes through: tokens, limits, problems, headers.
