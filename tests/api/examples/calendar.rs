//! A transferred day off that is added and withdrawn.

use aplp::caller::Role;
use serde_json::json;

use crate::support::Office;
use crate::support::tour::Tour;

/// A day is added, withdrawn and listed.
pub fn kept(tour: &mut Tour, office: &Office) {
    let admin = office.desk(Role::Admin);
    let order = "MK rīkojums par darba dienu pārcelšanu 2027. gadā";
    let day = json!({ "day_off": "2027-05-14", "worked_on": "2027-05-22", "source": order });
    let added = tour.post(&admin, "/v1/calendar-days", day);
    tour.post(
        &admin,
        &format!("/v1/calendar-days/{added}/withdrawals"),
        json!({ "withdrawal_reason": "Ievadīts kļūdas dēļ." }),
    );
    tour.get(&admin, "/v1/calendar-days?limit=2");
}
