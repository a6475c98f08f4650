import { FaultStore } from "#sandbox/aws/faults/fault-store.ts";
import { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { CallQuotas } from "#sandbox/aws/logs/call-quotas.ts";
import { QueryStore } from "#sandbox/aws/logs/insights/query-store.ts";
import { LogGroupStore } from "#sandbox/aws/logs/log-group-store.ts";
import { ObjectStore } from "#sandbox/aws/s3/object-store.ts";
import { SessionKeys } from "#sandbox/aws/sts/session-keys.ts";
import { StsQuota } from "#sandbox/aws/sts/sts-quota.ts";
import { CallLog } from "./call-log.ts";
import { type Partition, partitionOf } from "./partition.ts";
import { seedAccounts } from "./seed-accounts.ts";
import { seedLogGroups } from "./seed-log-groups.ts";

/** Everything the sandbox knows, in memory. One world per server. */
export interface SandboxState {
  readonly region: string;
  readonly partition: Partition;
  readonly iam: RoleStore;
  readonly logs: LogGroupStore;
  readonly queries: QueryStore;
  readonly logQuotas: CallQuotas;
  readonly objects: ObjectStore;
  readonly sessions: SessionKeys;
  readonly faults: FaultStore;
  readonly stsQuota: StsQuota;
  readonly callLog: CallLog;
  /** CloudFormation stacks by their id, JSON values only: kept over a restart with the rest. */
  readonly stacks: Map<string, unknown>;
  /** To be called after changing `stacks`; the books call it themselves. */
  readonly changed: () => void;
  /** Tells who keeps the world on disk that something changed. */
  onChange(listener: () => void): void;
  /** Back to the first day: no roles but the partner's, no objects, no ingested logs, no faults. */
  reset(): void;
}

/** `region` is where the seeded log groups live; it also decides the partition of every ARN. */
export function createState({ region = "eu-central-1" }: { region?: string } = {}): SandboxState {
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const partition = partitionOf(region);
  const state: SandboxState = {
    region,
    partition,
    iam: new RoleStore(partition, changed),
    logs: new LogGroupStore(partition, changed),
    queries: new QueryStore(),
    logQuotas: new CallQuotas(),
    objects: new ObjectStore(changed),
    sessions: new SessionKeys(),
    faults: new FaultStore(),
    stsQuota: new StsQuota(),
    callLog: new CallLog(),
    stacks: new Map(),
    changed,
    onChange: (listener) => void listeners.push(listener),
    reset() {
      state.iam.clear();
      state.logs.clear();
      state.objects.clear();
      state.stacks.clear();
      state.faults.clear();
      state.logQuotas.clear();
      state.stsQuota.set(null);
      state.queries.delayAll(0);
      state.sessions.shorten(undefined);
      state.callLog.clear();
      seedAccounts(state);
      seedLogGroups(state);
      changed();
    },
  };
  seedAccounts(state);
  seedLogGroups(state);
  return state;
}
