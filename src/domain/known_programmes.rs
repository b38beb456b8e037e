//! The five programmes known from the sources of the service, and the figures they are made of.

use crate::day;
use crate::disability::Group;
use crate::figure::{Figure, Since, Unit};
use crate::law::{Act, Source};
use crate::level::Ceilings;
use crate::programmes::{Cover, Programme, ProgrammeKind};
use crate::quantity::Minutes;
use chrono::NaiveDate;

/// First and last day, both included.
type Period = (NaiveDate, Option<NaiveDate>);

const IB: Period = (day(2019, 12, 1), Some(day(2021, 1, 31)));
const SIF: Period = (day(2021, 3, 1), Some(day(2021, 8, 31)));
/// The purchase followed the pilot; its first day is not in the sources (design: the day after the pilot).
const TALSI: Period = (day(2021, 2, 1), None);
/// One year by the presentation, a month longer by the project's own page.
const CFLA: Period = (day(2022, 11, 1), Some(day(2023, 11, 30)));
const STATE: Period = (day(2023, 11, 1), None);
const STATE_GROUP_III: Period = (day(2026, 1, 1), None);

const LEVELS: Source =
    Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"1. līmenis (līdz 7.5 st. mēnesī)\" … 20 … 37");
const ASSUMED_LEVELS: Source =
    Source::only("design: ceilings of the Individual Budget pilot, the programme's own are not published");
const IB_TERM: Source =
    Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"laika periodā no 01.12.2019. līdz 31.01.2021.\"");
const SIF_PROJECT: Source = Source::only(
    "biedrība ZELDA, individuālā budžeta prezentācija: \"41 personai … 6 mēnešus (01.03.2021.- 31.08.2021.)\"",
);
const TALSI_TERM: Source =
    Source::only("biedrība ZELDA, individuālā budžeta prezentācija: \"ikgadu Talsu novads pērk\"");
const CFLA_PROJECT: Source = Source::only(
    "biedrība ZELDA, individuālā budžeta prezentācija: \"uz 1 gadu … 42 līdzšinējiem pakalpojuma saņēmējiem\"",
);
const STATE_LEVELS: Source = Source::law(Act::Mk625, "7–9")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"līdz 8 stundām mēnesī\" … 20 … 35");
const STATE_TERM: Source = Source::law(Act::Mk625, "7–9")
    .noting("Labklājības ministrija, pakalpojuma apraksts: \"Pakalpojumu sniedz 12 mēnešus\"");
const GROUPS: Source = Source::law(Act::Spspl, "13(1)14").and(Act::Mk625, "26").noting(
    "Labklājības ministrija, pakalpojuma apraksts: \"No 2023. gada 1. novembra … I vai II invaliditātes grupu\"",
);
const GROUP_III: Source = Source::law(Act::Mk625, "23").and(Act::Spspl, "transitional 59");

const fn since((day, until): Period, value: i64, source: Source) -> Since {
    Since { day, until, value, source }
}

const fn figure(code: &'static str, unit: Unit, values: &'static [Since]) -> Figure {
    Figure { code, unit, values }
}

