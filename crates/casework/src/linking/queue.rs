//! The queue of pairs that wait for a person, one at a time: the two people side by side as far as the reader may see them, what was
//! compared, and what people said of it. Whoever looked and cannot tell says so; the pair goes on waiting, for others first.

use crate::access::Action;
use crate::app::{App, allowed, case_facts};
use crate::asked::Wish;
use crate::cases::page::{described, fields};
use crate::failure::Failure;
use crate::intake::read::has_nul;
use crate::linking::looked::LookedLink;
use crate::linking::review::{permit_link, works_on_links};
use crate::views::{Actor, LinkQueue, PairView, SaidView, SideView};
use domain::clocks::moment_words;
use domain::ids::{AccountId, MentionId, ReportId};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::queries::{self, KnownLink};
use store::rows::{AccountRow, LookRow, MentionRow, ReportRow};
use store::{AsRead, Draft, Field, Reader, Receipt, Sealed, Shown};

/// Pairs that are looked through at most.
const PAIRS_MAX: i64 = 5_000;
/// Pairs that are counted at most; beyond, the queue says that there are more.
const COUNTED_MAX: u64 = 50;
/// Opinions that are offered to be taken back.
const SAID_MAX: i64 = 5;

/// Which pairs of the queue are gone through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pass {
    /// Those at which the reader has not looked yet.
    First,
    /// Those that they left, since they could not tell.
    Again,
}

/// A pair under seal.
struct LookedPair {
    link: LookedLink,
    one: LookedSide,
    other: LookedSide,
    looks: Vec<AsRead<LookRow>>,
}
store::outgoing!(LookedPair { link, one, other, looks });

/// One side of it: nothing, where the reader may not view a case that holds its report.
struct LookedSide {
    report: Option<Sealed<ReportRow>>,
    mention: Option<Sealed<MentionRow>>,
    fields: Vec<Field>,
}
store::outgoing!(LookedSide { report, mention, fields });

/// What is read for the queue.
struct LookedQueue {
    waiting: u64,
    left: u64,
    more: bool,
    pair: Option<LookedPair>,
    said: Vec<LookedLink>,
    staff: Vec<AsRead<AccountRow>>,
}
store::outgoing!(LookedQueue { waiting, left, more, pair, said, staff });

