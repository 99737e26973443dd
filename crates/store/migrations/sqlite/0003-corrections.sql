-- What was believed of a person until it was corrected.
create table former_mentions (
  id text primary key, version integer not null, salt text not null,
  mention_id text not null, report_id text not null, role text not null,
  forename text not null, surname text not null, born text not null, sex text not null, postcode text not null, address text not null,
  phones text not null, email text not null, handle text not null, vehicle text not null,
  believed_until integer not null, because text not null
) strict;
create index former_mentions_of_report on former_mentions (report_id);
