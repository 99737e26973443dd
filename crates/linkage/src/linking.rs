//! The steps of linking, in order, and what comes out.

use std::collections::{HashMap, HashSet};

use crate::block;
use crate::cluster::{Groups, Refusal};
use crate::compare::{Pattern, pattern};
use crate::explain::{Basis, Explanation, Line, explain};
use crate::mention::{Constraint, Mention};
use crate::record::Records;
use crate::relate::{self, Relations, Unnamed};
use crate::score::crowd::Crowds;
use crate::score::model::{ModelSummary, Scorer};
use crate::score::train;
use crate::settings::Settings;
use crate::tables::Tables;

/// A pair of mentions, by their places in the input, with the reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Place of one mention.
    pub a: usize,
    /// Place of the other.
    pub b: usize,
    /// The sum of the lines.
    pub bits: f64,
    /// What the link rests on.
    pub basis: Basis,
    /// The reasons.
    pub lines: Vec<Line>,
}

/// The series of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportSeries {
    /// The report.
    pub report: u128,
    /// Its series: the place in this list of the first report of it.
    pub series: u32,
    /// Whether it is there by its parties' own particulars or only by relation.
    pub basis: Basis,
}

/// The outcome of [`link`].
#[derive(Debug, Clone)]
pub struct Linked {
    /// For each mention the place of the first mention of the same person, relations included.
    pub persons: Vec<u32>,
    /// The same by the mentions' own particulars and decisions alone: what may be said about identity.
    pub identities: Vec<u32>,
    /// For each report, in order of first appearance, its series.
    pub series: Vec<ReportSeries>,
    /// The links that hold the persons together, by place.
    pub links: Vec<Link>,
    /// Pairs for a person to decide, the strongest first; one for each pair of groups.
    pub waiting: Vec<Link>,
    /// Decisions that contradict others or the rule of one report, and were not followed.
    pub refused: Vec<Constraint>,
    /// The model, and how the run went.
    pub model: ModelSummary,
}

/// Bits that stand for a person's decision.
const DECISION_BITS: f64 = 64.0;

/// Rounds of the relational pass: what one finds may let the next find more.
const ROUNDS: usize = 3;

/// Pairs weaker than this by themselves are not tried again with their other parties.
const RELATION_FLOOR_BITS: f64 = -12.0;

/// Evidence of a pair that sets it apart from its rivals.
const CLEAR_BITS: f64 = 2.0;

/// Why two groups were joined.
#[derive(Debug, Clone, Copy)]
struct Joined {
    a: u32,
    b: u32,
    reason: Reason,
}

#[derive(Debug, Clone, Copy)]
enum Reason {
    Decision,
    Identity,
    Relation(f64),
}

struct Run<'a> {
    scorer: Scorer<'a>,
    settings: &'a Settings,
    groups: Groups,
    joined: Vec<Joined>,
    disagreements: usize,
}

/// Links the mentions. Mention ids must be unique; decisions about unknown ids are left out.
#[must_use]
pub fn link(mentions: &[Mention], constraints: &[Constraint], tables: &Tables, settings: &Settings) -> Linked {
    // INVARIANT: from here on everything goes by place in `order`, so the input order cannot matter.
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&place| (mentions[place].id, mentions[place].report));
    let records = Records::prepare(order.iter().map(|&place| &mentions[place]), tables);
    let (pairs, capped) = block::pairs(&records, settings.block_max);
    let patterns: Vec<Pattern> = pairs
        .iter()
        .map(|&(a, b)| pattern(&records, tables, &records.rows[a as usize], &records.rows[b as usize]))
        .collect();
    let mut model = if mentions.len() < settings.train_from {
        ModelSummary { crowds: Crowds::count(&records), ..ModelSummary::shipped(mentions.len()) }
    } else {
        train::learn(&records, tables, &pairs, &patterns)
    };
    model.capped = capped;
    model.pairs = pairs.len();

    let mut run = Run {
        scorer: Scorer::new(&records, tables, &model),
        settings,
        groups: Groups::alone(&records),
        joined: Vec::new(),
        disagreements: 0,
    };
    let refused = run.decide(mentions, &order, constraints);
    let scored: Vec<(f64, u32, u32)> = pairs
        .iter()
        .zip(&patterns)
        .map(|(&(a, b), pattern)| (run.scorer.prior_bits + run.scorer.weigh(pattern, a as usize, b as usize), a, b))
        .filter(|(bits, ..)| *bits >= RELATION_FLOOR_BITS)
        .collect();
    run.join_persons(&scored);
    let mut relations = Relations::new(&records, settings.same_subject_prior, settings.same_person_at_risk_prior);
    relations.learn(&run.scorer, &run.groups);
    for _ in 0..ROUNDS {
        run.join_related(&scored, &relations);
    }
    let waiting = run.waiting(&scored, &relations);
    let links = run.links();
    let persons: Vec<u32> = (0..records.rows.len() as u32).map(|mention| run.groups.of(mention)).collect();
    let identities = run.identities(&links);
    let refused_for_disagreement = run.disagreements;

    let place = |link: Link| {
        let (a, b) = (order[link.a], order[link.b]);
        Link { a: a.min(b), b: a.max(b), ..link }
    };
    let mut links: Vec<Link> = links.into_iter().map(place).collect();
    links.sort_by_key(|link| (link.a, link.b));
    let waiting = waiting.into_iter().map(place).collect();
    let series = series(mentions, &order, &records, &persons, &identities);
    model.same_subject = relations.same_subject;
    model.same_person_at_risk = relations.same_person_at_risk;
    model.refused_for_disagreement = refused_for_disagreement;
    let (persons, identities) = (in_input_order(&order, &persons), in_input_order(&order, &identities));
    Linked { persons, identities, series, links, waiting, refused, model }
}

