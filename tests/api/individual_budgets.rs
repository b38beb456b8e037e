//! Individual budgets: a package of services of the person's own choice, which the person may change.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::budgets::{Budget, choice, items, office, opened};
use crate::support::{Office, Reply};

/// The package of Cēsis: several services of several providers, each for a need, each the person's own choice.
fn cesis(office: &Office) -> (Budget, Vec<String>) {
    let budget = opened(office, 1, 240_000);
    let ilze = office.coordinator();
    let services = [
        ("home_care", "SIA \"Mājas aprūpe\"", 60, "hour", 900, "Man vajag, lai kāds palīdz no rītiem."),
        ("art_therapy", "Gleznotava \"Krāsa\"", 20, "session", 2_500, "Man patīk zīmēt."),
        ("companion", "Zane Ozola", 40, "hour", 800, "Gribu iet uz baseinu ar Zani."),
    ];
    let added = services.map(|(kind, provider, units, unit, cents, words)| {
        let mut body = json!({ "service": budget.service(kind, units, cents), "choice": choice(office, words) });
        body["service"]["provider"] = json!(provider);
        body["service"]["unit"] = json!(unit);
        ilze.post(&format!("{}/items", budget.path), body).id(201)
    });
    (budget, added.to_vec())
}

fn item(office: &Office, budget: &Budget, id: &str) -> Value {
    office.coordinator().get(&format!("{}/items/{id}", budget.path)).ok(200)
}

// A32, A38, A39
#[test]
fn one_budget_pays_for_several_services_of_several_providers_each_the_own_choice_for_a_need() {
    let office = office();

    let (budget, added) = cesis(&office);

    assert_eq!(budget.sums(&office), (54_000 + 50_000 + 32_000, 104_000));
    let package = items(office.coordinator().get(&format!("{}/items", budget.path)));
    assert_eq!(package.iter().map(|item| item["id"].as_str().unwrap()).collect::<Vec<_>>(), added);
    assert_eq!(package[1]["provider"], "Gleznotava \"Krāsa\"");
    assert_eq!(package[1]["choice"]["choice_words"], "Man patīk zīmēt.");
    assert_eq!(package[1]["choice"]["chosen_by"], "person");
    assert!(budget.needs.iter().any(|need| package[1]["need_id"] == json!(need)));
    assert_eq!(office.faults(), [""; 0]);
}

// A31
#[test]
fn the_person_changes_the_package_and_what_was_used_stays() {
    let office = office();
    let (budget, added) = cesis(&office);
    let ilze = office.coordinator();
    budget.use_up(&ilze, &added[1], 6).ok(201);

    let change =
        json!({ "kind": "replace", "item_id": added[1], "service": budget.service("music_therapy", 10, 3_000) });
    let replaced = budget.choose(&office.person(&budget.person), change).ok(201);
    budget.choose(&ilze, json!({ "kind": "end", "item_id": added[2] })).ok(201);

    assert_eq!(replaced["effect"], "replace");
    assert_eq!(replaced["ended_item_id"], json!(added[1]));
    let new = item(&office, &budget, replaced["added_item_id"].as_str().unwrap());
    assert_eq!((&new["replaces_id"], &new["service_kind"]), (&json!(added[1]), &json!("music_therapy")));
    let old = item(&office, &budget, &added[1]);
    assert_eq!((&old["used_units"], &old["takes_cents"]), (&json!(6), &json!(15_000)));
    assert_eq!(old["ended_on"], json!(office.today()));
    // Home care as planned, the six sessions of art, the music; of the companion nothing was used.
    assert_eq!(budget.sums(&office).0, 54_000 + 15_000 + 30_000);
    budget.choose(&ilze, json!({ "kind": "end", "item_id": added[1] })).problem(409, "item_ended");
    assert_eq!(office.faults(), [""; 0]);
}

// A31, A48
#[test]
fn the_person_reads_all_of_it_and_records_a_wish_of_their_own() {
    let office = office();
    let (budget, added) = cesis(&office);
    let anna = office.person(&budget.person);

    let wish = budget.choose(&anna, json!({ "kind": "wish" })).ok(201);

    assert_eq!((&wish["effect"], &wish["added_item_id"]), (&json!("wish"), &Value::Null));
    assert_eq!(anna.get(&budget.path).ok(200), budget.read(&office));
    assert_eq!(items(anna.get("/v1/individual-budgets")).len(), 1);
    assert_eq!(items(anna.get(&format!("{}/items", budget.path))).len(), 3);
    assert_eq!(items(anna.get(&format!("{}/choices", budget.path))).len(), 4);
    assert_eq!(items(anna.get(&format!("{}/items/{}/uses", budget.path, added[0]))).len(), 0);
    budget.add(&anna, "dietitian", 1, 1).problem(403, "forbidden");
}

// A11, A31
#[test]
fn a_service_without_the_own_choice_is_not_added_and_others_only_have_opinions() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let path = format!("{}/items", budget.path);
    let service = budget.service("psychologist", 4, 5_000);
    let opinion = json!({ "holder": "relative", "holder_name": "Māte", "opinion_words": "Labāk fizioterapeits." });

    let fault = ilze.post(&path, json!({ "service": service })).problem(400, "invalid_request");
    let mut without_words = json!({ "service": service, "choice": choice(&office, "x") });
    without_words["choice"].as_object_mut().unwrap().remove("choice_words");
    ilze.post(&path, without_words).problem(400, "invalid_request");
    let mut of_another = json!({ "service": service, "choice": choice(&office, "Es gribu parunāt.") });
    of_another["choice"]["chosen_by"] = json!("guardian");
    ilze.post(&path, of_another).problem(400, "invalid_request");
    let mut with_opinion = json!({ "service": service, "choice": choice(&office, "Es gribu parunāt.") });
    with_opinion["choice"]["opinions"] = json!([opinion]);
    let added = ilze.post(&path, with_opinion).ok(201);

    assert_eq!(fault["errors"][0]["pointer"], "#/choice");
    assert_eq!(added["choice"]["choice_words"], "Es gribu parunāt.");
    assert_eq!(added["choice"]["opinions"], json!([opinion]));
    assert_eq!(items(ilze.get(&path)).len(), 1);
}