const IB_LEVELS: [Figure; 3] = [
    figure("ib_pilot_level_1_minutes", Unit::Minutes, &[since(IB, 450, LEVELS)]),
    figure("ib_pilot_level_2_minutes", Unit::Minutes, &[since(IB, 1200, LEVELS)]),
    figure("ib_pilot_level_3_minutes", Unit::Minutes, &[since(IB, 2220, LEVELS)]),
];
const SIF_LEVELS: [Figure; 3] = [
    figure("sif_2021_level_1_minutes", Unit::Minutes, &[since(SIF, 450, ASSUMED_LEVELS)]),
    figure("sif_2021_level_2_minutes", Unit::Minutes, &[since(SIF, 1200, ASSUMED_LEVELS)]),
    figure("sif_2021_level_3_minutes", Unit::Minutes, &[since(SIF, 2220, ASSUMED_LEVELS)]),
];
const TALSI_LEVELS: [Figure; 3] = [
    figure("talsi_purchase_level_1_minutes", Unit::Minutes, &[since(TALSI, 450, ASSUMED_LEVELS)]),
    figure("talsi_purchase_level_2_minutes", Unit::Minutes, &[since(TALSI, 1200, ASSUMED_LEVELS)]),
    figure("talsi_purchase_level_3_minutes", Unit::Minutes, &[since(TALSI, 2220, ASSUMED_LEVELS)]),
];
const CFLA_LEVELS: [Figure; 3] = [
    figure("cfla_2022_level_1_minutes", Unit::Minutes, &[since(CFLA, 450, ASSUMED_LEVELS)]),
    figure("cfla_2022_level_2_minutes", Unit::Minutes, &[since(CFLA, 1200, ASSUMED_LEVELS)]),
    figure("cfla_2022_level_3_minutes", Unit::Minutes, &[since(CFLA, 2220, ASSUMED_LEVELS)]),
];
const STATE_LEVEL_FIGURES: [Figure; 3] = [
    figure("state_level_1_minutes", Unit::Minutes, &[since(STATE, 480, STATE_LEVELS)]),
    figure("state_level_2_minutes", Unit::Minutes, &[since(STATE, 1200, STATE_LEVELS)]),
    figure("state_level_3_minutes", Unit::Minutes, &[since(STATE, 2100, STATE_LEVELS)]),
];

const IB_TERM_MONTHS: Figure = figure("ib_pilot_term_months", Unit::Months, &[since(IB, 14, IB_TERM)]);
const SIF_TERM_MONTHS: Figure = figure("sif_2021_term_months", Unit::Months, &[since(SIF, 6, SIF_PROJECT)]);
const TALSI_TERM_MONTHS: Figure = figure("talsi_purchase_term_months", Unit::Months, &[since(TALSI, 12, TALSI_TERM)]);
const CFLA_TERM_MONTHS: Figure = figure("cfla_2022_term_months", Unit::Months, &[since(CFLA, 12, CFLA_PROJECT)]);
const STATE_TERM_MONTHS: Figure = figure("state_term_months", Unit::Months, &[since(STATE, 12, STATE_TERM)]);

const SIF_PLACES: Figure = figure("sif_2021_places_max", Unit::Persons, &[since(SIF, 41, SIF_PROJECT)]);
const CFLA_PLACES: Figure = figure("cfla_2022_places_max", Unit::Persons, &[since(CFLA, 42, CFLA_PROJECT)]);

const STATE_COVERS_I: Figure = figure("state_covers_group_i", Unit::Flag, &[since(STATE, 1, GROUPS)]);
const STATE_COVERS_II: Figure = figure("state_covers_group_ii", Unit::Flag, &[since(STATE, 1, GROUPS)]);
const STATE_COVERS_III: Figure = figure("state_covers_group_iii", Unit::Flag, &[since(STATE_GROUP_III, 1, GROUP_III)]);

pub(crate) const FIGURES: &[&Figure] = &[
    &IB_LEVELS[0],
    &IB_LEVELS[1],
    &IB_LEVELS[2],
    &SIF_LEVELS[0],
    &SIF_LEVELS[1],
    &SIF_LEVELS[2],
    &TALSI_LEVELS[0],
    &TALSI_LEVELS[1],
    &TALSI_LEVELS[2],
    &CFLA_LEVELS[0],
    &CFLA_LEVELS[1],
    &CFLA_LEVELS[2],
    &STATE_LEVEL_FIGURES[0],
    &STATE_LEVEL_FIGURES[1],
    &STATE_LEVEL_FIGURES[2],
    &IB_TERM_MONTHS,
    &SIF_TERM_MONTHS,
    &TALSI_TERM_MONTHS,
    &CFLA_TERM_MONTHS,
    &STATE_TERM_MONTHS,
    &SIF_PLACES,
    &CFLA_PLACES,
    &STATE_COVERS_I,
    &STATE_COVERS_II,
    &STATE_COVERS_III,
];

