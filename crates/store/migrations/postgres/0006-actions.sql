-- Whose each action is, so that somebody who leaves leaves none behind; it follows from the events of the case.
create table actions (
  id text primary key, version bigint not null, salt text not null,
  case_id text not null, owner text not null, open bigint not null check (open in (0, 1))
);
create index actions_of_owner on actions (owner, open);
