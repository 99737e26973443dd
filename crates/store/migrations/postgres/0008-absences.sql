-- Who is away, from when until when, and who stands in. What the absent person owns stays theirs.
create table absences (
  id text primary key, version bigint not null, salt text not null,
  account text not null, force text not null, from_day text not null, until_day text, stand_in text,
  recorded_by text not null, recorded_at bigint not null, ended_at bigint
);
create index absences_of_account on absences (account);
create index absences_of_stand_in on absences (stand_in);
create index absences_of_force on absences (force);
