//! What each group of operations is about, in a sentence of the contract.

/// The groups, by the first segment of their paths.
const TAGS: &[(&str, &str)] = &[
    ("admin", "How the service itself is doing, for those who run it."),
    ("agreements", "The agreement of the person, the support person and the association, and who has signed it."),
    ("applications", "Applications for the service, from the day they come in until they are decided."),
    ("barriers", "What stood in the way of somebody's own decision, and what was done about it."),
    ("client-tokens", "Tokens of scripts that have no login of their own."),
    ("clients", "The programs and users that are let in, and with which roles."),
    ("code-lists", "Every list of codes, with what each code means in Latvian and in English."),
    ("contests", "Decisions that were contested, and the answers."),
    ("cooperation-agreements", "Which municipality works with the association, and since when."),
    ("deadlines", "How long a term lasts, and each step of how its last day came about."),
    ("decisions", "Decisions as they were signed: what was asked of the rules, what they said and on which facts."),
    ("eligibility-checks", "Who could receive the service, and why not: nothing is stored."),
    ("grants", "The service that somebody was granted: its agreements, its months, its suspensions and its end."),
    ("incidents", "What went wrong during support, and how it was taken up."),
    ("individual-budgets", "Budgets of the pilot: services that were chosen, and what was used of them."),
    ("journal", "What was done and read by whom, in a chain that shows every change to it."),
    ("me", "Who the caller is here, and what they may do."),
    ("municipalities", "Municipalities as they were on a day, by their ATVK codes."),
    ("notifications", "How decisions were made known, and on which day they count as notified."),
    ("persons", "Those who apply for the service and receive it."),
    ("programmes", "Under which programmes the service is paid for, with their money, places and queues."),
    ("queue-entries", "Places in a queue: offers, answers, and why somebody stands where they stand."),
    ("reminders", "What should be done soon, or should have been done."),
    ("rules", "The figures that are in force on a day, with their sources."),
    ("service", "The pages about the service itself."),
    ("service-information", "What the service is, for whom, and how to apply for it."),
    ("support-persons", "Those who give support: their employment, their areas and whom they support."),
    ("time-entries", "Hours of support, entry by entry; what was posted is taken back by an entry against it."),
];

/// What a group is about; nothing for one that is not listed, which the test of the contract finds.
pub(super) fn about(tag: &str) -> &'static str {
    TAGS.iter().find(|(known, _)| *known == tag).map_or("", |(_, about)| about)
}
