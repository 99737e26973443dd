//! Our components against the markup that govuk-frontend ships for its own: what we can express must come out the same.

use crate::components::button::{Button, ButtonStyle};
use crate::components::details::{Details, DetailsBody};
use crate::components::error_summary::ErrorSummary;
use crate::components::header::Header;
use crate::components::input::{Input, InputKind};
use crate::components::notification_banner::NotificationBanner;
use crate::components::pagination::Pagination;
use crate::components::select::Select;
use crate::components::summary_list::SummaryList;
use crate::components::table::{CaptionStyle, Cell, Column, Layout, Row, Table};
use crate::components::tag::{Tag, Tone};
use serde_json::Value;

/// This builds our component from upstream's options, or none if ours cannot say them.
type Builder = fn(&Value) -> Option<String>;

/// How much of the markup is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// All of it.
    Whole,
    /// The rows of a table: ours always has a caption and column headings.
    TableBody,
    /// The rows that ours can express, which must stand in theirs.
    SomeRows,
}

/// Component, our builder, and how much is compared.
const COMPONENTS: &[(&str, Builder, Compared)] = &[
    ("button", button, Compared::Whole),
    ("details", details, Compared::Whole),
    ("error-summary", error_summary, Compared::Whole),
    ("generic-header", header, Compared::Whole),
    ("input", input, Compared::Whole),
    ("notification-banner", notification_banner, Compared::Whole),
    ("pagination", pagination, Compared::Whole),
    ("select", select, Compared::Whole),
    ("summary-list", summary_list, Compared::SomeRows),
    ("table", table, Compared::TableBody),
    ("tag", tag, Compared::Whole),
];

#[test]
fn components_match_the_published_fixtures() {
    let mut report = String::new();
    for (component, build, compared) in COMPONENTS {
        let path = format!("{}/assets/fetched/fixtures/{component}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}. Run `./dev setup`."));
        let file: Value = serde_json::from_str(&text).unwrap();
        let (mut matched, mut skipped) = (vec![], vec![]);
        for fixture in file.get("fixtures").and_then(Value::as_array).unwrap() {
            let name = text_of(fixture, "name").unwrap();
            match build(fixture.get("options").unwrap()) {
                Some(ours) => {
                    let theirs = text_of(fixture, "html").unwrap();
                    let (ours, theirs) = (comparable(&ours, *compared), comparable(&theirs, *compared));
                    match compared {
                        Compared::Whole | Compared::TableBody => assert_eq!(ours, theirs, "{component}: {name}"),
                        Compared::SomeRows => {
                            assert!(theirs.contains(&ours), "{component}: {name}: {ours} is not in {theirs}")
                        }
                    }
                    matched.push(name);
                }
                None => skipped.push(name),
            }
        }
        report.push_str(&format!(
            "{component}: {} match ({}), {} that ours cannot express\n",
            matched.len(),
            matched.join("; "),
            skipped.len()
        ));
    }
    insta::assert_snapshot!("fixtures", report);
}

/// White space between tags, the spelling of entities, and the attributes that ours always has and theirs may have, put aside.
fn comparable(html: &str, compared: Compared) -> String {
    let inner = |start: &str, end: &str| {
        html.split_once(start).and_then(|(_, rest)| rest.rsplit_once(end)).map_or("", |(inner, _)| inner)
    };
    let html = match compared {
        Compared::Whole => html,
        Compared::TableBody => inner("<tbody", "</tbody>"),
        Compared::SomeRows => inner("<dl class=\"govuk-summary-list\">", "</dl>"),
    };
    let words = html.split_whitespace().collect::<Vec<_>>().join(" ");
    words
        .replace("> ", ">")
        .replace(" <", "<")
        .replace("&#39;", "'")
        .replace("&#34;", "&quot;")
        .replace("&#60;", "&lt;")
        .replace("&#62;", "&gt;")
        .replace("&#38;", "&amp;")
        .replace(" spellcheck=\"false\"", "")
        .replace(" autocapitalize=\"none\"", "")
        .replace(" disabled>", ">")
        .replace(" autocomplete=\"\"", "")
}

fn text_of(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// None unless the options are a map with no other keys than these.
fn only<'a>(options: &'a Value, keys: &[&str]) -> Option<&'a Value> {
    options.as_object()?.keys().all(|key| keys.contains(&key.as_str())).then_some(options)
}

fn rendered(component: &impl std::fmt::Display) -> Option<String> {
    Some(component.to_string())
}

fn button(options: &Value) -> Option<String> {
    only(options, &["text", "classes"])?;
    let style = match text_of(options, "classes").as_deref() {
        None => ButtonStyle::Primary,
        Some("govuk-button--secondary") => ButtonStyle::Secondary,
        Some(_) => return None,
    };
    rendered(&Button { text: text_of(options, "text")?, style })
}

