//! Variables of the environment that look like settings and are none: whoever misspells one wants to know.

use std::collections::BTreeSet;

use clap::Command;
use strsim::damerau_levenshtein;

/// How a setting of ours begins.
const PREFIX: &str = "APLP_";
/// How many letters a name may be away from a setting's to be taken for it although it begins otherwise.
const FAR: usize = 2;

/// The variables that a command and its sub-commands read.
#[must_use]
pub fn known(command: &Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter_map(|argument| Some(argument.get_env()?.to_str()?.to_owned()));
    own.chain(command.get_subcommands().flat_map(known)).collect()
}

/// A sentence for each variable that nothing reads and that is meant for us. It says no value.
pub fn warnings(known: &BTreeSet<String>, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let unknown = names.into_iter().filter(|name| !known.contains(name));
    let told = unknown.filter_map(|name| {
        let upper = name.to_uppercase();
        let away = |setting: &&String| damerau_levenshtein(&upper, setting);
        let nearest = known.iter().filter(|setting| setting.starts_with(PREFIX)).min_by_key(away)?;
        (upper.starts_with(PREFIX) || away(&nearest) <= FAR)
            .then(|| format!("{name} is no setting and is not read; the nearest one is {nearest}"))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("APLP_WORKER", Some("APLP_WORKERS"))]
    #[case("APLP_LISTNE", Some("APLP_LISTEN"))]
    #[case("APLP_METRICS", Some("APLP_LISTEN"))]
    #[case("aplp_workers", Some("APLP_WORKERS"))]
    #[case("ALPL_LISTEN", Some("APLP_LISTEN"))]
    #[case("APLP_LISTEN", None)]
    #[case("PATH", None)]
    #[case("DATABASE_URI", None)]
    fn a_misspelt_setting_is_told_with_the_nearest_one(#[case] name: &str, #[case] nearest: Option<&str>) {
        let known = ["APLP_LISTEN", "APLP_WORKERS", "DATABASE_URL"].map(str::to_owned).into();

        let told = warnings(&known, [name.to_owned()]);

        let expected =
            nearest.map(|nearest| format!("{name} is no setting and is not read; the nearest one is {nearest}"));
        assert_eq!(told, Vec::from_iter(expected));
    }
}
