//! What each group of operations is about, in a sentence of the contract.

/// The groups, by the first segment of their paths.
const TAGS: &[(&str, &str)] = &[
    ("admin", "Health of the service."),
    ("agreements", "Agreements of the person, the support person and the association."),
    ("applications", "Applications for the service, until decided."),
    ("barriers", "What stood in the way of somebody's own decision."),
    ("client-tokens", "Tokens of scripts."),
    ("calendar-days", "Transferred days off, by Cabinet orders."),
    ("clients", "Programs and users let in, with their roles."),
    ("code-lists", "Every list of codes, in Latvian and English."),
    ("contests", "Contested decisions and the answers."),
    ("cooperation-agreements", "Municipalities that work with the association."),
    ("deadlines", "Terms, and how their last day came about."),
    ("decisions", "Decisions as signed, with their rules and facts."),
    ("eligibility-checks", "Who could receive the service; nothing is stored."),
    ("grants", "The service as granted: months, suspensions, end."),
    ("incidents", "What went wrong during support."),
    ("individual-budgets", "Budgets of the pilot: services chosen and used."),
    ("journal", "Who did and read what, in a chain that shows every change."),
    ("law", "The acts behind the rules, paragraph by paragraph."),
    ("me", "Who is asking."),
    ("municipalities", "Municipalities on a day, by ATVK code."),
    ("notifications", "How and when decisions were notified."),
    ("persons", "Who applies for the service or receives it."),
    ("programmes", "Who pays for the service: money, places and queues."),
    ("queue-entries", "Places in a queue, offers and answers."),
    ("reminders", "What is due soon or overdue."),
    ("rules", "Figures in force on a day, with sources."),
    ("service", "Pages about the service."),
    ("service-information", "What the service is and how to apply."),
    ("support-persons", "Who gives support: employment, areas, whom they support."),
    ("time-entries", "Hours of support; an entry is taken back by one against it."),
];

/// What a group is about; nothing for one that is not listed, which the test of the contract finds.
pub(super) fn about(tag: &str) -> &'static str {
    TAGS.iter().find(|(known, _)| *known == tag).map_or("", |(_, about)| about)
}