impl App {
    /// This reads the queue: the first pair that waits of cases on which the reader may say so, how many there are, and what they
    /// said last. A pair of which one case is kept from them is not in it.
    pub fn link_queue(&self, actor: &Actor, pass: Pass) -> Result<LinkQueue, Failure> {
        let look = |reader: &mut Reader<'_>| {
            let mut policies: BTreeSet<String> = self.permit_force(actor, Action::ViewWorklist)?.into_iter().collect();
            if !works_on_links(actor.role) {
                return Err(Failure::forbidden(Action::ConfirmLink, None, &[], false));
            }
            let queue = queue(reader, actor, pass, &mut policies)?;
            let mut shown = Vec::from(LookedLink::shown(&queue.said));
            shown.extend(queue.pair.iter().flat_map(LookedPair::shown));
            let policies: Vec<String> = policies.into_iter().collect();
            Ok::<_, Failure>((queue, Draft::seen(Action::ViewLinks.code(), &policies, shown)))
        };
        let wish = Wish::of(Action::ViewLinks.code());
        let (queue, receipt) = self.asked(actor, &wish, || self.store.look(self.context(actor, "review"), look))?;
        let names = names(queue.staff, actor);
        let said = queue.said.into_iter().map(|link| {
            let (view, row) = link.open(&receipt)?;
            Ok(SaidView {
                id: view.id,
                reports: view.reports,
                about: view.about,
                said: if row.state == "confirmed" { "the same" } else { "not the same" }.to_owned(),
                when: row.decided_at.map(moment_words).unwrap_or_default(),
            })
        });
        Ok(LinkQueue {
            waiting: queue.waiting,
            left: queue.left,
            more: queue.more,
            said: said.collect::<Result<_, Failure>>()?,
            pair: queue.pair.map(|pair| pair.view(&receipt, actor, &names)).transpose()?,
        })
    }

    /// This reads one pair, whatever was said of it.
    pub fn link_pair(&self, actor: &Actor, id: &str) -> Result<PairView, Failure> {
        let look = |reader: &mut Reader<'_>| {
            let link = if has_nul(id) { None } else { queries::known_link(reader, id)? };
            let link = link.ok_or(Failure::NotFound("link"))?;
            let mut policies: BTreeSet<String> =
                permit_link(reader, actor, [link.report_a, link.report_b])?.into_iter().collect();
            let pair = LookedPair::at(reader, actor, link, &mut policies)?.ok_or(Failure::NotFound("link"))?;
            let draft = Draft::seen(
                Action::ViewLinks.code(),
                &policies.into_iter().collect::<Vec<_>>(),
                LookedPair::shown(&pair),
            );
            Ok::<_, Failure>(((pair, queries::accounts(reader)?), draft))
        };
        let wish = Wish::of(Action::ViewLinks.code()).naming(id);
        let looked = self.asked(actor, &wish, || self.store.look(self.context(actor, "review"), look));
        let ((pair, staff), receipt) = looked.map_err(|failure| failure.concealed("link"))?;
        pair.view(&receipt, actor, &names(staff, actor))
    }

    /// This records that somebody looked at a pair and cannot tell. The pair goes on waiting; whoever looks at it next reads so.
    pub fn leave_link(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        let wish = Wish::of(Action::ConfirmLink.code()).naming(id);
        let left = self.asked(actor, &wish, || self.keep_look(actor, id));
        left.map_err(|failure| failure.concealed("link"))
    }

    fn keep_look(&self, actor: &Actor, id: &str) -> Result<(), Failure> {
        let (who, id) = (actor.clone(), id.to_owned());
        let kept = self.store.transact(self.context(actor, "review"), move |tx| {
            let link = if has_nul(&id) { None } else { queries::link(tx, &id)? };
            let link = link.ok_or(Failure::NotFound("link"))?;
            let policies = permit_link(tx, &who, [link.report_a, link.report_b])?;
            let earlier = queries::looks_at(tx, &link.id)?.into_iter().find(|look| look.account == who.account);
            let mut look = earlier.map_or_else(
                || LookRow {
                    id: LookRow::key(&link.id, who.account),
                    version: 0,
                    salt: String::new(),
                    link: link.id.clone(),
                    account: who.account,
                    at: tx.at(),
                },
                AsRead::into_inner,
            );
            look.at = tx.at();
            let draft = Draft::done(Action::ConfirmLink.code(), &policies)
                .fact("link", &link.id)
                .fact("opinion", "cannot_tell");
            let entry = tx.append(draft);
            tx.save(&mut look, &entry)?;
            Ok::<_, Failure>(())
        });
        kept.map(|_| ())
    }
}

/// The names of staff, by account, as far as a reader may know them: of another force nobody is named.
fn names(staff: Vec<AsRead<AccountRow>>, reader: &Actor) -> HashMap<AccountId, String> {
    let name = |account: &AccountRow| {
        if account.force == reader.force {
            account.display_name.clone()
        } else {
            "Somebody of another force".to_owned()
        }
    };
    staff.into_iter().map(|account| (account.id, name(&account))).collect()
}

fn queue(
    reader: &mut Reader<'_>,
    actor: &Actor,
    pass: Pass,
    policies: &mut BTreeSet<String>,
) -> Result<LookedQueue, Failure> {
    let left: HashSet<String> =
        queries::looks_by(reader, actor.account)?.into_iter().map(|look| look.link.clone()).collect();
    let mut found = LookedQueue {
        waiting: 0,
        left: 0,
        more: false,
        pair: None,
        said: Vec::new(),
        staff: queries::accounts(reader)?,
    };
    for link in queries::links_to_review(reader, &actor.force, PAIRS_MAX)? {
        if permit_link(reader, actor, [link.report_a, link.report_b]).is_err() {
            continue;
        }
        if found.waiting + found.left >= COUNTED_MAX {
            found.more = true;
            break;
        }
        let was_left = left.contains(&link.id);
        let (count, of_pass) =
            if was_left { (&mut found.left, pass == Pass::Again) } else { (&mut found.waiting, pass == Pass::First) };
        *count += 1;
        if of_pass && found.pair.is_none() {
            found.pair = LookedPair::at(reader, actor, link, policies)?;
        }
    }
    for link in queries::links_decided_by(reader, actor.account, SAID_MAX)? {
        if permit_link(reader, actor, [link.report_a, link.report_b]).is_ok() {
            found.said.extend(LookedLink::at(reader, actor, link)?);
        }
    }
    Ok(found)
}

