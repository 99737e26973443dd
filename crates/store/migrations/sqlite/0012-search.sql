-- By what cases are found: derived from rows under seal, which verification reads again and compares; see docs/decisions/0016-search.md.
create table search_words (
  number integer primary key, case_id text not null unique, restricted integer not null check (restricted in (0, 1)),
  reach text not null, words text not null
) strict;
create virtual table search_index using fts5 (reach, words, content = 'search_words', content_rowid = 'number', detail = none, columnsize = 0, tokenize = 'ascii');
create trigger search_added after insert on search_words begin insert into search_index (rowid, reach, words) values (new.number, new.reach, new.words); end;
create trigger search_removed after delete on search_words begin insert into search_index (search_index, rowid, reach, words) values ('delete', old.number, old.reach, old.words); end;
create trigger search_changed after update on search_words begin insert into search_index (search_index, rowid, reach, words) values ('delete', old.number, old.reach, old.words); insert into search_index (rowid, reach, words) values (new.number, new.reach, new.words); end;
