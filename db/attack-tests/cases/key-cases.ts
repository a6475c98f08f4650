import type { Fixtures } from "#db/attack-tests/fixtures.ts";

/** A key, and a second row that it must refuse: a copy of an existing row (that matches `where`) with the values of `but`. */
export type KeyCase = readonly [key: string, table: string, but: Readonly<Record<string, unknown>>, where?: string];
/** A foreign key, and statements of which it must refuse the last. */
export type ReferenceCase = readonly [reference: string, statements: (f: Fixtures) => readonly string[]];

const H = "f".repeat(64);
const ID = "00000000-0000-4000-8000-000000000000";
const LATER = "2030-01-01T00:00:00Z";

/** One case for each primary key and unique index. */
export const KEY_CASES: readonly KeyCase[] = [
  ["accounts_provider_provider_account_id_pk", "accounts", { user_id: ID }],
  ["alerts_pkey", "alerts", { kind: "another" }],
  ["alert_history_pkey", "alert_history", { note: "another" }],
  ["alert_mail_choices_pk", "alert_mail_choices", {}],
  ["alert_mails_pkey", "alert_mails", { queued_at: LATER }],
  ["alert_recipients_pk", "alert_recipients", { mail_id: null }],
  ["one_open_alert", "alerts", { id: ID }, "resolved_at is null"],
  ["audit_events_chain_seq_pk", "audit_events", { event: "x.y" }],
  ["audit_heads_pkey", "audit_heads", { seq: 1000 }],
  ["pending_role_arns_customer_id_connection_id_pk", "pending_role_arns", { arn_hmac: H }],
  ["connections_customer_id_id_pk", "connections", { name: "another" }, "status = 'draft'"],
  ["one_live_arn", "connections", { id: ID, role_id: "AROA1" }, "status = 'connected'"],
  ["one_live_arn_before", "connections", { id: ID, role_id: "AROA1", arn_hmac: H }, "status = 'connected' and arn_hmac_before is not null"],
  ["one_live_role", "connections", { id: ID, arn_hmac: H }, "status = 'connected' and arn_hmac_before is null"],
  ["customers_pkey", "customers", { name: "another" }],
  [
    "external_ids_customer_id_connection_id_id_pk",
    "external_ids",
    { value: "sp-00000000-0000-4000-8000-000000000000", state: "retired" },
    "state = 'retired'",
  ],
  ["external_id_value_used_once", "external_ids", { customer_id: ID, connection_id: ID, id: ID }, "state = 'retired'"],
  ["one_external_id_of_each_state", "external_ids", { id: ID, value: "sp-00000000-0000-4000-8000-000000000000" }, "state = 'current'"],
  ["one_external_id_of_each_state", "external_ids", { id: ID, value: "sp-00000000-0000-4000-8000-000000000000" }, "state = 'pending'"],
  ["one_external_id_of_each_state", "external_ids", { id: ID, value: "sp-00000000-0000-4000-8000-000000000000" }, "state = 'retiring'"],
  ["favorite_log_groups_pk", "favorite_log_groups", {}],
  ["invitations_pkey", "invitations", { token_hash: H }],
  ["invitations_token_hash_unique", "invitations", { id: ID, email: "another@a.example" }],
  ["denied_calls_actor_entry_point_pk", "denied_calls", { not_written: 9 }],
  ["log_queries_pk", "log_queries", { query_text: "another" }],
  ["log_usage_daily_pk", "log_usage_daily", { uses: 9 }],
  ["log_scan_sums_pk", "log_scan_sums", { queries: 9 }],
  ["query_thresholds_pk", "query_thresholds", { bytes: 9 }],
  ["saved_queries_pk", "saved_queries", { name: "another" }],
  ["saved_query_named_once", "saved_queries", { id: ID, user_id: ID, query_text: "another" }, "shared"],
  ["saved_own_query_named_once", "saved_queries", { id: ID, query_text: "another" }, "not shared"],
  ["log_quotas_account_id_region_operation_pk", "log_quotas", { in_second: 9 }],
  ["memberships_customer_id_user_id_pk", "memberships", { role: "member" }, "role = 'owner'"],
  ["rate_limits_pkey", "rate_limits", { points: 0 }],
  ["arn_index_keys_pkey", "arn_index_keys", { current_key: "0".repeat(32) }],
  ["data_key_canaries_pkey", "data_key_canaries", { sealed: "b".repeat(62) }],
  ["reindexed_arns_customer_id_connection_id_pk", "reindexed_arns", { was: "another" }],
  ["reseals_customer_id_connection_id_pk", "reseals", { sealed: "another" }],
  ["saved_searches_customer_id_id_pk", "saved_searches", { name: "another" }],
  ["saved_search_named_once", "saved_searches", { id: ID, search: { q: "another" } }],
  ["sessions_pkey", "sessions", { id: ID, user_id: ID }],
  ["staff_issuer_subject_pk", "staff", { user_id: ID }],
  ["staff_user_id_unique", "staff", { subject: "another" }],
  ["staff_invitations_pkey", "staff_invitations", { token_hash: H }],
  ["staff_invitations_token_hash_unique", "staff_invitations", { id: ID, role: "admin" }],
  ["staff_views_pkey", "staff_views", { name: "another", params: "status=draft" }],
  ["staff_view_named_once", "staff_views", { id: ID, user_id: ID, name: "OURS" }, "shared"],
  ["staff_own_view_named_once", "staff_views", { id: ID, name: "MINE", params: "" }, "not shared"],
  ["sts_regions_pkey", "sts_regions", { paid_until: LATER }],
  ["sts_shares_customer_id_region_pk", "sts_shares", { paid_until: LATER }],
  ["support_grants_customer_id_id_pk", "support_grants", { reason: "another" }],
  ["support_grant_id", "support_grants", { customer_id: ID }],
  ["users_pkey", "users", { email: "another@a.example" }],
  ["users_email_unique", "users", { id: ID }],
  ["verification_probes_customer_id_run_id_n_pk", "verification_probes", { name: "random", got: "allowed" }],
  ["verification_runs_customer_id_id_pk", "verification_runs", { reason: "staff" }, "finished_at is not null"],
  ["one_open_run", "verification_runs", { id: ID }, "finished_at is null"],
  ["verification_tokens_identifier_token_pk", "verification_tokens", { id: ID }],
  ["verification_token_id", "verification_tokens", { token: H }],
  ["retention_progress_pkey", "retention_progress", { next_at: LATER }],
  ["verifications_hourly_pk", "verifications_hourly", { runs: 1000 }],
  ["connections_daily_pk", "connections_daily", { connections: 1000 }],
  ["onboarding_pkey", "onboarding", { accepted_at: LATER }],
  ["onboarding_daily_pk", "onboarding_daily", { customers: 1000 }],
  ["calls_hourly_pk", "calls_hourly", { calls: 1000 }],
  ["calls_counted_pk", "calls_counted", { calls: 1000 }],
  ["customer_tags_pk", "customer_tags", { added_at: LATER }],
  ["customer_notes_pk", "customer_notes", { note: "another" }],
  ["security_contacts_pk", "security_contacts", { email: "another@a.example", token_hash: H }],
  ["security_contact_once", "security_contacts", { id: ID, token_hash: H }],
  ["security_contact_token", "security_contacts", { id: ID, email: "another@a.example" }],
  ["sent_emails_pk", "sent_emails", { kind: "another" }],
  ["customer_summaries_pkey", "customer_summaries", { worst: 5 }],
  ["connection_counts_pk", "connection_counts", { connections: 1000 }],
  ["connection_region_counts_pk", "connection_region_counts", { connections: 1000 }],
  ["customer_counts_pkey", "customer_counts", { customers: 1000 }],
  ["staff_actions_pkey", "staff_actions", { source: "/" }],
  ["staff_action_items_pk", "staff_action_items", { state: "running" }],
  ["audit_checkpoints_pkey", "audit_checkpoints", { seq: 1000 }],
  ["worker_heartbeats_pkey", "worker_heartbeats", { beat_at: LATER }],
];

