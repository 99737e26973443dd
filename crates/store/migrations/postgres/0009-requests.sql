-- What a form or a client has asked for under a key of its own, so that a press that comes twice is done once. The key itself is not kept.
create table requests (
  id text primary key, version bigint not null, salt text not null,
  account text not null, asked text not null, case_id text not null, at bigint not null
);
