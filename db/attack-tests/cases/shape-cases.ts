import { ACTION_ITEM_SHAPES, ACTION_SHAPES } from "./action-attacks.ts";
import { ofQueries } from "./query-shape-cases.ts";
import { RECORD_SHAPES } from "./record-shapes.ts";
import { ADDRESSES, refuses, type ShapeCase } from "./shape-values.ts";

const ARN = "arn:aws:iam::222222222222:role/x";
const ofConnections = refuses("connections", [
  ["connection_arn_hmac", `arn_hmac = '${ARN}'`],
  ["connection_arn_hmac_before", `arn_hmac_before = '${ARN}'`],
  ["connection_claim", "claim_ended_at = now()", "status = 'connected'"],
  ["connection_confirm_step", "confirm_step = 10"],
  ["connection_verification_mac", `verification_mac = '${ARN}'`],
  ["connection_lease", "lease_until = now(), lease_token = null"],
  ["connection_lease", "lease_until = null, lease_token = gen_random_uuid()"],
  ["connection_log_group_prefix", "log_group_prefix = '/app/*'"],
  ["connection_name", "name = ''"],
  ["connection_name", String.raw`name = E'two\nlines'`],
  ["connection_name", "name = repeat('x', 81)"],
  ["connection_permissions_boundary", "permissions_boundary_arn = repeat('x', 2049)"],
  ...["role_arn", "arn_hmac", "account_id", "role_id", "verified_run_id", "verified_at"].map(
    (column) => ["connection_verified", `${column} = null`, "status = 'connected'"] as const,
  ),
  ["connection_reason", `reason = '${ARN}'`],
  ["connection_reason", "reason = 'account 222222222222'"],
  ["connection_regions", "regions = '{}'"],
  ["connection_regions", "regions = '{eu-central-1,NULL}'"],
  ["connection_regions", "regions = '{evil.example}'"],
  ["connection_reminders", "reminders = -1"],
  ["connection_role_path", "role_path = 'sallyport'"],
  ["connection_sealed_arn", `role_arn = '${ARN}'`],
  ["connection_stack_region", "stack_region = 'evil.example'"],
  ["connection_status", "status = 'verified'"],
  ["connection_log_access", "log_access = 'everything'"],
  ["connection_offered", "offered_template_version = 1, offered_log_access = null"],
  ["connection_offered", "offered_template_version = 0, offered_log_access = 'browse'"],
  ["connection_offered", "offered_template_version = 1, offered_log_access = 'everything'"],
]);

const CLOSED = "finished_at is not null and verdict = 'secure'";
const ofRuns = refuses("verification_runs", [
  ["run_arn_hmac", `arn_hmac = '${ARN}'`],
  ["run_closed_completely", "finished_at = now()", "finished_at is null"],
  ["run_closed_completely", "finished_at = null, control = null", CLOSED],
  ["run_control", "control = 'ok'", "finished_at is null"],
  ["run_control", "control = 'perhaps'", "verdict = 'not-secure'"],
  ["run_control_carries", "verdict = 'access-denied', control = 'failed', role_id = null, account_id = null", CLOSED],
  ["run_log_checks", `log_checks = '{"eu-central-1": "${ARN}"}'`],
  ["run_masked_unless_secure", "account_id = '222222222222'", "verdict = 'not-secure'"],
  ["run_masked_unless_secure", "role_id = 'AROA1'", "verdict = 'not-secure'"],
  ["run_masked_unless_secure", "role_id = null", CLOSED],
  ["run_outcome_reason", `outcome_reason = '${ARN}'`],
  ["run_reason", "reason = 'curious'"],
  ["run_secure_has_control", "control = null", CLOSED],
  ["run_session_name", `session_name = '${ARN}'`],
  ["run_mac", `mac = '${ARN}'`],
  ["run_mac", `mac = 'v1.k1.${"A".repeat(43)}'`, "finished_at is null"],
  ["run_probes_sha256", "probes_sha256 = 'abc'"],
  ["run_probes_sha256", "probes_sha256 = repeat('a', 64)", "finished_at is null"],
  ["run_probe_summary", "probes_deleted_at = now()", CLOSED],
  ["run_probe_summary", "probes_deleted_at = now(), probe_summary = '[]'", CLOSED],
  ["run_probe_summary", `probes_deleted_at = now(), probe_summary = '{"opened": ["${ARN}"]}'`, CLOSED],
  ["run_sts_region", "sts_region = 'localhost'"],
  ["run_template_version", "template_version = 0"],
  ["run_template_version", "template_version = 10000"],
  ["run_verdict", "verdict = 'fine', role_id = null, account_id = null", CLOSED],
]);

