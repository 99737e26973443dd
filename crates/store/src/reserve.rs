//! Room on the disk that is kept for the ledger: when the disk is full, looks are still put on record, and nothing else is written.
//!
//! A file beside the database takes up room that nothing else can take. When the disk is full, the file gives way step by step, so that
//! whatever fills the disk cannot take it all at once, and what it held is used for entries about looks, refusals and sign-ins alone.
//! As soon as the file can be made whole again, everything is written as before. The size of the file is all that counts, so every
//! process on the database knows of it.

use crate::error::StoreError;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

/// How much is kept: a write-ahead log before its checkpoint takes 4 MiB, and a thousand looks take 2 MiB more.
const BYTES: u64 = 8 * 1024 * 1024;
/// How much must be free before it is kept again: not what was just given up, or it would be taken and given up in turn.
const FREE_BYTES_MIN: u64 = BYTES + BYTES / 2;

/// How much is given up at a time.
const STEP_BYTES: u64 = BYTES / 8;

/// What may be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Room {
    /// Everything.
    Plenty,
    /// Entries, and the rows without which nobody could look: the disk is full.
    LooksAlone,
}

/// The tables that are written to even then: who cannot sign in cannot look.
const NEEDED_TO_LOOK: &[&str] = &["sessions"];

impl Room {
    /// Whether a row of this table may be saved.
    pub fn takes(self, table: &str) -> bool {
        match self {
            Self::Plenty => true,
            Self::LooksAlone => NEEDED_TO_LOOK.contains(&table),
        }
    }
}

/// The file that keeps the room; none for a database in memory.
#[derive(Clone, Debug)]
pub(crate) struct Reserve {
    path: Option<PathBuf>,
}

impl Reserve {
    /// The reserve of an SQLite file.
    pub fn beside(database: &str) -> Self {
        Self { path: (database != ":memory:").then(|| PathBuf::from(format!("{database}-reserve"))) }
    }

    /// What may be written now. This makes the file whole where it is not and there is room for it.
    pub fn room(&self) -> Room {
        let Some(path) = &self.path else { return Room::Plenty };
        let held = std::fs::metadata(path).map_or(0, |known| known.len());
        if held == BYTES {
            return Room::Plenty;
        }
        match take_up(path, held).map_err(|error| error.kind()) {
            Ok(()) => Room::Plenty,
            Err(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => Room::LooksAlone,
            // Whatever else stands in the way, it is not the room; the database itself says what it is.
            Err(_) => Room::Plenty,
        }
    }

    /// This gives a step of the room up for the ledger; false if there is none left to give.
    pub fn release(&self) -> bool {
        let Some(path) = &self.path else { return false };
        let Ok(file) = OpenOptions::new().write(true).open(path) else { return false };
        let held = file.metadata().map_or(0, |known| known.len());
        held > 0 && file.set_len(held.saturating_sub(STEP_BYTES)).is_ok()
    }

    /// This tries what nobody could look without, and gives room up for it while the disk is full.
    pub fn make_way<T>(&self, mut needed: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
        loop {
            match needed() {
                Err(StoreError::DiskFull) if self.release() => {}
                outcome => return outcome,
            }
        }
    }
}

/// This makes the file whole, or leaves it as it was.
fn take_up(path: &PathBuf, held: u64) -> std::io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    let whole = set_aside(&mut file);
    file.set_len(if whole.is_ok() { BYTES } else { held })?;
    whole
}