/// The one value of a figure; a figure without a value does not compile, for this is asked while compiling only.
const fn only(figure: &Figure) -> Since {
    figure.values[0]
}

const fn ceilings(levels: &[Figure; 3]) -> Ceilings {
    let [one, two, three] = levels;
    Ceilings([Minutes(only(one).value as i32), Minutes(only(two).value as i32), Minutes(only(three).value as i32)])
}

/// Where the pilot ran, under the codes of that time.
const IB_PLACES: [&str; 10] = [
    "0380200", // Balvu novads
    "0400200", // Bauskas novads
    "0420200", // Cēsu novads
    "0440200", // Daugavpils novads, not the city
    "0500200", // Gulbenes novads
    "0090000", // Jelgava
    "0170000", // Liepāja
    "0740202", // Ogres novads
    "0880200", // Talsu novads
    "0900200", // Tukuma novads
];
/// Liepāja, Bauska, Cēsis, Gulbene, Balvi, Tukums, Talsi, under the codes of the first day.
const SIF_PLACES_SERVED: [&str; 7] = ["0170000", "0400200", "0420200", "0500200", "0380200", "0900200", "0880200"];
/// The cities Liepāja, Daugavpils and Jelgava, the municipalities Bauska, Jēkabpils and Dienvidkurzeme.
const CFLA_PLACES_SERVED: [&str; 6] = ["0005000", "0002000", "0003000", "0025000", "0031000", "0027000"];
const TALSI_PLACE: &str = "0051000";

/// The programmes known from the sources of the service, oldest first.
///
/// Only the state programme tells the groups apart; the others serve all three (design: the sources name none).
pub fn built_in() -> Vec<Programme> {
    vec![ib_pilot(), talsi_purchase(), sif_2021(), cfla_2022(), state()]
}

fn ib_pilot() -> Programme {
    Programme {
        code: "ib_pilot".to_owned(),
        title_lv: "Individuālā budžeta izmēģinājumprojekts".to_owned(),
        title_en: "Individual Budget pilot".to_owned(),
        kind: ProgrammeKind::IndividualBudget,
        funder: "Eiropas Savienības fondi".to_owned(),
        legal_ground:
            "darbības programmas „Izaugsme un nodarbinātība” 9.2.2.2. pasākuma „Sociālo pakalpojumu atbalsta \
                       sistēmas pilnveide” individuālā budžeta izmēģinājumprojekts"
                .to_owned(),
        municipalities: owned(&IB_PLACES),
        references:
            "Darbības programma „Izaugsme un nodarbinātība”, 9.2.2. specifiskais atbalsta mērķis, 9.2.2.2. pasākums \
                     „Sociālo pakalpojumu atbalsta sistēmas pilnveide”; „Eiropa 2020”; Nacionālais attīstības plāns \
                     2014.–2020. gadam; Sociālo pakalpojumu attīstības pamatnostādnes 2014.–2020. gadam"
                .to_owned(),
        ..of(IB, &all_groups(IB), const { ceilings(&IB_LEVELS) }, const { only(&IB_TERM_MONTHS) })
    }
}

fn sif_2021() -> Programme {
    Programme {
        code: "sif_2021".to_owned(),
        title_lv: "Sabiedrības integrācijas fonda atbalstīts projekts".to_owned(),
        title_en: "Project supported by the Society Integration Foundation".to_owned(),
        kind: ProgrammeKind::GrantProject,
        funder: "Sabiedrības integrācijas fonds".to_owned(),
        legal_ground: "Sabiedrības integrācijas fonda atbalstīts projekts (01.03.2021.–31.08.2021.)".to_owned(),
        municipalities: owned(&SIF_PLACES_SERVED),
        places_max: Some(const { only(&SIF_PLACES).value as i32 }),
        ..of(SIF, &all_groups(SIF), const { ceilings(&SIF_LEVELS) }, const { only(&SIF_TERM_MONTHS) })
    }
}

