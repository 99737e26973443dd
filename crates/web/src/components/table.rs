//! Table: on a phone each row of a stacked table becomes a card.

use crate::components::details::Details;
use crate::components::tag::{Tag, Tone};
use askama::Template;

/// A table.
#[derive(Clone, PartialEq, Debug, Template)]
#[template(path = "components/table.html")]
pub struct Table {
    /// What it is a table of.
    pub caption: String,
    /// Whether the caption is seen or only heard, where a heading says it already.
    pub caption_style: CaptionStyle,
    /// How it behaves on a narrow screen.
    pub layout: Layout,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Whether a caption is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaptionStyle {
    /// For everyone.
    Seen,
    /// For screen readers, since a heading above says the same.
    Heard,
}

impl CaptionStyle {
    /// The class beside the caption's own.
    pub const fn class(self) -> &'static str {
        match self {
            CaptionStyle::Seen => "",
            CaptionStyle::Heard => " govuk-visually-hidden",
        }
    }
}

/// How a table behaves on a narrow screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// It stays a table.
    Grid,
    /// Each row becomes a card.
    Cards,
}

impl Layout {
    /// Whether rows become cards.
    pub fn is_cards(self) -> bool {
        self == Layout::Cards
    }
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers.
    pub format: Format,
    /// Whether a card repeats the heading above the cell.
    pub on_cards: CardLabel,
}

/// Whether a card repeats a column's heading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CardLabel {
    /// It does: the cell alone would not be understood.
    Shown,
    /// It does not: the cell speaks for itself.
    Hidden,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Words.
    Words,
    /// Numbers, set to the right.
    Numeric,
}

impl Format {
    /// Whether they are numbers.
    pub fn is_numeric(self) -> bool {
        self == Format::Numeric
    }
}

impl Column {
    /// This is a column of words.
    pub fn words(title: &str) -> Self {
        Self { title: title.to_owned(), format: Format::Words, on_cards: CardLabel::Shown }
    }
    /// This is a column of words that speak for themselves on a card.
    pub fn plain_words(title: &str) -> Self {
        Self { on_cards: CardLabel::Hidden, ..Self::words(title) }
    }
    fn card_label(&self) -> Option<&str> {
        match self.on_cards {
            CardLabel::Shown => Some(&self.title),
            CardLabel::Hidden => None,
        }
    }
    /// This is a column of numbers.
    pub fn numeric(title: &str) -> Self {
        Self { title: title.to_owned(), format: Format::Numeric, on_cards: CardLabel::Shown }
    }
}

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// How loud it is; the words in it say the same.
    pub tone: Tone,
    /// Its cells, as many as there are columns; the first one heads the row.
    pub cells: Vec<Cell>,
}

impl Row {
    /// This is a row of plain texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self { tone: Tone::Plain, cells: texts.into_iter().map(Cell::text).collect() }
    }
}

/// What stands in a cell, one line below the other.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell(pub Vec<Line>);

impl Cell {
    /// This is a cell with one text.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Line::Text(text.into())])
    }
}

/// A line in a cell.
#[derive(Clone, PartialEq, Debug, Template)]
#[template(path = "components/line.html")]
pub enum Line {
    /// Plain text.
    Text(String),
    /// The text that matters most.
    Strong(String),
    /// Text that only supports the rest.
    Quiet(String),
    /// Text that is bad news.
    Bad(String),
    /// A link.
    Link {
        /// What it says.
        text: String,
        /// Where it leads.
        href: String,
    },
    /// Tags beside each other.
    Tags(Vec<Tag>),
    /// Label and value.
    Pair(String, String),
    /// Something folded away.
    Details(Box<Details>),
}
