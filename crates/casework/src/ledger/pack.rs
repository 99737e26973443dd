//! The pack for the day when nothing works: open clocks and wanted people of a force, made every night, signed, printed.
//!
//! Whoever runs the machine makes it, as they make backups. It is an entry by the system, which names every case that it
//! shows. Who is at risk stands in it by the force's references alone, so that a lost page tells nobody where she is;
//! who is wanted stands in it by name, since an officer must know whom to look for.

use crate::app::App;
use crate::cases::advance::read_in;
use crate::cases::show;
use crate::failure::{Failure, Fault};
use crate::house::clocks::{House, HouseRows};
use crate::lists::{due_words, flag_tag, sentence_start};
use domain::catalogue::{Grade, ProtectionKind};
use domain::clocks::{Reading, State, day_words, moment_words};
use domain::ids::{AccountId, CaseId, MentionId};
use domain::time::{Day, Moment};
use domain::wording;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::ledger::checkpoint;
use store::queries::{self, History};
use store::record::hex;
use store::rows::{AccountRow, CaseRow, ForceRow, MentionRow, ReportRow, SettingRow};
use store::{AsRead, Draft, Field, Reader, Receipt, Sealed, Shown};

/// The first line of what is signed.
const TITLE: &str = "holdfast pack";
/// Cases in one look.
const STEP: usize = 200;
/// What its entries are called.
const ACTION: &str = "make_pack";

/// A force's pack.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Pack {
    /// Its number: each force's packs count from 1, so one that is missing is seen.
    pub number: u64,
    /// The force's code.
    pub force: String,
    /// The force by name.
    pub force_name: String,
    /// Whom to call.
    pub contact: String,
    /// Of which moment it is, in words.
    pub as_of: String,
    /// Cases with a clock that runs or was missed and is not done, or without a served order; the most dangerous first.
    pub cases: Vec<PackCase>,
    /// Subjects for whose arrest a warrant is open, the longest open first.
    pub wanted: Vec<Wanted>,
}

/// What is open on a case.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct PackCase {
    /// Its reference.
    pub reference: String,
    /// The force's references of its reports.
    pub reports: Vec<String>,
    /// The team.
    pub team: String,
    /// The officer in the case.
    pub officer: Option<String>,
    /// The grade of risk.
    pub grade: Option<Grade>,
    /// The worst red flag that is not answered.
    pub flag: Option<String>,
    /// What protects now.
    pub protection: String,
    /// The next action.
    pub next_action: String,
    /// Its open clocks, the earliest due first.
    pub clocks: Vec<PackClock>,
}

/// An open clock.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct PackClock {
    /// Its code.
    pub code: String,
    /// The duty.
    pub title: String,
    /// Due, in words.
    pub due: String,
    /// Whether it was missed.
    pub missed: bool,
    /// Who hears of a miss.
    pub escalates_to: String,
}

/// Somebody for whose arrest a warrant is open.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Wanted {
    /// The name, or what else they are known by.
    pub who: String,
    /// Date of birth, and where they may be found, line by line.
    pub particulars: Vec<String>,
    /// Since when the warrant is open, in words.
    pub since: String,
    /// The case.
    pub case: String,
    /// Whose it is.
    pub officer: Option<String>,
    /// The team.
    pub team: String,
}

/// What one look brings of a case.
struct Looked {
    row: Sealed<CaseRow>,
    history: Sealed<History>,
    reports: Vec<Sealed<ReportRow>>,
}
store::outgoing!(Looked { row, history, reports });

/// What stands outside the cases, as it was read.
struct Outside {
    house: HouseRows,
    staff: Vec<AsRead<AccountRow>>,
    about: AsRead<ForceRow>,
    cases: Vec<CaseId>,
}
store::outgoing!(Outside { house, staff, about, cases });

/// What stands outside the cases.
struct Known {
    house: House,
    names: HashMap<AccountId, String>,
    about: ForceRow,
    cases: Vec<CaseId>,
}

/// A case of the pack with its place in the list, and a warrant that is open on it.
struct Opened {
    place: (i64, i64),
    case: Option<PackCase>,
    warrant: Option<Warrant>,
}

/// A warrant that is open, and how to find its subject.
struct Warrant {
    since: Day,
    subject: Option<MentionId>,
    case: CaseId,
    reference: String,
    officer: Option<String>,
    team: String,
}

impl App {
    /// This makes the pack of every force of the installation.
    pub fn packs(&self) -> Result<Vec<Pack>, Failure> {
        let forces = self.read(|reader| Ok(queries::forces(reader)?))?;
        forces.iter().map(|force| self.pack(&force.id)).collect()
    }