fn set_aside(file: &mut File) -> std::io::Result<()> {
    match rustix::fs::fallocate(&*file, rustix::fs::FallocateFlags::empty(), 0, FREE_BYTES_MIN) {
        // A file system that cannot set room aside gets bytes.
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => {
            let block = [0u8; 64 * 1024];
            (0..FREE_BYTES_MIN / 65_536).try_for_each(|_| file.write_all(&block))
        }
        outcome => Ok(outcome?),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::backend::Db;
    use crate::chance::Chance;
    use crate::rows::{SessionRow, SettingRow};
    use crate::sealed::Receipt;
    use crate::tx::{Chain, Context, Draft, Refusable, Refused, Tx};
    use crate::writer::{self, Job, Waiting};
    use domain::ids::AccountId;
    use domain::time::Moment;
    use std::sync::mpsc::{Receiver, channel, sync_channel};

    #[derive(Debug, PartialEq)]
    enum Failed {
        Store(StoreError),
    }
    domain::spoken!(
        enum Failed {
            Store(error),
        }
    );
    impl From<StoreError> for Failed {
        fn from(error: StoreError) -> Self {
            Self::Store(error)
        }
    }
    impl Refusable for Failed {
        fn refused(&self) -> Option<Refused> {
            None
        }
        fn store_error(&self) -> Option<&StoreError> {
            let Self::Store(error) = self;
            Some(error)
        }
    }

    /// A database that cannot grow by more than a few pages, as on a disk that is full but for what is kept.
    struct House(PathBuf);
    impl House {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("holdfast-reserve-{}-{name}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }
        fn path(&self) -> String {
            self.0.join("holdfast.db").display().to_string()
        }
        fn reserve_bytes(&self) -> u64 {
            std::fs::metadata(self.0.join("holdfast.db-reserve")).unwrap().len()
        }
        /// This runs jobs that were all waiting when the writer began.
        fn run(&self, reserve: &Reserve, jobs: Vec<Box<dyn Job>>) {
            let mut db = Db::sqlite(&self.path()).unwrap();
            crate::migrate::ready(&mut db, crate::migrate::MIGRATIONS).unwrap();
            let pages = match db.query("pragma page_count", &[]).unwrap().as_slice() {
                [row] => match row.as_slice() {
                    [crate::value::Value::Int(pages)] => *pages,
                    _ => 0,
                },
                _ => 0,
            };
            db.batch(&format!("pragma max_page_count = {}", pages + 20)).unwrap();
            let (sender, receiver) = channel();
            jobs.into_iter().for_each(|job| sender.send(job).unwrap());
            drop(sender);
            let mut chance = Chance::Seeded { seed: 1, count: 0 };
            let chain = Chain::new(Moment::from_micros(0), &mut chance);
            writer::run(db, receiver, chain, chance, reserve);
        }
    }
    impl Drop for House {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    type Answer = Receiver<Result<((), Receipt), Failed>>;

    fn job(use_case: impl Fn(&mut Tx<'_>) -> Result<(), Failed> + Send + 'static) -> (Box<dyn Job>, Answer) {
        let context = Context {
            account: None,
            role: None,
            force: None,
            purpose: "system".to_owned(),
            at: Moment::from_micros(0),
            policy_set: String::new(),
        };
        let (answer, answered) = sync_channel(1);
        (Box::new(Waiting { context, use_case, answer, outcome: None }), answered)
    }

    fn look() -> (Box<dyn Job>, Answer) {
        job(|tx| {
            tx.append(Draft::seen("look_at_it", &[], Vec::new()));
            Ok(())
        })
    }

    fn save_a_lot() -> (Box<dyn Job>, Answer) {
        job(|tx| {
            let entry = tx.append(Draft::done("save_it", &[]));
            let value = "x".repeat(1_000_000);
            tx.save(&mut SettingRow { id: "a".to_owned(), version: 0, salt: String::new(), value }, &entry)?;
            Ok(())
        })
    }

    #[test]
    fn a_look_is_recorded_beside_a_write_that_finds_the_disk_full() {
        let house = House::new("kept");
        let reserve = Reserve::beside(&house.path());
        let ((write, written), (look, looked)) = (save_a_lot(), look());
        house.run(&reserve, vec![look, write]);
        assert_eq!(written.recv().unwrap().map(|_| ()), Err(Failed::Store(StoreError::DiskFull)));
        assert!(looked.recv().unwrap().is_ok());
        assert_eq!(house.reserve_bytes(), BYTES - STEP_BYTES, "a step was given up");
        assert_eq!((reserve.room(), house.reserve_bytes()), (Room::Plenty, BYTES), "there is room again");
    }

    /// The control: with nothing to give up, the look is lost with the write.
    #[test]
    fn without_a_reserve_the_look_fails_too() {
        let house = House::new("none");
        let ((write, written), (look, looked)) = (save_a_lot(), look());
        house.run(&Reserve::beside(":memory:"), vec![look, write]);
        assert!(written.recv().unwrap().is_err());
        let Err(Failed::Store(StoreError::Unavailable(why))) = looked.recv().unwrap() else {
            unreachable!("it was recorded")
        };
        assert!(why.starts_with("the disk is full"), "{why}");
    }

    #[test]
    fn when_the_disk_is_full_only_who_signs_in_gets_a_row() {
        assert!(Room::Plenty.takes("settings") && Room::Plenty.takes("sessions"));
        assert!(!Room::LooksAlone.takes("settings") && Room::LooksAlone.takes("sessions"));
        let house = House::new("row");
        let mut db = Db::sqlite(&house.path()).unwrap();
        crate::migrate::ready(&mut db, crate::migrate::MIGRATIONS).unwrap();
        let mut chance = Chance::Seeded { seed: 1, count: 0 };
        let context = Context {
            account: None,
            role: None,
            force: None,
            purpose: "system".to_owned(),
            at: Moment::from_micros(0),
            policy_set: String::new(),
        };
        let mut tx = Tx::new(&mut db, context, &mut chance, Room::LooksAlone);
        let entry = tx.append(Draft::done("save_it", &[]));
        let mut setting = SettingRow { id: "a".to_owned(), version: 0, salt: String::new(), value: "b".to_owned() };
        assert_eq!(tx.save(&mut setting, &entry), Err(StoreError::DiskFull));
        let mut session = SessionRow {
            id: "a".to_owned(),
            version: 0,
            salt: String::new(),
            account: AccountId::new(Moment::from_micros(0), [0; 10]),
            started_at: Moment::from_micros(0),
            expires_at: Moment::from_micros(1),
            ended: false,
        };
        assert_eq!(tx.save(&mut session, &entry), Ok(()));
    }
}
