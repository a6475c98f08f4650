import { refuses, type ShapeCase } from "./shape-values.ts";

/** Queries of Logs Insights, and what belongs to them. */
export const ofQueries: readonly ShapeCase[] = [
  ...refuses("log_queries", [
    ["log_query_region", "region = 'evil.example'"],
    ["log_query_groups", "log_groups = '{}'"],
    ["log_query_groups", "log_groups = '{/a,NULL}'"],
    ["log_query_groups", "log_groups = array(select '/g' || n from generate_series(1, 51) n)"],
    ["log_query_range", "range_to = range_from - interval '1 s'"],
    ["log_query_text", "query_text = ''"],
    ["log_query_text", "query_text = repeat('x', 10001)"],
    ["log_query_sha256", "query_sha256 = 'abc'"],
    ["log_query_state", "state = 'paused'", "ended_at is not null"],
    ["log_query_ended", "ended_at = now()", "ended_at is null"],
    ["log_query_ended", "ended_at = null", "ended_at is not null"],
    ["log_query_aws_id", "aws_query_id = 'a b'"],
    ["log_query_aws_id", "aws_query_id = repeat('a', 257)"],
    ["log_query_has_aws_id", "aws_query_id = null", "state = 'complete'"],
    ["log_query_counts", "scanned_bytes = -1"],
    ["log_query_counts", "expected_bytes = -1"],
  ]),
  ...refuses("log_usage_daily", [
    ["log_usage_region", "region = 'evil.example'"],
    ["log_usage_kind", "kind = 'download'"],
    ["log_usage_counts", "uses = 0"],
    ["log_usage_counts", "seconds = -1"],
  ]),
  ...refuses("log_scan_sums", [
    ["log_scan_region", "region = 'evil.example'"],
    ["log_scan_sha256", "groups_sha256 = 'abc'"],
    ["log_scan_groups", "log_groups = '{}'"],
    ["log_scan_groups", "log_groups = '{a*b}'"],
    ["log_scan_counts", "queries = 0"],
    ["log_scan_counts", "expected_bytes = 0"],
    ["log_scan_counts", "highest = lowest - 1"],
  ]),
  ...refuses("query_thresholds", [["query_threshold_bytes", "bytes = 0"]]),
  ...refuses("saved_queries", [
    ["saved_query_folder", "folder = repeat('x', 81)"],
    ["saved_query_name", "name = ''"],
    ["saved_query_text", "query_text = ''"],
    ["saved_query_region", "region = 'evil.example'"],
    ["saved_query_groups", "log_groups = '{a*b}'"],
  ]),
];
