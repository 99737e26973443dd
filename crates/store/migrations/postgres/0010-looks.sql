-- Who looked at a pair that waits and could not tell, so that it comes last for them and others know.
create table link_looks (
  id text primary key, version bigint not null, salt text not null,
  link text not null, account text not null, at bigint not null
);
create index link_looks_of_link on link_looks (link);
create index link_looks_by_account on link_looks (account);
create index links_decided_by on links (decided_by, decided_at);
