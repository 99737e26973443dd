-- Reports that somebody is writing: they outlive a session. What was recorded or thrown away keeps its row, without its words.
create table drafts (
  id text primary key, version integer not null, salt text not null,
  account text not null, words text not null, started_at integer not null, saved_at integer not null,
  ended_at integer, report text
) strict;
create index drafts_of_account on drafts (account);
