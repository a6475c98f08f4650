import * as queries from "#sandbox/aws/logs/insights/query-operations.ts";
import * as records from "#sandbox/aws/logs/insights/record-operations.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import * as changes from "./change-log-groups.ts";
import { describeLogGroups } from "./describe-log-groups.ts";
import { describeLogStreams } from "./describe-log-streams.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";
import { listLogGroups } from "./list-log-groups.ts";
import { type LogsInput, readLogsInput } from "./logs-input.ts";
import { putLogEvents } from "./put-log-events.ts";
import { startLiveTail } from "./start-live-tail.ts";
import * as tags from "./tag-log-groups.ts";

type Operation = (state: SandboxState, call: JsonCall, input: LogsInput) => unknown;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateLogGroup: changes.createLogGroup,
  CreateLogStream: changes.createLogStream,
  DeleteLogGroup: changes.deleteLogGroup,
  DeleteLogStream: changes.deleteLogStream,
  DeleteRetentionPolicy: changes.deleteRetentionPolicy,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  DescribeQueries: queries.describeQueries,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  GetLogGroupFields: records.getLogGroupFields,
  GetLogRecord: records.getLogRecord,
  GetQueryResults: queries.getQueryResults,
  ListLogGroups: listLogGroups,
  ListLogGroupsForQuery: queries.listLogGroupsForQuery,
  ListTagsForResource: tags.listTagsForResource,
  ListTagsLogGroup: tags.listTagsLogGroup,
  PutLogEvents: putLogEvents,
  PutLogGroupDeletionProtection: changes.putLogGroupDeletionProtection,
  PutRetentionPolicy: changes.putRetentionPolicy,
  StartLiveTail: startLiveTail,
  StartQuery: queries.startQuery,
  StopQuery: queries.stopQuery,
  TagLogGroup: tags.tagResource,
  TagResource: tags.tagResource,
  UntagLogGroup: tags.untagResource,
  UntagResource: tags.untagResource,
};

/** The operations of CloudWatch Logs, by their name in the X-Amz-Target header, `Logs_20140328.NAME`. */
export const logOperations: ReadonlyMap<string, (state: SandboxState, call: JsonCall) => unknown> = new Map(
  Object.entries(OPERATIONS).map(([name, operation]) => [
    name,
    (state: SandboxState, call: JsonCall) => operation(state, call, readLogsInput(call)),
  ]),
);
