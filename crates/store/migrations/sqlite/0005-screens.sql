-- Sets of questions for risk screens, as a force adopted them: one row a version, never changed.
create table question_sets (
  id text primary key, version integer not null, salt text not null,
  force text not null, code text not null, edition_number integer not null check (edition_number > 0),
  from_day text not null, adopted_at integer not null, words text not null
) strict;
create index question_sets_of_force on question_sets (force, from_day, adopted_at);

-- Who is trained in which tool or set, from when until when; without days, that somebody is not.
create table trainings (
  id text primary key, version integer not null, salt text not null,
  account text not null, force text not null, tool text not null,
  from_day text, until_day text,
  check ((from_day is null) = (until_day is null))
) strict;
create index trainings_of_account on trainings (account, tool);
create index trainings_of_force on trainings (force);