    fn pack(&self, force: &str) -> Result<Pack, Failure> {
        let now = self.now();
        let known = self.read(|reader| outside(reader, force))?.known()?;
        let mut opened = Vec::new();
        for step in known.cases.chunks(STEP) {
            let (looked, receipt) = self.store.look(self.system_context("pack"), |reader| look(reader, step))?;
            for (id, looked) in step.iter().zip(looked) {
                opened.extend(looked.map(|looked| open(*id, looked, &receipt, &known, now)).transpose()?);
            }
        }
        opened.sort_by_key(|opened| opened.place);
        let (mut cases, mut warrants) = (Vec::new(), Vec::new());
        for Opened { case, warrant, .. } in opened {
            cases.extend(case);
            warrants.extend(warrant);
        }
        warrants.sort_by_key(|warrant| warrant.since);
        let wanted = self.wanted(warrants)?;
        let Known { about, .. } = known;
        let number = self.number_of_pack(force)?;
        Ok(Pack {
            number,
            force: about.id,
            force_name: about.name,
            contact: about.contact,
            as_of: moment_words(now),
            cases,
            wanted,
        })
    }

    /// Who the subjects of open warrants are.
    fn wanted(&self, warrants: Vec<Warrant>) -> Result<Vec<Wanted>, Failure> {
        let mut people: HashMap<MentionId, MentionRow> = HashMap::new();
        for step in warrants.chunks(STEP) {
            let (mentions, receipt) = self.store.look(self.system_context("pack"), |reader| subjects(reader, step))?;
            people.extend(receipt.open_all(mentions)?.into_iter().map(|mention| (mention.id, mention)));
        }
        let wanted = |warrant: Warrant| {
            let subject = warrant.subject.and_then(|subject| people.get(&subject));
            Wanted {
                who: subject.map_or_else(|| "a subject who is not identified".to_owned(), who),
                particulars: subject.map(particulars).unwrap_or_default(),
                since: day_words(warrant.since),
                case: warrant.reference,
                officer: warrant.officer,
                team: warrant.team,
            }
        };
        Ok(warrants.into_iter().map(wanted).collect())
    }

    /// This counts the packs of a force: one more.
    fn number_of_pack(&self, force: &str) -> Result<u64, Failure> {
        let key = format!("pack/{force}");
        let (number, _) = self.store.transact(self.system_context("pack"), move |tx| {
            let new = || SettingRow { id: key.clone(), version: 0, salt: String::new(), value: String::new() };
            let mut row = queries::setting(tx, &key)?.map(AsRead::into_inner).unwrap_or_else(new);
            let number = row.value.parse::<u64>().unwrap_or(0) + 1;
            row.value = number.to_string();
            let entry = tx.append(Draft::done(ACTION, &[]).fact("number", number));
            tx.save(&mut row, &entry)?;
            Ok::<_, Failure>(number)
        })?;
        Ok(number)
    }

    /// This signs a pack, as it was written, with the key of the ledger's heads, beside the head of the log.
    pub fn sign_pack(&self, bytes: &[u8]) -> Result<String, Failure> {
        let key = self.log_key()?;
        let head = checkpoint::read(&checkpoint::sign(&self.store, &key)?, &key.public)?;
        let text = format!("{TITLE}\nsha256 {}\nentries {}\nroot {}\n", sha256(bytes), head.size, head.root);
        Ok(checkpoint::sign_text(&text, &key)?)
    }
}

