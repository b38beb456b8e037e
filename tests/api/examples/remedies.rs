//! Notifications and contests in the examples: a letter that came back, a contest that was taken back, and one that is answered.

use serde_json::json;

use crate::support::Office;
use crate::support::steps::{answer, person, statement};
use crate::support::tour::Tour;

/// A refusal that is notified, contested and undone.
pub fn contested(tour: &mut Tour, office: &Office, state: &str) {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let someone = tour.post(&ilze, "/v1/persons", person(96));
    let stated = statement(&someone, &office.today().to_string());
    let path = format!("/v1/applications/{}", tour.post(&ilze, "/v1/applications", stated));
    let mut asked = answer(&ilze, "iis", "present");
    asked["disability"] = json!({ "group": "none" });
    tour.post(&ilze, &format!("{path}/registry-checks"), asked);
    let refuse = json!({
        "outcome": "refuse", "programme_id": state, "ground": "no_disability", "official_position": "direktors",
        "reasoning": "Invaliditāte nav noteikta.", "addressee_view": "Es tam nepiekrītu.",
        "plain_summary": "Pakalpojums netiek piešķirts, jo nav noteikta invaliditāte.",
    });
    let decision = format!("/v1/decisions/{}", tour.post(&andris, &format!("{path}/decisions"), refuse));

    let letter = json!({
        "channel": "registered_mail", "sent_on": office.today(), "document_reference": "sūtījums RR 12/2026",
        "contest_indicated": true, "note": "nosūtīts uz faktisko dzīvesvietu",
    });
    let sent = tour.post(&ilze, &format!("{decision}/notifications"), letter);
    let back = json!({ "returned_on": office.today(), "reason": "adresāts šajā adresē nav atrasts" });
    tour.post(&ilze, &format!("/v1/notifications/{sent}/returns"), back);
    let handed = json!({
        "channel": "in_person", "sent_on": office.today(), "document_reference": "paraksts uz lēmuma 2. eksemplāra",
    });
    tour.post(&ilze, &format!("{decision}/notifications"), handed);
    tour.get(&ilze, &format!("{decision}/notifications"));

    let own = json!({
        "submitted_by": { "kind": "person" }, "grounds": "Man ir invaliditāte kopš bērnības.",
        "restoration_reason": "Vēstuli saņēmu tikai šodien.",
    });
    let first = tour.post(&office.person(&someone), &format!("{decision}/contests"), own);
    let taken_back = json!({ "document_reference": "iesniegums 15/2026" });
    tour.post(&office.person(&someone), &format!("/v1/contests/{first}/withdrawals"), taken_back);
    let mothers = json!({
        "submitted_by": { "kind": "representative", "represented_by": "Jānis Liepa", "document_reference": "pilnvara 7" },
        "submitted_on": office.today(), "received_on": office.today(), "grounds": "Invaliditāte ir noteikta 2019. gadā.",
        "document_reference": "iesniegums 16/2026",
    });
    let second = format!("/v1/contests/{}", tour.post(&ilze, &format!("{decision}/contests"), mothers));
    let rests = json!({ "applies": false, "legal_ground": "Administratīvā procesa likuma 80. pants" });
    let forwarding =
        json!({ "forwarded_on": office.today(), "document_reference": "1-5/33", "suspensive_effect": rests });
    tour.post(&ilze, &format!("{second}/forwardings"), forwarding);
    let annulled = json!({
        "outcome": "annulled_and_returned", "resolved_on": office.today(), "document_reference": "direktora lēmums 77",
        "reasoning": "Iestāde nav pārbaudījusi visus reģistrus.",
    });
    tour.post(&office.director(), &format!("{second}/resolutions"), annulled);
    tour.get(&ilze, &second);
    tour.get(&ilze, "/v1/contests?state=resolved");
    tour.get(&ilze, &format!("{second}/history?limit=2"));
    tour.get(&ilze, &decision);
}
