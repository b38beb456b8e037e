//! Grant, queue or refuse.
