//! A link as far as a reader may know it: which cases it joins, by what names, and what was compared.

use crate::access::Action;
use crate::app::{case_facts, kept_from};
use crate::failure::Failure;
use crate::linking::review::cases_of;
use crate::views::{Actor, LinkView};
use domain::ids::ReportId;
use store::queries::{CaseFile, KnownLink};
use store::rows::LinkRow;
use store::{AsRead, Field, Reader, Receipt, Sealed, Shown, queries};

/// One side of a link, as far as the reader may know it.
struct Side {
    /// A case that holds it, if one does: one that they may view before others.
    file: Option<AsRead<CaseFile>>,
    /// Whether they may view it.
    seen: bool,
    /// Whether it is of their force.
    own_force: bool,
}
store::outgoing!(Side { file, seen, own_force });

impl Side {
    fn at(reader: &mut Reader<'_>, actor: &Actor, report: ReportId) -> Result<Self, Failure> {
        let mut side = Self { file: None, seen: false, own_force: false };
        for on in queries::cases_with(reader, report)?.into_iter().filter(|row| !row.detached) {
            let Some(file) = queries::case_file_by_id(reader, on.case_id)? else { continue };
            let seen = crate::app::allowed(actor, Action::ViewCase, &case_facts(reader, &file)?).is_some();
            if side.file.is_none() || (seen && !side.seen) {
                side = Self { seen, own_force: file.force == actor.force, file: Some(file) };
            }
        }
        Ok(side)
    }

    /// The reference of its case, where they may view it.
    fn viewable(&self) -> Option<String> {
        self.file.as_ref().filter(|_| self.seen).map(|file| file.reference.clone())
    }

    /// How it is named to them.
    fn name(&self, confirmed: bool) -> String {
        match &self.file {
            None => "another report".to_owned(),
            Some(file) if self.seen || (confirmed && self.own_force) => file.reference.clone(),
            Some(file) if self.own_force => format!("another case of {}", file.team),
            Some(_) => "another force".to_owned(),
        }
    }
}

/// What was looked at of a link: the link under seal, and its sides as far as the reader may know them.
pub(crate) struct LookedLink {
    row: Sealed<LinkRow>,
    one: Side,
    other: Side,
    /// Whether what was compared is for the reader.
    told: bool,
}
store::outgoing!(LookedLink { row, one, other, told });

impl LookedLink {
    /// None where one of the cases that hold its reports is kept from the actor. What was compared is told only to who may view
    /// both cases, or once a person has confirmed it within one force.
    pub(crate) fn at(reader: &mut Reader<'_>, actor: &Actor, link: KnownLink) -> Result<Option<Self>, Failure> {
        for file in cases_of(reader, [link.report_a, link.report_b])? {
            if kept_from(actor, &case_facts(reader, &file)?) {
                return Ok(None);
            }
        }
        let (one, other) = (Side::at(reader, actor, link.report_a)?, Side::at(reader, actor, link.report_b)?);
        let confirmed_here = link.state == "confirmed" && one.own_force && other.own_force && (one.seen || other.seen);
        let told = (one.seen && other.seen) || confirmed_here;
        Ok(Some(Self { row: link.row, one, other, told }))
    }

    /// The id by which an entry names it.
    pub(crate) fn id(&self) -> String {
        self.row.id()
    }

    /// What an entry names of links: that they are there, and what was compared where that is told.
    pub(crate) fn shown(links: &[Self]) -> [Shown; 2] {
        let ids = |told| links.iter().filter(move |link| link.told == told).map(|link| link.row.id());
        [Shown::of(&[Field::Listing, Field::History], ids(true)), Shown::of(&[Field::Listing], ids(false))]
    }

    /// The link in words; the reports are named by the cases that hold them.
    pub(crate) fn view(self, receipt: &Receipt) -> Result<LinkView, Failure> {
        Ok(self.open(receipt)?.0)
    }

    /// The references of the cases that hold it, one or the other, where the reader may view them.
    pub(super) fn viewable(&self) -> (Option<String>, Option<String>) {
        (self.one.viewable(), self.other.viewable())
    }

    /// The same with the row, which says whose opinion stands.
    pub(super) fn open(self, receipt: &Receipt) -> Result<(LinkView, LinkRow), Failure> {
        let link = receipt.open(self.row)?;
        let confirmed = link.state == "confirmed";
        let row = link.clone();
        let view = LinkView {
            id: link.id,
            reports: (self.one.name(confirmed), self.other.name(confirmed)),
            about: if link.about == "subject" { "subject" } else { "person at risk" }.to_owned(),
            state: match (link.state.as_str(), link.basis.as_str()) {
                ("accepted", "relation") => "same series by the other party, unconfirmed; not evidence of identity",
                ("accepted", _) => "linked, unconfirmed",
                ("waiting", _) => "waits for review",
                ("confirmed", _) => "confirmed",
                ("refused", _) => "not the same",
                _ => "withdrawn",
            }
            .to_owned(),
            bits: bits(link.millibits),
            lines: if self.told { serde_json::from_str(&link.lines).unwrap_or_default() } else { Vec::new() },
        };
        Ok((view, row))
    }
}

/// Thousandths of a bit as bits.
fn bits(millibits: i64) -> f64 {
    let whole = i32::try_from(millibits).unwrap_or(i32::MAX);
    f64::from(whole) / 1000.0
}