fn details(options: &Value) -> Option<String> {
    only(options, &["summaryText", "text"])?;
    rendered(&Details { summary: text_of(options, "summaryText")?, body: DetailsBody::Text(text_of(options, "text")?) })
}

fn error_summary(options: &Value) -> Option<String> {
    only(options, &["titleText", "errorList"])?;
    let problems = options.get("errorList")?.as_array()?.iter().map(|item| {
        only(item, &["text", "href"])?;
        Some((text_of(item, "text")?, text_of(item, "href").map(|href| href.replace('#', ""))))
    });
    rendered(&ErrorSummary { title: text_of(options, "titleText")?, problems: problems.collect::<Option<_>>()? })
}

fn header(options: &Value) -> Option<String> {
    only(options, &["logoText", "url"])?;
    let href = text_of(options, "url").unwrap_or_else(|| "/".to_owned());
    rendered(&Header { name: text_of(options, "logoText")?, href })
}

fn input(options: &Value) -> Option<String> {
    only(options, &["label", "name", "value", "autocomplete", "errorMessage"])?;
    only(options.get("label")?, &["text"])?;
    rendered(&Input {
        name: text_of(options, "name")?,
        label: text_of(options.get("label")?, "text")?,
        kind: InputKind::Text,
        value: text_of(options, "value").unwrap_or_default(),
        autocomplete: text_of(options, "autocomplete").unwrap_or_default(),
        error: options.get("errorMessage").and_then(|error| text_of(error, "text")),
    })
}

fn notification_banner(options: &Value) -> Option<String> {
    only(options, &["text", "titleText"])?;
    let title = text_of(options, "titleText").unwrap_or_else(|| "Important".to_owned());
    rendered(&NotificationBanner { title, text: text_of(options, "text")? })
}

fn pagination(options: &Value) -> Option<String> {
    only(options, &["next"])?;
    only(options.get("next")?, &["href"])?;
    rendered(&Pagination { first: None, next: text_of(options.get("next")?, "href") })
}

fn select(options: &Value) -> Option<String> {
    only(options, &["name", "label", "items", "value"])?;
    only(options.get("label")?, &["text"])?;
    let items = options.get("items")?.as_array()?.iter().map(|item| {
        only(item, &["value", "text", "selected", "disabled"])?;
        Some((code(item)?, text_of(item, "text")?))
    });
    let selected = options.get("items")?.as_array()?.iter().find(|item| item.get("selected").is_some());
    rendered(&Select {
        name: text_of(options, "name")?,
        label: text_of(options.get("label")?, "text")?,
        items: items.collect::<Option<_>>()?,
        value: selected.and_then(code).or_else(|| text_of(options, "value")).unwrap_or_default(),
    })
}

fn code(item: &Value) -> Option<String> {
    let value = item.get("value")?;
    value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|number| number.to_string()))
}

fn summary_list(options: &Value) -> Option<String> {
    only(options, &["rows"])?;
    // Rows with markup in them are left to theirs.
    let row = |row: &Value| {
        only(row, &["key", "value"])?;
        only(row.get("key")?, &["text"])?;
        only(row.get("value")?, &["text"])?;
        Some((text_of(row.get("key")?, "text")?, text_of(row.get("value")?, "text")?))
    };
    let rows: Vec<(String, String)> = options.get("rows")?.as_array()?.iter().map_while(row).collect();
    (!rows.is_empty()).then(|| SummaryList { rows }.to_string())
}

fn table(options: &Value) -> Option<String> {
    only(options, &["firstCellIsHeader", "rows", "caption", "captionClasses"])?;
    options.get("firstCellIsHeader")?.as_bool().filter(|first| *first)?;
    let rows = options.get("rows")?.as_array()?;
    let columns = rows.first()?.as_array()?.iter().map(|cell| match text_of(cell, "format") {
        Some(_) => Column::numeric(""),
        None => Column::words(""),
    });
    let row = |row: &Value| -> Option<Row> {
        let cells = row.as_array()?.iter().map(|cell| {
            only(cell, &["text", "format"])?;
            text_of(cell, "text").map(Cell::text)
        });
        Some(Row { tone: Tone::Plain, cells: cells.collect::<Option<_>>()? })
    };
    rendered(&Table {
        caption: String::new(),
        caption_style: CaptionStyle::Seen,
        layout: Layout::Grid,
        columns: columns.collect(),
        rows: rows.iter().map(row).collect::<Option<_>>()?,
    })
}

fn tag(options: &Value) -> Option<String> {
    only(options, &["text", "classes"])?;
    let tone = match text_of(options, "classes").as_deref() {
        None => Tone::Plain,
        Some("govuk-tag--grey") => Tone::Quiet,
        Some("govuk-tag--green") => Tone::Good,
        Some("govuk-tag--yellow") => Tone::Notice,
        Some("govuk-tag--orange") => Tone::Warning,
        Some(_) => return None,
    };
    rendered(&Tag::new(text_of(options, "text")?, tone))
}
