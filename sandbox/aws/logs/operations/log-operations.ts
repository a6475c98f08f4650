import { getLogGroupFields, getLogRecord, getQueryResults, startQuery, stopQuery } from "#sandbox/aws/logs/insights/query-operations.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import {
  createLogGroup,
  createLogStream,
  deleteLogGroup,
  deleteLogStream,
  deleteRetentionPolicy,
  putRetentionPolicy,
  tagResource,
} from "./change-log-groups.ts";
import { describeLogGroups } from "./describe-log-groups.ts";
import { describeLogStreams } from "./describe-log-streams.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";
import { listLogGroups } from "./list-log-groups.ts";
import { putLogEvents } from "./put-log-events.ts";
import { startLiveTail } from "./start-live-tail.ts";

type Operation = (state: SandboxState, call: JsonCall) => unknown;

/** The operations of CloudWatch Logs, by their name in the X-Amz-Target header, `Logs_20140328.NAME`. */
export const logOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>(
  Object.entries({
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    GetLogGroupFields: getLogGroupFields,
    GetLogRecord: getLogRecord,
    GetQueryResults: getQueryResults,
    ListLogGroups: listLogGroups,
    PutLogEvents: putLogEvents,
    PutRetentionPolicy: putRetentionPolicy,
    StartLiveTail: startLiveTail,
    StartQuery: startQuery,
    StopQuery: stopQuery,
    TagResource: tagResource,
  }),
);