fn talsi_purchase() -> Programme {
    Programme {
        code: "talsi_purchase".to_owned(),
        title_lv: "Talsu novada pašvaldības pirkums".to_owned(),
        title_en: "Purchase by the municipality of Talsi".to_owned(),
        kind: ProgrammeKind::MunicipalPurchase,
        funder: "Talsu novada pašvaldība".to_owned(),
        legal_ground: "Talsu novada pašvaldības pirkums personām, kas pakalpojumu saņēma individuālā budžeta ietvaros"
            .to_owned(),
        municipality: Some(TALSI_PLACE.to_owned()),
        municipalities: owned(&[TALSI_PLACE]),
        former_programme: Some("ib_pilot".to_owned()),
        ..of(TALSI, &all_groups(TALSI), const { ceilings(&TALSI_LEVELS) }, const { only(&TALSI_TERM_MONTHS) })
    }
}

fn cfla_2022() -> Programme {
    Programme {
        code: "cfla_2022".to_owned(),
        title_lv: "Centrālās finanšu un līgumu aģentūras atbalstīts projekts".to_owned(),
        title_en: "Project supported by the Central Finance and Contracting Agency".to_owned(),
        kind: ProgrammeKind::GrantProject,
        funder: "Centrālā finanšu un līgumu aģentūra".to_owned(),
        legal_ground: "Centrālās finanšu un līgumu aģentūras atbalstīts projekts (9.2.2.3. pasākums)".to_owned(),
        municipalities: owned(&CFLA_PLACES_SERVED),
        places_max: Some(const { only(&CFLA_PLACES).value as i32 }),
        references: "9.2.2.3. pasākums".to_owned(),
        ..of(CFLA, &all_groups(CFLA), const { ceilings(&CFLA_LEVELS) }, const { only(&CFLA_TERM_MONTHS) })
    }
}

fn state() -> Programme {
    let covers = [
        Cover { group: Group::I, from: const { only(&STATE_COVERS_I).day } },
        Cover { group: Group::II, from: const { only(&STATE_COVERS_II).day } },
        Cover { group: Group::III, from: const { only(&STATE_COVERS_III).day } },
    ];
    Programme {
        code: "state".to_owned(),
        title_lv: "Valsts budžeta finansēts pakalpojums".to_owned(),
        title_en: "Service paid from the state budget".to_owned(),
        kind: ProgrammeKind::StateBudget,
        funder: "Labklājības ministrija".to_owned(),
        legal_ground: "Ministru kabineta 2023. gada 31. oktobra noteikumi Nr. 625 „Noteikumi par atbalsta personu lēmumu \
                       pieņemšanā pakalpojumu”, kas izdoti saskaņā ar Sociālo pakalpojumu un sociālās palīdzības likuma \
                       13. panta pirmās daļas 14. punktu"
            .to_owned(),
        references: "MK 31.10.2023. noteikumi Nr. 625".to_owned(),
        ..of(STATE, &covers, const { ceilings(&STATE_LEVEL_FIGURES) }, const { only(&STATE_TERM_MONTHS) })
    }
}

/// The figures of a programme, with every name still empty.
fn of((starts_on, ends_on): Period, covers: &[Cover], ceilings: Ceilings, term: Since) -> Programme {
    Programme {
        code: String::new(),
        title_lv: String::new(),
        title_en: String::new(),
        kind: ProgrammeKind::Pilot,
        funder: String::new(),
        municipality: None,
        starts_on,
        ends_on,
        covers: covers.to_vec(),
        municipalities: Vec::new(),
        ceilings,
        term_months: term.value as u32,
        places_max: None,
        hour_rate: None,
        former_programme: None,
        legal_ground: String::new(),
        references: String::new(),
    }
}

fn all_groups((from, _): Period) -> [Cover; 3] {
    [Group::I, Group::II, Group::III].map(|group| Cover { group, from })
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|&code| code.to_owned()).collect()
}