const ofCounts = [
  ...refuses("verifications_hourly", [
    ["verifications_hourly_hour", "hour = hour + interval '1 min'"],
    ["verifications_hourly_counts", "runs = 0"],
    ["verifications_hourly_counts", "calls = -1"],
  ]),
  ...refuses("connections_daily", [
    ["connections_daily_age", "age_hours = 49"],
    ["connections_daily_counts", "connections = 0"],
  ]),
  ...refuses("onboarding_daily", [
    ["onboarding_daily_step", "step = 'lost', hours = -1"],
    ["onboarding_daily_hours", "step = 'drafted', hours = 5"],
    ["onboarding_daily_hours", "step = 'connected', hours = -1"],
    ["onboarding_daily_counts", "customers = 0"],
  ]),
  ...refuses("customer_summaries", [["customer_summary_worst", "worst = 9"]]),
  ...refuses("connection_counts", [
    ["connection_counts_age", "age_hours = 3"],
    ["connection_counts_positive", "connections = 0"],
  ]),
  ...refuses("connection_region_counts", [["connection_region_counts_positive", "connections = 0"]]),
  ...refuses("customer_counts", [["customer_counts_positive", "customers = 0"]]),
  ...refuses("staff_actions", ACTION_SHAPES),
  ...refuses("staff_action_items", ACTION_ITEM_SHAPES),
  ...refuses("audit_checkpoints", [["audit_checkpoint_seq", "seq = 0"]]),
  ...refuses("calls_hourly", [
    ["calls_hourly_hour", "hour = hour + interval '1 min'"],
    ["calls_hourly_service", "service = 'iam'"],
    ["calls_hourly_counts", "calls = 0"],
  ]),
];

const ofProbes = refuses("verification_probes", [
  ["probe_code", `code = '${ARN}'`],
  ["probe_got", "got = 'perhaps'"],
  ["probe_name", "name = 'guess'"],
  ["probe_request_id", `request_id = '${ARN}'`],
  ["probe_mac", `mac = '${ARN}'`],
  ["probe_sent_hint", "sent_hint = 'sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5'"],
]);

const ofPeople = [
  ...refuses("customers", [
    ["customer_name", "name = ''"],
    ["customer_name", String.raw`name = E'two\nlines'`],
  ]),
  ...refuses("invitations", [
    ...ADDRESSES.map((address) => ["invitation_email", `email = '${address}'`] as const),
    ["invitation_role", "role = 'admin'"],
    ["invitation_sender", "invited_by = id"],
    ["invitation_sender", "invited_by = id, invited_as = 'worker'"],
    ["invitation_token_hashed", "token_hash = 'a-token-as-in-a-link'"],
  ]),
  ...refuses("staff_views", [
    ["staff_view_list", "list = 'Connections'"],
    ["staff_view_name", "name = ''"],
    ["staff_view_name", String.raw`name = E'two\nlines'`],
    ["staff_view_params", "params = '<script>'"],
  ]),
  ...refuses("staff_invitations", [
    ...ADDRESSES.map((address) => ["staff_invitation_email", `email = '${address}'`] as const),
    ["staff_invitation_role", "role = 'owner'"],
    ["staff_invitation_token_hashed", "token_hash = 'a-token-as-in-a-link'"],
  ]),
  ...refuses("memberships", [["membership_role", "role = 'admin'"]]),
  ...refuses("staff", [["staff_role", "role = 'owner'"]]),
  ...refuses("users", [["user_email_lower", "email = 'New@A.example'"]]),
  ...refuses("sessions", [
    ["session_bounded", "expires = created_at + interval '8 hours 1 second'"],
    ["session_browser", "browser = 'Mozilla/5.0 (X11)'"],
    ["session_provider", "provider = 'password'"],
    ["session_token_hashed", "session_token = 'a-token-as-in-a-cookie'"],
  ]),
  ...refuses("verification_tokens", [
    ["verification_token_address", "identifier = 'New@A.example'"],
    ["verification_token_browser", "browser = 'a-cookie-as-the-browser-has-it'"],
    ["verification_token_hashed", "token = 'a-token-as-in-a-link'"],
    ["verification_token_path", "return_path = 'https://evil.example/'"],
    ["verification_token_path", "return_path = '//evil.example'"],
  ]),
  ...refuses("support_grants", [
    ["support_grant_bounded", "approved_at = now(), expires_at = now() + interval '61 min'"],
    ["support_grant_reason", "reason = ''"],
    ["support_grant_reason", String.raw`reason = E'two\nlines'`],
  ]),
];

