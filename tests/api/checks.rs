//! What the registers and, where they are silent, a psychiatrist say.
