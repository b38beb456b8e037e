//! Every operation once: what is sent here is what the contract shows.
