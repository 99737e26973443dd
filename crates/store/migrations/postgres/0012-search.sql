-- By what cases are found: derived from rows under seal, which verification reads again and compares; see docs/decisions/0016-search.md.
create table search_words (
  number bigint primary key, case_id text not null unique, restricted bigint not null check (restricted in (0, 1)),
  reach text not null, words text not null
);
create index search_index on search_words using gin (array_to_tsvector(string_to_array(reach || ' ' || words, ' ')));
