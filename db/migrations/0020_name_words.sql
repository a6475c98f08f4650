-- Names by their second, third and fourth word, so that staff find "Kestrel Air" by "air". The first word is in the index of the whole name.
-- kind: expand

create index if not exists customer_summaries_by_second_word on customer_summaries ((substring(sort_name from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$')), customer_id)
  where substring(sort_name from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$') is not null;
create index if not exists customer_summaries_by_third_word on customer_summaries ((substring(sort_name from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$')), customer_id)
  where substring(sort_name from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$') is not null;
create index if not exists customer_summaries_by_fourth_word on customer_summaries ((substring(sort_name from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$')), customer_id)
  where substring(sort_name from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$') is not null;
create index if not exists connections_by_second_word on connections ((substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$')), id)
  where substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$') is not null;
create index if not exists connections_by_third_word on connections ((substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$')), id)
  where substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$') is not null;
create index if not exists connections_by_fourth_word on connections ((substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$')), id)
  where substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$') is not null;
create index if not exists users_by_second_word on users ((substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$')), id)
  where substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$') is not null;
create index if not exists users_by_third_word on users ((substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$')), id)
  where substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$') is not null;
create index if not exists users_by_fourth_word on users ((substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$')), id)
  where substring(lower(name) collate "C" from '^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$') is not null;
