-- Who leads, under a number that only grows: who slept and woke is told apart from whoever leads now.
alter table serving add column token integer not null default 0;
-- When the duties were last looked at, and the latest moment ever seen; not on anyone's data, so outside the ledger.
create table watch (
  id integer primary key check (id = 1), ticked_at integer, high_water integer
) strict;
insert into watch (id, ticked_at, high_water) values (1, null, null);
