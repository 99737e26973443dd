-- Reports that somebody is writing: they outlive a session. What was recorded or thrown away keeps its row, without its words.
create table drafts (
  id text primary key, version bigint not null, salt text not null,
  account text not null, words text not null, started_at bigint not null, saved_at bigint not null,
  ended_at bigint, report text
);
create index drafts_of_account on drafts (account);
