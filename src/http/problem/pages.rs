//! The page of each kind of problem: what happened, what it means, how to mend it. Nothing on it is fetched or run.

use std::fmt::Write;

use super::slots::named;
use super::{Kind, Problem, all, examples, problem};
use crate::caller::Language;

/// The id of the request in examples.
pub(super) const REQUEST: &str = "0f8a2f5e-7c1d-4b8e-9a63-2d5f1c7e4b90";

/// The words around a kind, in one language.
struct Words {
    language: Language,
    lang: &'static str,
    heading: u8,
    code: &'static str,
    status: &'static str,
    meaning: &'static str,
    fix: &'static str,
    again: &'static str,
    yes: &'static str,
    no: &'static str,
    example: &'static str,
}

const LATVIAN: Words = Words {
    language: Language::Latvian,
    lang: "lv",
    heading: 1,
    code: "Kods",
    status: "HTTP statuss",
    meaning: "Ko tas nozīmē",
    fix: "Ko darīt",
    again: "Vai ir vērts to pašu sūtīt vēlreiz",
    yes: "Jā, vēlāk.",
    no: "Nē, vispirms jārīkojas, kā teikts iepriekš.",
    example: "Atbildes piemērs",
};

const ENGLISH: Words = Words {
    language: Language::English,
    lang: "en",
    heading: 2,
    code: "Code",
    status: "HTTP status",
    meaning: "What it means",
    fix: "What to do",
    again: "Is the same request worth sending again",
    yes: "Yes, later.",
    no: "No, first do what is said above.",
    example: "Example of an answer",
};

/// The page of one kind: HTML in Latvian and in English, without scripts, styles or anything else to load.
#[must_use]
pub fn page(kind: &Kind) -> String {
    let title = format!("{} ({})", kind.title.lv, kind.code);
    let index = "<nav aria-label=\"Problēmas\"><a href=\"/problems\">Visas problēmas, \
                 <span lang=\"en\">all problems</span></a></nav>\n";
    let body = format!("{index}<main>\n{}{}</main>\n", section(kind, &LATVIAN), section(kind, &ENGLISH));
    document(&title, &body)
}

/// The page that lists every kind, in the order of the catalogue.
#[must_use]
pub fn index() -> String {
    let mut body = String::from(
        "<main>\n<h1>Problēmas, <span lang=\"en\">problems</span></h1>\n<table>\n<thead><tr>\
         <th scope=\"col\">Kods, <span lang=\"en\">code</span></th><th scope=\"col\">HTTP</th>\
         <th scope=\"col\">Latviski</th><th scope=\"col\" lang=\"en\">In English</th></tr></thead>\n<tbody>\n",
    );
    for Kind { code, status, title, .. } in all() {
        let (lv, en, code) = (marked(title.lv), marked(title.en), escaped(code));
        // Writing to a string cannot fail.
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\"><a href=\"/problems/{code}\"><code translate=\"no\">{code}</code></a></th>\
             <td>{status}</td><td>{lv}</td><td lang=\"en\">{en}</td></tr>"
        );
    }
    body.push_str("</tbody>\n</table>\n</main>\n");
    document("Problēmas", &body)
}

/// A problem as the contract shows it: the one that clients meet first.
#[must_use]
pub fn example() -> Option<Problem> {
    super::kind("invalid_request").map(|kind| problem(&examples::error(kind), Language::English, REQUEST))
}

/// One language's part of a page.
fn section(kind: &Kind, words: &Words) -> String {
    let Words { language, lang, heading, code, status, meaning, fix, again, yes, no, example } = words;
    let again_or_not = if kind.retryable() { yes } else { no };
    let answer = problem(&examples::error(kind), *language, REQUEST);
    let answer = serde_json::to_string_pretty(&answer).unwrap_or_default();
    let below = heading + 1;
    format!(
        "<section lang=\"{lang}\">\n<h{heading}>{}</h{heading}>\n<dl>\n\
         <dt>{code}</dt><dd><code translate=\"no\">{}</code></dd>\n<dt>{status}</dt><dd>{}</dd>\n\
         <dt>{meaning}</dt><dd>{}</dd>\n<dt>{fix}</dt><dd>{}</dd>\n<dt>{again}?</dt><dd>{again_or_not}</dd>\n</dl>\n\
         <h{below}>{example}</h{below}>\n<pre><code translate=\"no\">{}</code></pre>\n</section>\n",
        marked(kind.title.of(*language)),
        escaped(kind.code),
        kind.status,
        marked(&named(kind.meaning.of(*language))),
        marked(&named(kind.fix.of(*language))),
        escaped(&answer),
    )
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"lv\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// Text as HTML: nothing in it can be read as markup.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

/// Text as HTML, with the names between backticks set as code, which no browser translates.
fn marked(text: &str) -> String {
    let parts = text.split('`').map(escaped).enumerate();
    parts
        .map(|(place, part)| match place % 2 {
            1 => format!("<code translate=\"no\">{part}</code>"),
            _ => part,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::problem::kind;

    #[test]
    fn a_page_tells_everything_of_its_kind_in_both_languages() {
        for kind in all() {
            let page = page(kind);

            for text in [&kind.title, &kind.meaning, &kind.fix] {
                let has = |sentence| page.contains(&marked(&named(sentence)));
                assert!(has(text.lv) && has(text.en), "{}", kind.code);
            }
            assert!(page.contains(&format!("<dd>{}</dd>", kind.status)), "{}", kind.code);
            assert!(page.contains("<section lang=\"lv\">") && page.contains("<section lang=\"en\">"));
        }
    }

    #[test]
    fn the_example_on_a_page_is_the_problem_of_that_kind() {
        for kind in all() {
            for words in [LATVIAN, ENGLISH] {
                let section = section(kind, &words);
                let (_, rest) = section.split_once("<pre><code translate=\"no\">").expect("an example");
                let (json, _) = rest.split_once("</code></pre>").expect("its end");
                let json = json.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
                let problem: serde_json::Value = serde_json::from_str(&json).expect("JSON");

                assert_eq!(problem["code"], kind.code);
                assert_eq!(problem["status"], kind.status);
                assert_eq!(problem["type"], super::super::address(kind.code));
                assert_eq!(problem["title"], kind.title.of(words.language));
                assert_eq!(problem["retryable"], kind.retryable());
            }
        }
    }

    #[test]
    fn a_page_loads_and_runs_nothing() {
        for page in all().map(page).chain([index()]) {
            for forbidden in ["<script", "<style", "style=", "src=", "<link", "http://", "https://", " on"] {
                let markup = page.split('<').filter_map(|part| part.split_once('>')).map(|(tag, _)| format!("<{tag}"));
                assert!(!markup.into_iter().any(|tag| tag.contains(forbidden)), "{forbidden}");
            }
        }
    }

    #[test]
    fn the_index_links_to_every_kind() {
        let index = index();
        for kind in all() {
            assert!(index.contains(&format!("href=\"/problems/{}\"", kind.code)), "{}", kind.code);
        }
    }

    #[test]
    fn nothing_in_a_text_is_read_as_markup() {
        assert_eq!(
            marked("a <b> & \"c\" 'd' `e<f>`"),
            "a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; <code translate=\"no\">e&lt;f&gt;</code>"
        );
    }

    #[test]
    fn the_page_of_the_monthly_volume_shows_how_much_is_left() {
        // The answer that refuses an entry carries the remaining minutes.
        let page = page(kind("hour_cap_exceeded").expect("a kind"));

        assert!(page.contains("&quot;remaining_minutes&quot;: 10"), "{page}");
    }
}
