//! One name for one value: how an enum of the domain is written in the database, in JSON and in the document.

/// An enum whose values have fixed names on every border of the program.
pub trait Code: Copy + Eq + 'static {
    /// What the enum is called in the published document; no two that stand in it share a name.
    const NAME: &'static str;
    /// Every value, in the order of the document.
    const ALL: &'static [Self];

    /// The name of this value, `lower_snake`.
    fn code(self) -> &'static str;

    /// The value with this name, if there is one.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares the codes of an enum: `codes!(Group { I = "i", II = "ii" });` writes `Code`, so that no list of values can lag behind.
/// An enum whose Rust name is not the only one says what the document calls it: `codes!(State as "GrantState" => { … });`.
#[macro_export]
macro_rules! codes {
    ($type:ident { $($value:ident = $code:literal),+ $(,)? }) => {
        $crate::codes!($type as stringify!($type) => { $($value = $code),+ });
    };
    ($type:ident as $name:expr => { $($value:ident = $code:literal),+ $(,)? }) => {
        impl $crate::code::Code for $type {
            const NAME: &'static str = $name;
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }
        }
    };
}