/// This says of a pack whether it is as it was signed: its entries and root if it is.
pub fn check_pack(bytes: &[u8], signed: &str, public: &str) -> Result<(String, String), Failure> {
    let unread = |error: store::StoreError| Failure::fault("signature", Fault::Unreadable, wording!("{}", error));
    let text = checkpoint::read_text(signed, public).map_err(unread)?;
    let lines: Vec<&str> = text.lines().collect();
    let told = |name: &str| lines.iter().find_map(|line| line.strip_prefix(name)).map(str::trim);
    match (lines.first(), told("sha256 "), told("entries "), told("root ")) {
        (Some(&TITLE), Some(hash), Some(entries), Some(root)) if hash == sha256(bytes) => {
            Ok((entries.to_owned(), root.to_owned()))
        }
        (Some(&TITLE), Some(_), Some(_), Some(_)) => Err(Failure::fault(
            "file",
            Fault::Unfit,
            "is not as it was signed: somebody has changed it, or it is another night's",
        )),
        _ => Err(Failure::fault("signature", Fault::Unfit, "is not that of a pack")),
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Restricted cases are not printed: nobody could keep them from a reader of paper.
fn outside(reader: &mut Reader<'_>, force: &str) -> Result<Outside, Failure> {
    Ok(Outside {
        about: queries::force(reader, force)?.ok_or(Failure::NotFound("force"))?,
        staff: queries::accounts(reader)?,
        cases: queries::unrestricted_cases(reader, force)?,
        house: HouseRows::find(reader, force)?,
    })
}

impl Outside {
    /// The same to be asked.
    fn known(self) -> Result<Known, Failure> {
        let names = self.staff.iter().map(|account| (account.id, account.display_name.clone())).collect();
        Ok(Known { house: self.house.house()?, names, about: self.about.into_inner(), cases: self.cases })
    }
}

fn look(reader: &mut Reader<'_>, cases: &[CaseId]) -> Result<(Vec<Option<Looked>>, Draft), Failure> {
    let mut found = Vec::new();
    for id in cases {
        let Some(row) = queries::sealed_case_row(reader, *id)? else {
            found.push(None);
            continue;
        };
        let history = queries::sealed_history(reader, *id)?;
        let mut reports = Vec::new();
        for on in queries::reports_on(reader, *id)?.into_iter().filter(|on| !on.detached) {
            reports.extend(queries::sealed_report(reader, on.report_id)?);
        }
        found.push(Some(Looked { row, history, reports }));
    }
    let ids = found.iter().flatten().flat_map(|looked| looked.reports.iter().map(Sealed::id));
    let reports = Shown::of(&[Field::History], ids);
    let rows = Shown::of(&[Field::History, Field::Listing], cases.iter().map(ToString::to_string));
    Ok((found, Draft::seen(ACTION, &[], vec![rows, reports])))
}

/// The mentions of the subjects of some warrants.
fn subjects(reader: &mut Reader<'_>, warrants: &[Warrant]) -> Result<(Vec<Sealed<MentionRow>>, Draft), Failure> {
    let mut found: Vec<Sealed<MentionRow>> = Vec::new();
    for Warrant { case, subject, .. } in warrants {
        let Some(subject) = subject.map(|subject| subject.to_string()) else { continue };
        for on in queries::reports_on(reader, *case)?.into_iter().filter(|on| !on.detached) {
            let mentions = queries::mentions_of(reader, on.report_id)?;
            found.extend(mentions.into_iter().filter(|mention| mention.id() == subject));
        }
    }
    let shown = Shown::of(&[Field::Identity, Field::Location], found.iter().map(Sealed::id));
    Ok((found, Draft::seen(ACTION, &[], vec![shown])))
}

fn open(id: CaseId, looked: Looked, receipt: &Receipt, known: &Known, now: Moment) -> Result<Opened, Failure> {
    let row = receipt.open(looked.row)?;
    let history = receipt.open(looked.history)?.events;
    let derived = read_in(&known.house, &history, now)?;
    let case = &derived.case;
    let officer = case.officer.and_then(|officer| known.names.get(&officer).cloned());
    let mut readings: Vec<&Reading> = derived.readings.iter().filter(|reading| is_open(reading)).collect();
    readings.sort_by_key(|reading| reading.due_at);
    let warrant =
        case.protections.iter().find(|held| held.kind == ProtectionKind::Warrant && held.last_day().is_none());
    let warrant = warrant.map(|held| Warrant {
        since: held.from,
        subject: case.subject,
        case: id,
        reference: row.reference.clone(),
        officer: officer.clone(),
        team: row.team.clone(),
    });
    let place = (row.danger_order, row.late_order);
    let is_in = (!readings.is_empty() || row.on_list) && !case.is_closed();
    let case = is_in.then(|| -> Result<PackCase, Failure> {
        Ok(PackCase {
            reports: receipt.open_all(looked.reports)?.into_iter().map(|report| report.reference).collect(),
            team: row.team,
            officer,
            grade: case.grade,
            flag: row.flag.as_deref().and_then(flag_tag).map(|flag| format!("{} {}", flag.code, flag.title)),
            protection: show::protection_sentence(case, now),
            next_action: row.next_action,
            clocks: readings.into_iter().map(clock).collect(),
            reference: row.reference,
        })
    });
    Ok(Opened { place, case: case.transpose()?, warrant })
}

fn is_open(reading: &Reading) -> bool {
    match reading.state {
        State::Running | State::Missed { met_at: None } => true,
        State::Met { .. } | State::Missed { met_at: Some(_) } => false,
    }
}

fn clock(reading: &Reading) -> PackClock {
    let rule = reading.clock.rule();
    PackClock {
        code: rule.code.to_owned(),
        title: sentence_start(rule.title),
        due: due_words(Some(reading.clock), reading.due_at),
        missed: matches!(reading.state, State::Missed { .. }),
        escalates_to: reading.escalates_to.label().to_owned(),
    }
}

fn who(subject: &MentionRow) -> String {
    let name = format!("{} {}", subject.forename, subject.surname).trim().to_owned();
    let known_by = [&subject.handle, &subject.vehicle, &subject.phones];
    match (name.is_empty(), known_by.into_iter().find(|text| !text.is_empty())) {
        (false, _) => name,
        (true, Some(text)) => format!("known only by {text}"),
        (true, None) => "a subject of whom no name is known".to_owned(),
    }
}

fn particulars(subject: &MentionRow) -> Vec<String> {
    let born = subject.born.parse::<Day>().ok().map(|day| format!("born {}", day.0.strftime("%-d %B %Y")));
    let told = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{label}{text}"));
    let mut address = vec![subject.address.as_str(), subject.postcode.as_str()];
    address.retain(|text| !text.is_empty());
    let address = address.join(", ");
    [born, told("", &address), told("vehicle ", &subject.vehicle)].into_iter().flatten().collect()
}
