//! Sending the same change again.