/// Explains any pair of mentions under a model, by their own particulars alone.
#[must_use]
pub fn compare(a: &Mention, b: &Mention, tables: &Tables, model: &ModelSummary) -> Explanation {
    let records = Records::prepare([a, b].into_iter(), tables);
    explain(&Scorer::new(&records, tables, model), 0, 1)
}

impl Run<'_> {
    /// Follows the decisions: first what must stay apart, then what belongs together.
    fn decide(&mut self, mentions: &[Mention], order: &[usize], constraints: &[Constraint]) -> Vec<Constraint> {
        let number: HashMap<u128, u32> =
            order.iter().enumerate().map(|(number, &place)| (mentions[place].id, number as u32)).collect();
        let mut constraints = constraints.to_vec();
        // NotSame first, so that it wins over any chain of Same.
        constraints.sort_by_key(|constraint| match *constraint {
            Constraint::NotSame { a, b } => (0, a.min(b), a.max(b)),
            Constraint::Same { a, b } => (1, a.min(b), a.max(b)),
        });
        let mut refused = Vec::new();
        for constraint in constraints {
            let (Constraint::Same { a, b } | Constraint::NotSame { a, b }) = constraint;
            let (Some(&a), Some(&b)) = (number.get(&a), number.get(&b)) else { continue };
            match constraint {
                Constraint::NotSame { .. } if a == b => refused.push(constraint),
                Constraint::NotSame { .. } => self.groups.keep_apart(a, b),
                Constraint::Same { .. } => {
                    let (x, y) = (self.groups.of(a), self.groups.of(b));
                    // Two of one report are two people, unless a person says of these two that they are not.
                    let said_of_one_report = mentions[order[a as usize]].report == mentions[order[b as usize]].report;
                    match self.groups.refusal(x, y, usize::MAX) {
                        None => self.join(a, b, Reason::Decision),
                        Some(Refusal::OneReport) if said_of_one_report => self.join(a, b, Reason::Decision),
                        Some(Refusal::Together) => {}
                        Some(Refusal::OneReport | Refusal::Decided | Refusal::TooLarge) => refused.push(constraint),
                    }
                }
            }
        }
        refused
    }

    fn join(&mut self, a: u32, b: u32, reason: Reason) {
        self.groups.join(self.groups.of(a), self.groups.of(b));
        self.joined.push(Joined { a, b, reason });
    }

    /// Joins the mentions whose own particulars agree, the strongest pair first.
    fn join_persons(&mut self, scored: &[(f64, u32, u32)]) {
        for (_, a, b) in strongest_first(scored.iter().copied(), self.settings.accept_bits) {
            let (x, y) = (self.groups.of(a), self.groups.of(b));
            if self.groups.refusal(x, y, self.settings.person_max).is_some() {
                continue;
            }
            let prior = self.scorer.prior_bits;
            let agreement = self.groups.agreement(x, y, |x, y| prior + self.scorer.evidence(x as usize, y as usize));
            if agreement < 0.0 {
                self.disagreements += 1;
                continue;
            }
            if self.is_one_of_several(a, b) {
                continue;
            }
            self.join(a, b, Reason::Identity);
        }
    }

    /// Joins the mentions that agree in view of the other party of their reports.
    fn join_related(&mut self, scored: &[(f64, u32, u32)], relations: &Relations) {
        let prior = self.scorer.prior_bits;
        let supported: Vec<(f64, u32, u32)> = self
            .open_pairs(scored, relations)
            .into_iter()
            .filter_map(|(bits, a, b)| Some((bits + relations.support(&self.scorer, &self.groups, a, b)?.bits, a, b)))
            .collect();
        let ordered = strongest_first(supported.into_iter(), self.settings.relation_accept_bits);
        let rivals = rivals(&ordered);
        for (bits, a, b) in ordered {
            let (x, y) = (self.groups.of(a), self.groups.of(b));
            if self.groups.refusal(x, y, self.settings.person_max).is_some() {
                continue;
            }
            // The support grows as others are joined, so it is taken anew.
            let Some(support) = relations.support(&self.scorer, &self.groups, a, b) else { continue };
            let agreement =
                self.groups.agreement(x, y, |x, y| prior + support.bits + self.scorer.evidence(x as usize, y as usize));
            if agreement < 0.0 {
                self.disagreements += 1;
                continue;
            }
            if self.is_ambiguous((bits, a, b), &rivals, support.bits) || self.is_one_of_several(a, b) {
                continue;
            }
            self.join(a, b, Reason::Relation(support.bits));
        }
    }

    /// The pairs that are not together: those compared at first, and those whose other parties are one person.
    fn open_pairs(&self, scored: &[(f64, u32, u32)], relations: &Relations) -> Vec<(f64, u32, u32)> {
        let open = scored.iter().copied().filter(|&(_, a, b)| self.groups.of(a) != self.groups.of(b));
        let related = relations.candidates(self.scorer.records, &self.groups);
        let prior = self.scorer.prior_bits;
        open.chain(related.into_iter().map(|(a, b)| (prior + self.scorer.evidence(a as usize, b as usize), a, b)))
            .collect()
    }

    /// The pairs that a person should look at.
    fn waiting(&self, scored: &[(f64, u32, u32)], relations: &Relations) -> Vec<Link> {
        let pairs: Vec<(f64, u32, u32)> = self
            .open_pairs(scored, relations)
            .into_iter()
            .map(|(bits, a, b)| {
                let support = relations.support(&self.scorer, &self.groups, a, b).map_or(0.0, |support| support.bits);
                (bits + support.max(0.0), a, b)
            })
            .collect();
        let mut seen = HashSet::new();
        let mut waiting = Vec::new();
        for (_, a, b) in strongest_first(pairs.into_iter(), self.settings.ask_bits) {
            if waiting.len() == self.settings.waiting_max {
                break;
            }
            let (x, y) = (self.groups.of(a), self.groups.of(b));
            let forbidden =
                matches!(self.groups.refusal(x, y, usize::MAX), Some(Refusal::OneReport | Refusal::Decided));
            if forbidden || !seen.insert((x.min(y), x.max(y))) {
                continue;
            }
            let support = relations.support(&self.scorer, &self.groups, a, b).map_or(0.0, |support| support.bits);
            let reason = if support > 0.0 { Reason::Relation(support) } else { Reason::Identity };
            waiting.push(self.explained(Joined { a, b, reason }));
        }
        waiting
    }

    fn links(&self) -> Vec<Link> {
        self.joined.iter().map(|&joined| self.explained(joined)).collect()
    }

    fn explained(&self, joined: Joined) -> Link {
        let (a, b) = (joined.a as usize, joined.b as usize);
        let mut explanation = explain(&self.scorer, a, b);
        let own = explanation.bits;
        let basis = match joined.reason {
            Reason::Relation(bits) => {
                explanation.add("relation", "what the reports' other parties say", bits);
                if own >= self.settings.accept_bits { Basis::Identity } else { Basis::Relation }
            }
            Reason::Decision => {
                explanation.add("decision", "a person decided that these are one", DECISION_BITS);
                Basis::Identity
            }
            Reason::Identity => Basis::Identity,
        };
        Link { a, b, bits: explanation.bits, basis, lines: explanation.lines }
    }

    /// The persons that the mentions' own particulars and decisions make, without relations.
    fn identities(&self, links: &[Link]) -> Vec<u32> {
        let mut parent: Vec<u32> = (0..self.scorer.records.rows.len() as u32).collect();
        for link in links.iter().filter(|link| link.basis == Basis::Identity) {
            relate::unite(&mut parent, link.a as u32, link.b as u32);
        }
        (0..parent.len() as u32).map(|mention| relate::root(&parent, mention)).collect()
    }

    /// Whether somebody else of the same report fits as well, by what is a person's own, and is nobody of the other report yet:
    /// which of two children is meant, a person says.
    fn is_one_of_several(&self, a: u32, b: u32) -> bool {
        let records = self.scorer.records;
        let row = |mention: u32| &records.rows[mention as usize];
        let own = |x: u32, y: u32| self.scorer.own_evidence(x as usize, y as usize);
        [(a, b), (b, a)].into_iter().any(|(mention, chosen)| {
            let beside = records.several.get(&row(chosen).report).map(Vec::as_slice).unwrap_or_default();
            let mut others = beside.iter().filter(|&&other| other != chosen && row(other).role == row(chosen).role);
            others.any(|&other| {
                let free = !self.groups.names_one_of(self.groups.of(other), row(mention).report);
                free && own(mention, other) > own(mention, chosen) - CLEAR_BITS
            })
        })
    }

    /// Whether a mention with next to no particulars could as well be someone else.
    fn is_ambiguous(&self, pair: (f64, u32, u32), rivals: &Rivals, support: f64) -> bool {
        let (bits, a, b) = pair;
        let own = self.scorer.evidence(a as usize, b as usize);
        if own >= CLEAR_BITS {
            return false;
        }
        let (x, y) = (self.groups.of(a), self.groups.of(b));
        let prior = self.scorer.prior_bits;
        let clashes = |group: u32, rival: u32| {
            self.groups.agreement(group, rival, |x, y| prior + support + self.scorer.evidence(x as usize, y as usize))
                < 0.0
        };
        [(a, y), (b, x)].into_iter().any(|(mention, group)| {
            rivals.get(&mention).is_some_and(|rivals| {
                rivals.iter().filter(|(other, _)| *other > bits - CLEAR_BITS).any(|&(_, rival)| {
                    let rival = self.groups.of(rival);
                    rival != group && rival != self.groups.of(mention) && clashes(group, rival)
                })
            })
        })
    }
}