const REGIONS = ["localhost", "evil.example", "EU-CENTRAL-1"];
const ofWork = [
  ...refuses("arn_index_keys", [
    ["arn_index_one_row", "only_row = false"],
    ["arn_index_fingerprint", `current_key = '${ARN}'`],
    ["arn_index_fingerprint", `previous_key = 'short', rotated_at = now()`],
    ["arn_index_rotation", `previous_key = repeat('0', 32), rotated_at = null`],
    ["arn_index_rotation", "previous_key = null, rotated_at = now()"],
  ]),
  ...refuses("data_key_canaries", [
    ["data_key_canary_id", "key_id = 'K-1'"],
    ["data_key_canary_sealed", `sealed = '${ARN}'`],
    ["data_key_canary_sealed", "sealed = repeat('a', 101)"],
  ]),
  ...refuses("alerts", [["alert_kind", `kind = '${ARN}'`]]),
  ...refuses("alert_history", [
    ["alert_history_what", "what = 'deleted'"],
    ["alert_history_note", "note = ''"],
    ["alert_history_note", "note = repeat('x', 1001)"],
  ]),
  ...refuses("alert_mail_choices", [["alert_mail_severity", "severity = 4"]]),
  ...refuses("audit_events", [
    ["audit_actor", "actor = 'user:owner@a.example'"],
    ["audit_event_words", "event = 'Somebody read logs'"],
    ["audit_only_safe_values", `attributes = '{"email": "owner@a.example"}'`],
  ]),
  ...refuses("pending_role_arns", [
    ["pending_role_arn_hmac", `arn_hmac = '${ARN}'`],
    ["pending_role_arn_sealed", `role_arn = '${ARN}'`],
  ]),
  ...refuses("external_ids", [
    ["external_id_format", "value = 'sp-7f3c1e9a-52d4-1b8e-9c07-1d6a2f84e3b5'"],
    ["external_id_format", "value = '*'"],
    ["external_id_state", "state = 'optional'"],
  ]),
  ...refuses("favorite_log_groups", [
    ["favorite_log_group_name", "log_group = '<b>'"],
    ["favorite_log_group_region", "region = 'evil.example'"],
  ]),
  ...ofQueries,
  ...refuses("saved_searches", [
    ["saved_search_name", "name = ''"],
    ["saved_search_small", "search = '[]'"],
    ["saved_search_small", `search = jsonb_build_object('q', repeat('x', 9000))`],
  ]),
  ...refuses("denied_calls", [
    ["denied_call_actor", "actor = 'system:worker'"],
    ["denied_call_entry_point", "entry_point = 'POST /admin'"],
    ["denied_call_number", "not_written = -1"],
  ]),
  ...refuses("log_quotas", [
    ["log_quota_account", "account_id = '22222222222'"],
    ["log_quota_operation", "operation = 'logs:Filter'"],
    ...REGIONS.map((region) => ["log_quota_region", `region = '${region}'`] as const),
  ]),
  ...refuses(
    "sts_regions",
    REGIONS.map((region) => ["sts_region", `region = '${region}'`] as const),
  ),
  ...refuses(
    "sts_shares",
    REGIONS.map((region) => ["sts_share_region", `region = '${region}'`] as const),
  ),
  ...refuses("worker_heartbeats", [["worker_id_word", "worker_id = 'a worker'"]]),
  ...refuses("retention_progress", [["retention_task", "task = 'everything'"]]),
  ...ofCounts,
];

/** Values that each check constraint refuses. The triggers are disabled. */
export const SHAPE_CASES: readonly ShapeCase[] = [...ofConnections, ...ofRuns, ...ofProbes, ...ofPeople, ...ofWork, ...RECORD_SHAPES];
