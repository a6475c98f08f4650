import { FaultStore } from "#sandbox/aws/faults/fault-store.ts";
import { Propagation } from "#sandbox/aws/iam/propagation.ts";
import { RoleStore } from "#sandbox/aws/iam/role-store.ts";
import { CallQuotas } from "#sandbox/aws/logs/call-quotas.ts";
import { QueryStore } from "#sandbox/aws/logs/insights/query-store.ts";
import { LogGroupStore } from "#sandbox/aws/logs/log-group-store.ts";
import { ObjectStore } from "#sandbox/aws/s3/object-store.ts";
import { SessionKeys } from "#sandbox/aws/sts/session-keys.ts";
import { StsQuota } from "#sandbox/aws/sts/sts-quota.ts";
import { CallLog } from "./call-log.ts";
import { OptInRegions } from "./opt-in-regions.ts";
import { type Partition, partitionOf } from "./partition.ts";
import { seedAccounts } from "./seed-accounts.ts";
import { seedLogGroups } from "./seed-log-groups.ts";
import { ServiceClock } from "./service-clock.ts";

/** The state of one sandbox, in memory. */
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
  readonly clock: ServiceClock;
  readonly propagation: Propagation;
  readonly optInRegions: OptInRegions;
  readonly callLog: CallLog;
  /** CloudFormation stacks by account, region and name, as JSON values that can be saved. */
  readonly stacks: Map<string, unknown>;
  /** Call this after a change of `stacks`. The stores call it themselves. */
  readonly changed: () => void;
  /** Adds a listener for changes, which is used to save the state. */
  onChange(listener: () => void): void;
  /** Restores the initial state: seeded roles and log groups only, without stacks, objects, ingested logs, faults and quotas. */
  reset(): void;
}

/** Creates a seeded state. `region` is the region of the seeded log groups and determines the partition of every ARN. */
export function createState({ region = "eu-central-1" }: { region?: string } = {}): SandboxState {
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const partition = partitionOf(region);
  const clock = new ServiceClock();
  const propagation = new Propagation(() => iam.allRoles());
  const iam = new RoleStore(partition, () => {
    propagation.changed(clock.now().getTime());
    changed();
  });
  const state: SandboxState = {
    region,
    partition,
    iam,
    logs: new LogGroupStore(partition, changed),
    queries: new QueryStore(() => clock.now().getTime()),
    logQuotas: new CallQuotas(),
    objects: new ObjectStore(changed),
    sessions: new SessionKeys(),
    faults: new FaultStore(),
    stsQuota: new StsQuota(),
    clock,
    propagation,
    optInRegions: new OptInRegions(),
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
      state.clock.set(0);
      state.propagation.set(undefined);
      state.optInRegions.set({});
      state.queries.clear();
      state.sessions.limitDuration(undefined);
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
