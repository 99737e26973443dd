-- Consent has a scope, and a stand-in acts for an absent officer: two more kinds of tie between an account and a case.
create table case_ties (
  id text primary key, version integer not null, salt text not null,
  case_id text not null, account text not null,
  kind text not null check (kind in ('connected', 'named', 'consented', 'consented_words', 'reported', 'stands_in')),
  active integer not null check (active in (0, 1))
) strict;
insert into case_ties select id, version, salt, case_id, account, kind, active from case_access;
drop table case_access;
alter table case_ties rename to case_access;
create index case_access_by_account on case_access (account, kind, active, case_id);
create index case_access_of_case on case_access (case_id);

-- Whether a password was set by somebody else and must be changed; no line is none.
create table credentials (
  id text primary key, version integer not null, salt text not null,
  one_time integer not null check (one_time in (0, 1)), set_at integer not null
) strict;
create index sessions_of_account on sessions (account, ended);