/// For each mention the bits and mentions it might join.
type Rivals = HashMap<u32, Vec<(f64, u32)>>;

fn rivals(pairs: &[(f64, u32, u32)]) -> Rivals {
    let mut rivals = Rivals::new();
    for &(bits, a, b) in pairs {
        rivals.entry(a).or_default().push((bits, b));
        rivals.entry(b).or_default().push((bits, a));
    }
    rivals
}

fn strongest_first(pairs: impl Iterator<Item = (f64, u32, u32)>, least: f64) -> Vec<(f64, u32, u32)> {
    let mut pairs: Vec<(f64, u32, u32)> = pairs.filter(|(bits, ..)| *bits >= least).collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    pairs.dedup_by_key(|pair| (pair.1, pair.2));
    pairs
}

/// Each person by the place of its first mention in the input.
fn in_input_order(order: &[usize], persons: &[u32]) -> Vec<u32> {
    let mut group = vec![0; order.len()];
    for (&place, &person) in order.iter().zip(persons) {
        group[place] = person;
    }
    let mut first: HashMap<u32, u32> = HashMap::new();
    group.iter().enumerate().map(|(place, &person)| *first.entry(person).or_insert(place as u32)).collect()
}

/// The series by report, in the input's order of reports.
fn series(
    mentions: &[Mention],
    order: &[usize],
    records: &Records,
    persons: &[u32],
    identities: &[u32],
) -> Vec<ReportSeries> {
    let series = relate::series(records, persons, Unnamed::Joined);
    let by_identity = relate::series(records, identities, Unnamed::Apart);
    let by_relation = relate::by_relation(&series, &by_identity);
    let number: HashMap<u128, usize> =
        order.iter().zip(&records.rows).map(|(&place, row)| (mentions[place].report, row.report as usize)).collect();
    let mut out: Vec<ReportSeries> = Vec::with_capacity(records.reports);
    let mut first: HashMap<u32, u32> = HashMap::new();
    let mut seen = HashSet::new();
    for mention in mentions.iter().filter(|mention| seen.insert(mention.report)) {
        let Some(&report) = number.get(&mention.report) else { continue };
        let place = out.len() as u32;
        let series = *first.entry(series[report]).or_insert(place);
        let basis = if by_relation[report] { Basis::Relation } else { Basis::Identity };
        out.push(ReportSeries { report: mention.report, series, basis });
    }
    out
}
