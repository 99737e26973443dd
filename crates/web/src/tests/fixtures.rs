//! Our components against the markup that govuk-frontend ships for its own: what we can express must come out the same.

use crate::components::button::{Button, ButtonStyle};
use crate::components::choices::{Choice, ChoiceKind, Choices};
use crate::components::date_input::DateInput;
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
use crate::components::textarea::TextArea;
use serde_json::Value;

/// This builds our component from upstream's options, or none if ours cannot say them.
type Builder = fn(&Value) -> Option<String>;

/// How much of the markup is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    /// All of it.
    Whole,
    /// All but the names of fields: ours begin with that of the whole, so that two may stand in one form.
    Names,
    /// The rows of a table: ours always has a caption and column headings.
    TableBody,
    /// The rows that ours can express, which must stand in theirs.
    SomeRows,
}

/// Component, our builder, and how much is compared.
const COMPONENTS: &[(&str, Builder, Compared)] = &[
    ("button", button, Compared::Whole),
    ("checkboxes", checkboxes, Compared::Whole),
    ("date-input", date_input, Compared::Names),
    ("details", details, Compared::Whole),
    ("error-summary", error_summary, Compared::Whole),
    ("generic-header", header, Compared::Whole),
    ("input", input, Compared::Whole),
    ("notification-banner", notification_banner, Compared::Whole),
    ("pagination", pagination, Compared::Whole),
    ("radios", radios, Compared::Whole),
    ("select", select, Compared::Whole),
    ("summary-list", summary_list, Compared::SomeRows),
    ("table", table, Compared::TableBody),
    ("tag", tag, Compared::Whole),
    ("textarea", text_area, Compared::Whole),
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
                        Compared::Whole | Compared::Names | Compared::TableBody => {
                            assert_eq!(ours, theirs, "{component}: {name}")
                        }
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
        Compared::Whole | Compared::Names => html,
        Compared::TableBody => inner("<tbody", "</tbody>"),
        Compared::SomeRows => inner("<dl class=\"govuk-summary-list\">", "</dl>"),
    };
    let unnamed = html.split(" name=\"").enumerate().map(|(at, part)| match part.split_once('"') {
        Some((_, rest)) if at > 0 => rest,
        _ => part,
    });
    let html = if compared == Compared::Names { unnamed.collect() } else { html.to_owned() };
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
    let name = name_of(options, &["label", "value", "autocomplete", "errorMessage", "hint"])?;
    only(options.get("label")?, &["text"])?;
    rendered(&Input {
        name,
        hint: hint_of(options)?,
        label: text_of(options.get("label")?, "text")?,
        kind: InputKind::Text,
        value: code_of(options, "value").unwrap_or_default(),
        autocomplete: text_of(options, "autocomplete").unwrap_or_default(),
        error: error_of(options)?,
    })
}

/// The name of a field whose identifier is the same, with no other options than these.
fn name_of(options: &Value, keys: &[&str]) -> Option<String> {
    only(options, &[&["name", "id", "idPrefix"], keys].concat())?;
    let name = text_of(options, "name").or_else(|| text_of(options, "id"))?;
    let same = |key: &str| text_of(options, key).is_none_or(|id| id == name);
    (same("id") && same("idPrefix")).then_some(name)
}

/// The plain text of an option that may be left out; none if it has more than that.
fn part_of(options: &Value, key: &str) -> Option<Option<String>> {
    match options.get(key) {
        None => Some(None),
        Some(part) => only(part, &["text"]).and_then(|part| text_of(part, "text")).map(Some),
    }
}
fn hint_of(options: &Value) -> Option<Option<String>> {
    part_of(options, "hint")
}
fn error_of(options: &Value) -> Option<Option<String>> {
    part_of(options, "errorMessage")
}

fn text_area(options: &Value) -> Option<String> {
    let name = name_of(options, &["label", "hint", "errorMessage", "value", "rows"])?;
    only(options.get("label")?, &["text"])?;
    rendered(&TextArea {
        name,
        label: text_of(options.get("label")?, "text")?,
        hint: hint_of(options)?,
        value: text_of(options, "value").unwrap_or_default(),
        rows: options.get("rows").and_then(Value::as_u64).map_or(5, |rows| rows as u32),
        error: error_of(options)?,
    })
}

fn radios(options: &Value) -> Option<String> {
    let kind = match text_of(options, "classes").as_deref() {
        None => ChoiceKind::One,
        Some("govuk-radios--inline") => ChoiceKind::OneInline,
        Some(_) => return None,
    };
    choices(options, kind)
}
fn checkboxes(options: &Value) -> Option<String> {
    text_of(options, "classes").is_none().then_some(())?;
    choices(options, ChoiceKind::Several)
}

fn choices(options: &Value, kind: ChoiceKind) -> Option<String> {
    let name = name_of(options, &["classes", "fieldset", "hint", "errorMessage", "items", "value"])?;
    only(options.get("fieldset")?, &["legend"])?;
    let legend = options.get("fieldset")?.get("legend")?;
    only(legend, &["text"])?;
    let value = text_of(options, "value");
    let item = |item: &Value| {
        only(item, &["value", "text", "checked", "hint"])?;
        let code = code(item)?;
        let checked = item.get("checked").and_then(Value::as_bool);
        let chosen = checked.unwrap_or_else(|| value.as_ref() == Some(&code));
        Some(Choice { chosen, code, text: text_of(item, "text")?, hint: hint_of(item)? })
    };
    let items = options.get("items")?.as_array()?.iter().map(item).collect::<Option<_>>()?;
    rendered(&Choices {
        name,
        legend: text_of(legend, "text")?,
        hint: hint_of(options)?,
        kind,
        items,
        error: error_of(options)?,
    })
}

fn date_input(options: &Value) -> Option<String> {
    only(options, &["id", "fieldset", "hint", "errorMessage", "values"])?;
    only(options.get("fieldset")?, &["legend"])?;
    let legend = options.get("fieldset")?.get("legend")?;
    only(legend, &["text"])?;
    let name = text_of(options, "id")?;
    let value = |part: &str| options.get("values").and_then(|values| code_of(values, part)).unwrap_or_default();
    rendered(&DateInput {
        legend: text_of(legend, "text")?,
        hint: hint_of(options)?,
        day: [value("day"), value("month"), value("year")],
        time: None,
        error: error_of(options)?,
        name,
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
    let name = name_of(options, &["label", "items", "value", "hint", "errorMessage"])?;
    only(options.get("label")?, &["text"])?;
    let items = options.get("items")?.as_array()?.iter().map(|item| {
        only(item, &["value", "text", "selected", "disabled"])?;
        Some((code(item)?, text_of(item, "text")?))
    });
    let selected = options.get("items")?.as_array()?.iter().find(|item| item.get("selected").is_some());
    // Ours has one way to say which is chosen.
    (selected.is_none() || options.get("value").is_none()).then_some(())?;
    rendered(&Select {
        name,
        hint: hint_of(options)?,
        error: error_of(options)?,
        label: text_of(options.get("label")?, "text")?,
        items: items.collect::<Option<_>>()?,
        value: selected.and_then(code).or_else(|| code_of(options, "value")).unwrap_or_default(),
    })
}

fn code(item: &Value) -> Option<String> {
    code_of(item, "value")
}

fn code_of(item: &Value, key: &str) -> Option<String> {
    let value = item.get(key)?;
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