const toMissingRow = (table: string, column: string) => () => [`update ${table} set ${column} = '${ID}'`];
const ofB =
  (table: string, column = "connection_id") =>
  (f: Fixtures) => [
    `update ${table} set ${column} = '${column === "user_id" ? f.people.ownerB : f.conn.ofB.id}' where customer_id = '${f.a}'`,
  ];

/** References to a row that does not exist, or that is another customer's. */
export const REFERENCE_CASES: readonly ReferenceCase[] = [
  ["alert_history_of_alert", toMissingRow("alert_history", "alert_id")],
  ["alert_mail_choice_of_staff", toMissingRow("alert_mail_choices", "user_id")],
  ["alert_mail_of_staff", toMissingRow("alert_mails", "user_id")],
  ["alert_recipient_of_alert", toMissingRow("alert_recipients", "alert_id")],
  ["alert_recipient_of_staff", toMissingRow("alert_recipients", "user_id")],
  ["alert_recipient_mail", toMissingRow("alert_recipients", "mail_id")],
  ["accounts_user_id_users_id_fk", toMissingRow("accounts", "user_id")],
  [
    "pending_role_arn_of_connection",
    (f) => [`update pending_role_arns set customer_id = '${f.b}' where connection_id = '${f.pendingArn.live}'`],
  ],
  [
    "connection_external_id",
    (f) => [`update connections set external_id_id = '${f.conn.ofB.externalIdId}' where id = '${f.conn.draft.id}'`],
  ],
  ["onboarding_of_customer", (f) => [`update onboarding set customer_id = '${ID}' where customer_id = '${f.a}'`]],
  ["customer_tag_of_customer", () => [`insert into customer_tags (customer_id, tag) values ('${ID}', 'x')`]],
  ["customer_note_of_customer", toMissingRow("customer_notes", "customer_id")],
  ["customer_note_author", toMissingRow("customer_notes", "author_id")],
  ["security_contact_of_customer", toMissingRow("security_contacts", "customer_id")],
  ["sent_email_of_customer", () => [`update sent_emails set connection_id = null, customer_id = '${ID}'`]],
  ["sent_email_of_connection", ofB("sent_emails")],
  ["staff_view_of_person", toMissingRow("staff_views", "user_id")],
  ["customer_summary_of_customer", (f) => [`update customer_summaries set customer_id = '${ID}' where customer_id = '${f.a}'`]],
  ["staff_action_item_of_action", (f) => [`update staff_action_items set action_id = '${ID}' where action_id = '${f.action.draft}'`]],
  ["staff_action_item_of_customer", () => [`update staff_action_items set connection_id = null, customer_id = '${ID}'`]],
  ["staff_action_item_of_connection", ofB("staff_action_items")],
  ["sts_share_of_customer", toMissingRow("sts_shares", "customer_id")],
  [
    "connections_customer_id_customers_id_fk",
    () => [
      "alter table connections drop constraint connection_external_id",
      `insert into connections (customer_id, name, regions, external_id_id) values ('${ID}', 'x', '{eu-central-1}', '${ID}')`,
    ],
  ],
  [
    "external_id_of_connection",
    (f) => [
      `insert into external_ids (customer_id, connection_id, value, state) values ('${f.a}', '${f.conn.ofB.id}', 'sp-' || gen_random_uuid(), 'retired')`,
    ],
  ],
  ["favorite_log_group_of_connection", ofB("favorite_log_groups")],
  ["favorite_log_group_of_member", ofB("favorite_log_groups", "user_id")],
  ["invitations_customer_id_customers_id_fk", toMissingRow("invitations", "customer_id")],
  [
    "memberships_customer_id_customers_id_fk",
    (f) => [`insert into memberships (customer_id, user_id, role) values ('${ID}', '${f.people.stranger}', 'owner')`],
  ],
  ["memberships_user_id_users_id_fk", (f) => [`insert into memberships (customer_id, user_id, role) values ('${f.a}', '${ID}', 'owner')`]],
  [
    "probe_of_run",
    (f) => [
      `insert into verification_probes (customer_id, run_id, n, name, got) values ('${f.b}', '${f.conn.verifying.open.id}', 1, 'none', 'denied')`,
    ],
  ],
  [
    "run_of_external_id",
    (f) => [
      `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox) values ('${f.a}', '${f.conn.draft.id}', '${f.conn.ofB.externalIdId}', 'submit', '${H}', false)`,
    ],
  ],
  [
    "saved_search_of_connection",
    (f) => [`update saved_searches set connection_id = '${f.conn.connected.id}' where customer_id = '${f.b}'`],
  ],
  ["log_query_of_connection", ofB("log_queries")],
  ["log_query_of_member", ofB("log_queries", "user_id")],
  ["log_usage_of_connection", ofB("log_usage_daily")],
  ["log_scan_of_connection", ofB("log_scan_sums")],
  ["query_threshold_of_connection", ofB("query_thresholds")],
  ["saved_query_of_connection", ofB("saved_queries")],
  ["saved_query_of_member", ofB("saved_queries", "user_id")],
  ["saved_search_of_member", (f) => [`update saved_searches set user_id = '${f.people.ownerA}' where customer_id = '${f.b}'`]],
  ["session_customer", (f) => [`update sessions set customer_id = '${f.b}' where user_id = '${f.people.ownerA}'`]],
  ["sessions_user_id_users_id_fk", toMissingRow("sessions", "user_id")],
  ["staff_user_id_users_id_fk", (f) => [`update staff set user_id = '${ID}' where user_id = '${f.people.admin}'`]],
  ["support_grant_of_connection", ofB("support_grants")],
  ["support_grants_staff_user_id_users_id_fk", toMissingRow("support_grants", "staff_user_id")],
];
