//! The register of support persons.
