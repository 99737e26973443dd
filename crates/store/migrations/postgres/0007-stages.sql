-- The timers of stages: the next stage of every open duty waits here, and each that fired stays. A stage of a run fires once. They follow
-- from the events of the case, so they have no seal of their own.
create table stages (
  case_id text not null, clock text not null, started_at bigint not null,
  stage text not null check (stage in ('reminder', 'missed', 'rank', 'above')),
  due_at bigint not null, fired_at bigint,
  unique (case_id, clock, started_at, stage)
);
create index stages_by_due on stages (due_at) where fired_at is null;
-- By which catalogue of stages the timers were set; another one sets them anew.
alter table watch add column stages_by text;

-- Notices of duties: to one account, or to whoever holds a rank in a team or a force.
create table notices (
  id text primary key, version bigint not null, salt text not null,
  force text not null, team text not null, case_id text not null,
  account text, rank text, within text not null check (within in ('team', 'force')), meant_for text not null,
  clock text not null, started_at bigint not null, due_at bigint not null, stages text not null,
  round_at bigint not null, made_at bigint not null, acknowledged_by text, acknowledged_at bigint,
  check (account is null or rank is null),
  check ((acknowledged_by is null) = (acknowledged_at is null))
);
create index notices_of_account on notices (account, acknowledged_at, made_at);
create index notices_of_rank on notices (force, rank, acknowledged_at, made_at);
create index notices_of_team on notices (force, team, acknowledged_at, made_at);