impl LookedPair {
    fn at(
        reader: &mut Reader<'_>,
        actor: &Actor,
        link: KnownLink,
        policies: &mut BTreeSet<String>,
    ) -> Result<Option<Self>, Failure> {
        let looks = queries::looks_at(reader, &link.id)?;
        let one = LookedSide::at(reader, actor, link.report_a, link.a, policies)?;
        let other = LookedSide::at(reader, actor, link.report_b, link.b, policies)?;
        let link = LookedLink::at(reader, actor, link)?;
        Ok(link.map(|link| Self { link, one, other, looks }))
    }

    fn shown(&self) -> Vec<Shown> {
        let mut shown = Vec::from(LookedLink::shown(std::slice::from_ref(&self.link)));
        for side in [&self.one, &self.other] {
            shown.extend(side.report.iter().map(|report| Shown::of(&[Field::History], [report.id()])));
            shown.extend(side.mention.iter().map(|mention| Shown::of(&side.fields, [mention.id()])));
        }
        shown
    }

    fn view(self, receipt: &Receipt, actor: &Actor, names: &HashMap<AccountId, String>) -> Result<PairView, Failure> {
        let name = |account: AccountId| names.get(&account).cloned().unwrap_or_else(|| "a former account".to_owned());
        let (one_open, other_open) = self.link.viewable();
        let (link, row) = self.link.open(receipt)?;
        let stands = row.state == "confirmed" || row.state == "refused";
        let by = row.decided_by.filter(|_| stands);
        let opinion = by.map(|by| {
            let said = if row.state == "confirmed" { "the same person" } else { "not the same person" };
            let when = row.decided_at.map(moment_words).unwrap_or_default();
            format!("{} said at {when}: {said}.", name(by))
        });
        let role = |mention: &MentionRow| match mention.role.as_str() {
            "person_at_risk" => "Person at risk",
            "subject" => "Subject",
            "reporting_victim" => "Reporting victim",
            _ => "Other person",
        };
        let side = |side: LookedSide, case: &str, open: Option<String>| -> Result<SideView, Failure> {
            let report = side.report.map(|report| receipt.open(report)).transpose()?;
            let report = report.map(|report| (report.reference, moment_words(report.recorded_at)));
            let person = side.mention.map(|mention| receipt.open(mention)).transpose()?.map(|mention| {
                let (role, of) = (role(&mention), report.clone().map(|(reference, _)| reference).unwrap_or_default());
                described(mention, role, &side.fields, of)
            });
            Ok(SideView { case: case.to_owned(), open, report, person })
        };
        Ok(PairView {
            one: side(self.one, &link.reports.0, one_open)?,
            other: side(self.other, &link.reports.1, other_open)?,
            link,
            opinion,
            of_another: by.is_some_and(|by| by != actor.account),
            looks: self
                .looks
                .iter()
                .map(|look| format!("{} looked at {} and could not tell.", name(look.account), moment_words(look.at)))
                .collect(),
        })
    }
}

impl LookedSide {
    /// What a reader may see of a person of a report: what their roles open on the cases that hold it and that they may view.
    fn at(
        reader: &mut Reader<'_>,
        actor: &Actor,
        report: ReportId,
        mention: MentionId,
        policies: &mut BTreeSet<String>,
    ) -> Result<Self, Failure> {
        let (mut open, mut seen) = (BTreeSet::new(), false);
        for on in queries::cases_with(reader, report)?.into_iter().filter(|on| !on.detached) {
            let Some(file) = queries::case_file_by_id(reader, on.case_id)? else { continue };
            let facts = case_facts(reader, &file)?;
            if let Some(decided) = allowed(actor, Action::ViewCase, &facts) {
                seen = true;
                policies.extend(decided);
                open.extend(fields(actor, &facts, policies));
            }
        }
        // Words are no particulars.
        let fields: Vec<Field> = open.into_iter().filter(|field| *field != Field::Narrative).collect();
        let mentions = if fields.is_empty() { Vec::new() } else { queries::mentions_of(reader, report)? };
        let mention = mentions.into_iter().find(|told| told.id() == mention.to_string());
        let report = if seen { queries::sealed_report(reader, report)? } else { None };
        Ok(Self { report, mention, fields })
    }
}
