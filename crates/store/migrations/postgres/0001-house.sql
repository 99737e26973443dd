-- The ledger: append-only. Its tables refuse update and delete.
create table entries (
  id text primary key, at bigint not null, case_id text, case_version bigint,
  writer text not null, writer_seq bigint not null, text text not null,
  unique (writer, writer_seq)
);
create unique index entries_of_case on entries (case_id, case_version) where case_version is not null;
create table unplaced (entry_id text primary key);
create table places (position bigint primary key, entry_id text not null unique);
create table tree_nodes (idx bigint primary key, hash text not null check (length(hash) = 64));
create table tree_head (id bigint primary key check (id = 1), size bigint not null, turn bigint not null);
insert into tree_head (id, size, turn) values (1, 0, 0);

create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'the ledger is append-only'; end $$;
create trigger entries_append_only before update or delete or truncate on entries execute function refuse_change();
create trigger places_append_only before update or delete or truncate on places execute function refuse_change();
create trigger tree_nodes_append_only before update or delete or truncate on tree_nodes execute function refuse_change();

-- Operation: who serves; not on anyone's data, so outside the ledger.
create table serving (id bigint primary key check (id = 1), holder text not null, until bigint not null);
insert into serving (id, holder, until) values (1, '', 0);

-- The house.
create table settings (id text primary key, version bigint not null, salt text not null, value text not null);
create table forces (
  id text primary key, version bigint not null, salt text not null,
  name text not null, contact text not null, go_live_at bigint
);
create table accounts (
  id text primary key, version bigint not null, salt text not null,
  name text not null unique, display_name text not null, role text not null, force text not null, team text not null,
  password_hash text not null, active bigint not null check (active in (0, 1))
);
create table sessions (
  id text primary key, version bigint not null, salt text not null,
  account text not null, started_at bigint not null, expires_at bigint not null, ended bigint not null check (ended in (0, 1))
);
create table case_access (
  id text primary key, version bigint not null, salt text not null,
  case_id text not null, account text not null, kind text not null check (kind in ('connected', 'named', 'consented', 'reported')),
  active bigint not null check (active in (0, 1))
);
create index case_access_by_account on case_access (account, kind, active, case_id);

-- What came in.
create table imports (
  id text primary key, version bigint not null, salt text not null,
  force text not null, file_name text not null, file_hash text not null, map_hash text not null,
  rows_read bigint not null, next_row bigint not null, new_rows bigint not null, updated_rows bigint not null,
  unchanged_rows bigint not null, held_rows bigint not null, reports bigint not null, cases bigint not null,
  repeats bigint not null, waiting bigint not null, started_at bigint not null, finished_at bigint,
  unique (force, file_hash, map_hash)
);
create table held_rows (
  id text primary key, version bigint not null, salt text not null,
  import_id text not null, row_number bigint not null, problems text not null, raw text not null,
  unique (import_id, row_number)
);
create table reports (
  id text primary key, version bigint not null, salt text not null,
  force text not null, reference text not null, recorded_at bigint not null, occurred_at bigint not null, precision text not null,
  behaviour text, relationship text not null, offence text not null, team text not null, officer text,
  narrative text, import_id text, row_hash text not null, act text not null, before_go_live bigint not null check (before_go_live in (0, 1)),
  unique (force, reference)
);
create table mentions (
  id text primary key, version bigint not null, salt text not null,
  report_id text not null, role text not null check (role in ('person_at_risk', 'subject', 'reporting_victim', 'other')),
  forename text not null, surname text not null, born text not null, sex text not null, postcode text not null, address text not null,
  phones text not null, email text not null, handle text not null, vehicle text not null
);
create index mentions_of_report on mentions (report_id);
create table contents (
  id text primary key, version bigint not null, salt text not null,
  case_id text, words text not null
);
create index contents_of_case on contents (case_id);

-- Cases, as lists ask for them: derived from the events in the ledger, which verification folds and compares.
create table cases (
  id text primary key, version bigint not null, salt text not null,
  reference text not null unique, force text not null, team text not null, officer text, status text not null,
  relationship text not null, grade text, decision text not null, on_list bigint not null check (on_list in (0, 1)),
  restricted bigint not null check (restricted in (0, 1)), danger_order bigint not null, late_order bigint not null,
  due_code text, due_started bigint, flag text, flag_severity text, next_action text not null,
  reports bigint not null, series text, series_facts text not null, series_reports bigint not null, series_confirmed bigint not null check (series_confirmed in (0, 1)),
  measure text, measure_until text, before_go_live bigint not null check (before_go_live in (0, 1)),
  refresh_at bigint, events bigint not null, person_at_risk text not null, subject text
);
create index cases_of_force on cases (force, on_list, danger_order, late_order, id, restricted, team, officer);
create index cases_of_team on cases (force, team, on_list, danger_order, late_order, id, restricted);
create index cases_of_officer on cases (force, officer, on_list, danger_order, late_order, id, restricted);
create index cases_by_refresh on cases (refresh_at);
create table case_reports (
  id text primary key, version bigint not null, salt text not null,
  case_id text not null, report_id text not null, detached bigint not null check (detached in (0, 1))
);
create index case_reports_of_case on case_reports (case_id);
create index case_reports_of_report on case_reports (report_id);

-- What linkage believes, and what people decided about it.
create table members (id text primary key, version bigint not null, salt text not null, person text not null);
create index members_of_person on members (person);
create table series_members (id text primary key, version bigint not null, salt text not null, series text not null);
create index series_members_of_series on series_members (series);
create table links (
  id text primary key, version bigint not null, salt text not null,
  a text not null, b text not null, report_a text not null, report_b text not null, about text not null,
  state text not null check (state in ('accepted', 'waiting', 'confirmed', 'refused', 'withdrawn')),
  basis text not null, millibits bigint not null, lines text not null, decided_by text, decided_at bigint
);
create index links_of_report_a on links (report_a);
create index links_of_report_b on links (report_b);
create index links_by_state on links (state, millibits);
create table tasks (
  id text primary key, version bigint not null, salt text not null,
  force text not null, kind text not null, case_reference text not null, other_force text not null, other_reference text not null,
  contact text not null, critical bigint not null check (critical in (0, 1)), made_at bigint not null, done_at bigint
);
create index tasks_of_force on tasks (force, done_at, made_at);
