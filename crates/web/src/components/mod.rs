//! The parts that pages are made of: a typed struct and a template each, with the class names of govuk-frontend 6.6.0.

pub mod button;
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
pub mod tag;
pub mod timeline;

/// This declares that templates may place a component unescaped: it is itself a template, and escapes what it holds.
macro_rules! place_as_html {
    ($($name:ty),+ $(,)?) => { $(impl askama::filters::HtmlSafe for $name {})+ };
}

place_as_html!(
    button::Button,
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
    tag::Tag,
    timeline::Timeline,
);
