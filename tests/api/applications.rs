//! Applications, from the day one is handed in.
