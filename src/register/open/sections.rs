//! The service in words, in the order of the questions people ask; what depends on figures or days is put in elsewhere.
//!
//! Facts: Labklājības ministrija, the description of the service. Each pair of texts is Latvian first, then English.

/// A text in Latvian and in English.
pub(super) type Pair = [&'static str; 2];

/// One question with its answer.
pub(super) struct Words {
    /// Its stable name.
    pub(super) code: &'static str,
    /// The question.
    pub(super) heading: Pair,
    /// The answer in sentences.
    pub(super) paragraphs: &'static [Pair],
    /// The answer in points.
    pub(super) points: &'static [Pair],
}

/// Every question, in order.
pub(super) const ALL: &[Words] = &[
    Words {
        code: "service",
        heading: ["Kas ir šis pakalpojums?", "What is this service?"],
        paragraphs: &[
            [
                "Tas ir sociālais pakalpojums pilngadīgiem cilvēkiem ar garīga rakstura traucējumiem: tas palīdz viņiem pieņemt lēmumus.",
                "It is a social service for adults with mental disorders that supports them in making decisions.",
            ],
            [
                "Ar atbalsta personas palīdzību cilvēks savas tiesības īsteno vienlīdzīgi ar citiem un var:",
                "With a support person's help people exercise their rights on an equal basis with others, and can:",
            ],
        ],
        points: &[
            ["pats pieņemt sev svarīgus lēmumus", "make the decisions that matter to them themselves"],
            ["paplašināt savu dabisko atbalsta loku", "widen their natural circle of support"],
            [
                "labāk pārstāvēt sevi un aizsargāt savas intereses",
                "speak for themselves and protect their interests better",
            ],
            ["vairāk zināt par savām tiesībām un tās saprast", "know and understand more of their rights"],
        ],
    },
    Words {
        code: "entitlement",
        heading: ["Kam ir tiesības uz pakalpojumu?", "Who is entitled to the service?"],
        paragraphs: &[
            [
                "Pilngadīgiem cilvēkiem ar invaliditātes grupu, kuriem ir garīga rakstura traucējumi. Valsts pakalpojumu apmaksā:",
                "Adults with a disability group who have a mental disorder. The state pays for the service:",
            ],
            [
                "Kamēr valsts kādu grupu neapmaksā, pašvaldība pakalpojumu var nodrošināt par saviem līdzekļiem.",
                "While the state does not pay for a group, a municipality may provide the service with its own money.",
            ],
        ],
        points: &[],
    },
    Words {
        code: "parts",
        heading: ["Kas pakalpojumā ietilpst?", "What does the service consist of?"],
        paragraphs: &[[
            "Strādājot ar uz personu vērstu domāšanas un plānošanas pieeju, atbalsta persona palīdz:",
            "Working with person-centred thinking and planning, the support person helps:",
        ]],
        points: &[
            [
                "veidot attiecības, kurās cilvēks un atbalsta persona viens otram uzticas",
                "to build a relationship of mutual trust",
            ],
            [
                "noteikt, kurās jomās un cik daudz atbalsta vajag",
                "to find out in which areas and how much support is needed",
            ],
            ["pieņemt lēmumus", "to make decisions"],
        ],
    },
    Words {
        code: "support_person",
        heading: ["Kas ir atbalsta persona?", "Who is a support person?"],
        paragraphs: &[[
            "Biedrības \"Zelda\" darbinieks ar šim darbam atbilstošu profesionālo kompetenci. Lēmumus par savu dzīvi pieņem pats \
             cilvēks; atbalsta persona palīdz tos plānot un pieņemt.",
            "An employee of the association \"Zelda\" with the professional competence for this work. People make the decisions \
             about their own lives; the support person helps them to plan and to make them.",
        ]],
        points: &[],
    },
    Words {
        code: "tasks",
        heading: ["Ko dara atbalsta persona?", "What does a support person do?"],
        paragraphs: &[["Atbalsta persona gādā, lai cilvēks:", "A support person sees to it that people:"]],
        points: &[
            [
                "var paust savu gribu un izvēli, plānot un pats izlemt par savu dzīvi, veselību, sociālo aprūpi, finansēm un īpašumu",
                "can express their will and choice, plan, and decide themselves about their life, health, social care, finances and property",
            ],
            ["īsteno savu lemtspēju", "exercise their capacity to decide"],
            ["var prasīt informāciju un saņemt skaidrojumu", "can ask for information and get an explanation"],
            [
                "tiek saprasts: citiem izskaidro viņa gribu, izvēli un lēmumus",
                "are understood: their will, choices and decisions are explained to others",
            ],
            [
                "ir pasargāts no nepamatotas iejaukšanās dzīvē, ļaunprātīgas izmantošanas un pārmērīgas ietekmes",
                "are safe from undue interference in their life, from abuse and from undue influence",
            ],
        ],
    },
    Words {
        code: "areas",
        heading: ["Kādās jomās atbalsta persona sniedz atbalstu?", "In which areas does a support person help?"],
        paragraphs: &[["Atbalstu lēmumu pieņemšanā sniedz šādās jomās:", "Decisions are supported in these areas:"]],
        points: &[],
    },
    Words {
        code: "volume",
        heading: ["Kādā apjomā atbalsta persona sniedz atbalstu?", "How much support is there?"],
        paragraphs: &[[
            "Cik liels atbalsts vajadzīgs, nosaka ar vajadzību izvērtējuma veidlapu. Ir trīs līmeņi:",
            "How much is needed is found out with a needs assessment form. There are three levels:",
        ]],
        points: &[],
    },
    Words {
        code: "duration",
        heading: ["Cik ilgi atbalsta persona sniedz atbalstu?", "How long does the support last?"],
        paragraphs: &[
            [
                "Kad lēmumā norādītais termiņš beidzas, pakalpojumu var piešķirt vēlreiz, no jauna izvērtējot vajadzības.",
                "When the term named in the decision has run out, the service may be granted again after a new needs assessment.",
            ],
            ["Pakalpojumu sniedz rindas kārtībā.", "The service is given in the order of a queue."],
        ],
        points: &[],
    },
    Words {
        code: "application",
        heading: ["Kā pieteikties?", "How does one apply?"],
        paragraphs: &[[
            "Biedrībai jāiesniedz iesniegums: brīvā formā vai uz biedrības \"Zelda\" veidlapas. Tajā jānorāda:",
            "With an application to the association, in free form or on the form of the association \"Zelda\". It names:",
        ]],
        points: &[
            ["vārds un uzvārds", "given name and family name"],
            ["personas kods", "personal code"],
            ["faktiskās dzīvesvietas adrese", "address where one actually lives"],
            ["kontaktinformācija", "contact information"],
            ["informācija par invaliditāti", "information on the disability"],
        ],
    },
    Words {
        code: "examination",
        heading: ["Kas notiek ar iesniegumu?", "What happens to an application?"],
        paragraphs: &[
            [
                "Invaliditātes grupu un garīga rakstura traucējumus biedrība pārbauda Invaliditātes informatīvajā sistēmā (IIS).",
                "The association looks up disability group and mental disorder in the disability information system (IIS).",
            ],
            [
                "Psihiatra izziņu biedrība lūdz tikai tad, ja par traucējumiem nav ziņu ne IIS, ne VDEĀVK.",
                "It asks for a psychiatrist's certificate only when neither IIS nor the commission VDEĀVK knows of a disorder.",
            ],
            [
                "Tad biedrība pārbauda nosacījumus, izvērtē vajadzības ar veidlapu un pieņem lēmumu:",
                "Then it checks the conditions, assesses the needs with the form and decides:",
            ],
        ],
        points: &[
            [
                "piešķirt pakalpojumu, nosakot termiņu, jomas, līmeni un apjomu",
                "to grant the service with its term, areas, level and volume",
            ],
            [
                "uzņemt rindā, ja nosacījumi ir izpildīti, bet piešķirtais finansējums ir beidzies",
                "to give a place in the queue when the conditions are met but the allotted money has run out",
            ],
            ["atteikt, ja nosacījumi nav izpildīti", "to refuse when the conditions are not met"],
        ],
    },
    Words {
        code: "agreement",
        heading: ["Kas notiek pēc piešķiršanas?", "What follows a grant?"],
        paragraphs: &[[
            "Biedrība slēdz līgumu ar cilvēku un atbalsta personu.",
            "The association concludes an agreement with the person and the support person.",
        ]],
        points: &[],
    },
    Words {
        code: "suspension",
        heading: ["Kad pakalpojumu var pārtraukt?", "When may the service be suspended?"],
        paragraphs: &[["Ja cilvēks:", "When the person:"]],
        points: &[
            [
                "ir ilgstošas sociālās aprūpes un sociālās rehabilitācijas institūcijā",
                "is in a long-term social care and social rehabilitation institution",
            ],
            ["ir stacionārā ārstniecības iestādē", "is an in-patient of a medical institution"],
            ["ir ieslodzījuma vietā", "is in a place of imprisonment"],
            [
                "cita iemesla dēļ pakalpojumu faktiski nevar saņemt",
                "cannot in fact be given the service for another reason",
            ],
        ],
    },
    Words {
        code: "ending",
        heading: ["Kad pakalpojumu izbeidz pirms termiņa?", "When does the service end early?"],
        paragraphs: &[["Ja cilvēks:", "When the person:"]],
        points: &[
            ["izbrauc uz pastāvīgu dzīvi ārvalstī", "leaves to live abroad for good"],
            ["iesniedzis iesniegumu, ka pakalpojumu vairs nevēlas", "has applied not to have the service any more"],
            [
                "apdraud atbalsta personas veselību vai dzīvību, izturas necienīgi vai aizskaroši, vai darba vide nav droša",
                "endangers the support person's health or life, treats them without dignity or insultingly, or their work is not safe",
            ],
        ],
    },
];
