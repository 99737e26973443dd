//! The parts that pages are made of: a typed struct and a template each, with the class names of govuk-frontend 6.6.0.

pub mod button;
pub mod choices;
pub mod date_input;
pub mod details;
pub mod error_summary;
pub mod filter;
pub mod header;
pub mod input;
pub mod navigation;
pub mod notification_banner;
pub mod pagination;
pub mod select;
pub mod summary_list;
pub mod table;
pub mod textarea;
pub mod tag;
pub mod timeline;

/// This declares that templates may place a component unescaped: it is itself a template, and escapes what it holds.
macro_rules! place_as_html {
    ($($name:ty),+ $(,)?) => { $(impl askama::filters::HtmlSafe for $name {})+ };
}

/// The attribute that names what describes a field: its hint, then what is wrong with it.
fn described(name: &str, hint: bool, error: bool) -> String {
    // Names are made of these letters alone; anything else would have to be escaped here.
    let name: String = name.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect();
    let parts = [(hint, "hint"), (error, "error")];
    let ids: Vec<String> =
        parts.into_iter().filter(|(stands, _)| *stands).map(|(_, part)| format!("{name}-{part}")).collect();
    if ids.is_empty() { String::new() } else { format!(" aria-describedby=\"{}\"", ids.join(" ")) }
}

place_as_html!(
    button::Button,
    choices::Choices,
    date_input::DateInput,
    details::Details,
    error_summary::ErrorSummary,
    filter::Filter,
    header::Header,
    input::Input,
    navigation::Navigation,
    notification_banner::NotificationBanner,
    pagination::Pagination,
    select::Select,
    summary_list::SummaryList,
    table::Table,
    table::Line,
    textarea::TextArea,
    tag::Tag,
    timeline::Timeline,
);