// A38
#[rstest]
#[case(25_000, 4, 201)]
#[case(25_001, 4, 409)]
#[case(100_000, 1, 201)]
#[case(100_001, 1, 409)]
fn a_package_never_passes_its_budget(#[case] cents: i64, #[case] units: i32, #[case] status: u16) {
    let office = office();
    let budget = opened(&office, 1, 100_000);

    let reply = budget.add(&office.coordinator(), "home_care", units, cents);

    assert_eq!(reply.status, status, "{:#}", reply.body);
    if status == 409 {
        assert_eq!((&reply.body["code"], &reply.body["left_cents"]), (&json!("over_the_budget"), &json!(100_000)));
        assert_eq!(budget.sums(&office), (0, 100_000));
    }
}

// A38
#[test]
fn the_sum_is_raised_and_lowered_but_never_below_the_package() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    budget.add(&ilze, "home_care", 10, 6_000).ok(201);

    ilze.patch(&budget.path, json!({ "cents": 59_999 })).problem(409, "below_the_package");
    ilze.patch(&budget.path, json!({ "cents": 60_000 })).ok(200);
    budget.add(&ilze, "companion", 1, 1).problem(409, "over_the_budget");
    let raised = ilze.patch(&budget.path, json!({ "cents": 60_001 })).ok(200);
    budget.add(&ilze, "companion", 1, 1).ok(201);

    assert_eq!((&raised["cents"], &raised["left_cents"]), (&json!(60_001), &json!(1)));
    ilze.patch_version(&budget.path, "\"1\"", json!({ "cents": 70_000 })).problem(412, "stale_version");
}

// A3
#[test]
fn units_are_used_up_to_the_plan_in_the_period_and_taken_back_by_a_second_row() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let item = budget.add(&ilze, "speech_therapy", 5, 4_000).id(201);
    let uses = format!("{}/items/{item}/uses", budget.path);

    let wrong = budget.use_up(&ilze, &item, 3).id(201);
    let refused = budget.use_up(&ilze, &item, 3).problem(409, "over_the_plan");
    let taken_back = ilze.post(&format!("{uses}/{wrong}/reversals"), json!({ "reason": "nepareizs skaits" })).ok(201);
    budget.use_on(&ilze, &item, 5, "2019-12-01").ok(201);

    assert_eq!(refused["left_units"], 2);
    assert_eq!((&taken_back["units"], &taken_back["reverses_id"]), (&json!(-3), &json!(wrong)));
    let again = format!("{uses}/{wrong}/reversals");
    ilze.post(&again, json!({ "reason": "vēlreiz" })).problem(409, "use_reversed_already");
    let of_reversal = format!("{uses}/{}/reversals", taken_back["id"].as_str().unwrap());
    ilze.post(&of_reversal, json!({ "reason": "vēlreiz" })).problem(409, "use_is_a_reversal");
    assert_eq!(items(ilze.get(&uses))[0]["reversed_by_id"], taken_back["id"]);
    budget.use_on(&ilze, &item, 1, "2019-11-30").problem(422, "outside_the_budget");
    budget.use_on(&ilze, &item, 1, "2020-03-03").problem(400, "invalid_request");
    ilze.patch(&budget.path, json!({ "starts_on": "2019-12-02" })).problem(409, "used_outside_the_period");
    assert_eq!(office.faults(), [""; 0]);
}

// A31
#[test]
fn a_service_does_not_end_before_it_was_chosen_or_used() {
    let office = office();
    let budget = opened(&office, 1, 100_000);
    let ilze = office.coordinator();
    let added = || {
        let mut chosen = choice(&office, "Es to gribu.");
        chosen["chosen_on"] = json!("2020-02-10");
        let body = json!({ "service": budget.service("companion", 5, 1_000), "choice": chosen });
        ilze.post(&format!("{}/items", budget.path), body).id(201)
    };
    let end = |item: &str, kind: &str, on: &str| {
        let mut chosen = choice(&office, "Vairs negribu.");
        chosen["chosen_on"] = json!(on);
        let mut change = json!({ "kind": kind, "item_id": item });
        if kind == "replace" {
            change["service"] = budget.service("psychologist", 1, 1_000);
        }
        ilze.post(&format!("{}/choices", budget.path), json!({ "choice": chosen, "change": change }))
    };
    let (unused, used) = (added(), added());
    budget.use_on(&ilze, &used, 2, "2020-02-20").ok(201);
    let wrong = budget.use_on(&ilze, &used, 1, "2020-02-25").id(201);
    let refused = |reply: Reply| reply.problem(422, "ends_before_chosen_or_used")["turns_on"].clone();

    assert_eq!(refused(end(&unused, "end", "2020-02-09")), "2020-02-10");
    end(&unused, "end", "2020-02-10").ok(201);
    assert_eq!(refused(end(&used, "end", "2020-02-24")), "2020-02-25");
    let reversals = format!("{}/items/{used}/uses/{wrong}/reversals", budget.path);
    ilze.post(&reversals, json!({ "reason": "nepareiza diena" })).ok(201);
    assert_eq!(refused(end(&used, "replace", "2020-02-19")), "2020-02-20");
    end(&used, "replace", "2020-02-20").ok(201);
    assert_eq!(office.faults(), [""; 0]);
}
