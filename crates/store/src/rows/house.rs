//! Settings, forces, accounts, sessions, and who is kept away from or named on a case.

use crate::record::record;
use crate::sealed::{Field, Personal};
use crate::secret::PasswordHash;
use domain::case::absence::AbsenceTold;
use domain::catalogue::Role;
use domain::ids::{AbsenceId, AccountId, CaseId};
use domain::time::{Day, Moment};

record! {
    /// A setting of the installation.
    SettingRow in "settings" {
        id: String,
        /// Its value.
        value: String,
    }
}
record! {
    /// A police force.
    ForceRow in "forces" {
        id: String,
        /// Its name.
        name: String,
        /// Whom another force calls.
        contact: String,
        /// From when its duties run; none until its first import asks.
        go_live_at: Option<Moment>,
    }
}
record! {
    /// A person who signs in.
    AccountRow in "accounts" {
        id: AccountId,
        /// The name to sign in with.
        name: String,
        /// How they are addressed.
        display_name: String,
        /// Their role.
        role: Role,
        /// Their force.
        force: String,
        /// Their team.
        team: String,
        /// The password, hashed with Argon2id.
        password_hash: PasswordHash,
        /// Whether they may sign in.
        active: bool,
    }
}
record! {
    /// What is known of an account's password beside its hash.
    CredentialRow in "credentials" {
        id: AccountId,
        /// Whether somebody else set it, so that it must be changed before anything else.
        one_time: bool,
        /// When it was set.
        set_at: Moment,
    }
}
record! {
    /// A signed-in session; its id is the hash of its token.
    SessionRow in "sessions" {
        id: String,
        /// Whose.
        account: AccountId,
        /// Since when.
        started_at: Moment,
        /// Until when at most.
        expires_at: Moment,
        /// Whether it was ended before.
        ended: bool,
    }
}
record! {
    /// Something that an account asked for under a key of its own; its id is a hash of the two.
    RequestRow in "requests" {
        id: String,
        /// Whose.
        account: AccountId,
        /// What was asked, as a hash that only the same key gives again.
        asked: String,
        /// On which case.
        case_id: CaseId,
        /// When it was done.
        at: Moment,
    }
}
record! {
    /// An absence of a person who signs in: from when until when, and who stands in.
    AbsenceRow in "absences" {
        id: AbsenceId,
        /// Who is away.
        account: AccountId,
        /// Their force.
        force: String,
        /// The first day.
        from_day: Day,
        /// The last day, where it is known.
        until_day: Option<Day>,
        /// Who stands in.
        stand_in: Option<AccountId>,
        /// Who said so last.
        recorded_by: AccountId,
        /// When.
        recorded_at: Moment,
        /// When it was ended before its last day.
        ended_at: Option<Moment>,
    }
}

impl AbsenceRow {
    /// What a case is told of it.
    pub const fn told(&self) -> AbsenceTold {
        AbsenceTold {
            absence: self.id,
            account: self.account,
            from: self.from_day,
            until: self.until_day,
            stand_in: self.stand_in,
            over: self.ended_at.is_some(),
        }
    }
}

record! {
    /// A tie between an account and a case: declared connection, named on a restricted case, consent for an advocate.
    AccessRow in "case_access" {
        id: String,
        /// The case.
        case_id: CaseId,
        /// The account.
        account: AccountId,
        /// `connected`, `named`, `consented`, `consented_words`, `reported` or `stands_in`.
        kind: String,
        /// Whether it holds.
        active: bool,
    }
}

impl Personal for AccountRow {
    fn seal_id(&self) -> String {
        self.id.to_string()
    }
    fn only(self, fields: &[Field]) -> Option<Self> {
        fields.contains(&Field::Account).then_some(self)
    }
}
