import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { StoredRole } from "#sandbox/aws/iam/role-store.ts";
import type { LogGroupStore } from "#sandbox/aws/logs/log-group-store.ts";
import type { ObjectStore } from "#sandbox/aws/s3/object-store.ts";
import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "./sandbox-accounts.ts";
import type { SandboxState } from "./state.ts";

interface Kept {
  readonly format: 1;
  readonly roles: readonly StoredRole[];
  readonly policies: readonly [string, string][];
  readonly logs: ReturnType<LogGroupStore["dump"]>;
  readonly objects: ReturnType<ObjectStore["dump"]>;
  readonly stacks: readonly [string, unknown][];
}

const SETTLE_MS = 300;

/**
 * Loads what a file holds into the world and keeps the file up to date: written a moment after a change, to a second
 * file that then takes the first one's place. The partner's and the canary's roles are never kept, they are seeded.
 * A file that cannot be read is put aside, not overwritten. Returns what writes the last changes and stops.
 */
export function keepState(state: SandboxState, dataFile: string, log: (line: string) => void): () => void {
  load(state, dataFile, log);
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    timer = undefined;
    mkdirSync(dirname(dataFile), { recursive: true });
    writeFileSync(`${dataFile}.new`, JSON.stringify(keptOf(state)), { mode: 0o600 });
    renameSync(`${dataFile}.new`, dataFile);
  };
  state.onChange(() => {
    timer ??= setTimeout(write, SETTLE_MS);
  });
  return () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  };
}

function keptOf(state: SandboxState): Kept {
  const { roles, policies } = state.iam.dump();
  const customers = roles.filter((role) => role.accountId !== PARTNER_ACCOUNT && role.accountId !== CANARY_ACCOUNT);
  return { format: 1, roles: customers, policies, logs: state.logs.dump(), objects: state.objects.dump(), stacks: [...state.stacks] };
}

function load(state: SandboxState, dataFile: string, log: (line: string) => void): void {
  if (!existsSync(dataFile)) return;
  try {
    const kept = JSON.parse(readFileSync(dataFile, "utf8")) as Kept;
    if (kept.format !== 1) throw new Error(`unknown format ${String(kept.format)}`);
    state.iam.load(kept);
    state.logs.load(kept.logs);
    state.objects.load(kept.objects);
    for (const [id, stack] of kept.stacks) state.stacks.set(id, stack);
  } catch (error) {
    renameSync(dataFile, `${dataFile}.unreadable`);
    log(`sandbox: ${dataFile} could not be read and was put aside: ${String(error)}`);
  }
}
