-- Whose each action is, so that somebody who leaves leaves none behind; it follows from the events of the case.
create table actions (
  id text primary key, version integer not null, salt text not null,
  case_id text not null, owner text not null, open integer not null check (open in (0, 1))
) strict;
create index actions_of_owner on actions (owner, open);
