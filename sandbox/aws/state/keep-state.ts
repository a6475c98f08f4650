import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { StoredPolicy } from "#sandbox/aws/iam/managed-policy.ts";
import type { StoredRole } from "#sandbox/aws/iam/role-store.ts";
import type { LogGroupStore } from "#sandbox/aws/logs/log-group-store.ts";
import type { ObjectStore } from "#sandbox/aws/s3/object-store.ts";
import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "./sandbox-accounts.ts";
import type { SandboxState } from "./state.ts";

interface SavedState {
  readonly format: 1;
  readonly roles: readonly StoredRole[];
  readonly policies: readonly StoredPolicy[];
  readonly logs: ReturnType<LogGroupStore["dump"]>;
  readonly objects: ReturnType<ObjectStore["dump"]>;
  readonly stacks: readonly [string, unknown][];
}

const SAVE_DELAY_MS = 300;

/**
 * Loads a data file into the state and saves the state to it 300 ms after a change. Each save writes a new file and renames it,
 * so that the file is never incomplete. Roles and stacks of the partner and canary accounts are not saved, because their roles are
 * seeded. An unreadable file is renamed to `.unreadable`. Returns a function that saves pending changes and stops.
 */
export function keepState(state: SandboxState, dataFile: string, log: (line: string) => void): () => void {
  load(state, dataFile, log);
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    timer = undefined;
    mkdirSync(dirname(dataFile), { recursive: true });
    writeFileSync(`${dataFile}.new`, JSON.stringify(toSavedState(state)), { mode: 0o600 });
    renameSync(`${dataFile}.new`, dataFile);
  };
  state.onChange(() => {
    timer ??= setTimeout(write, SAVE_DELAY_MS);
  });
  return () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  };
}

function toSavedState(state: SandboxState): SavedState {
  const { roles, policies } = state.iam.dump();
  const isSeeded = (accountId: string) => accountId === PARTNER_ACCOUNT || accountId === CANARY_ACCOUNT;
  const customers = roles.filter((role) => !isSeeded(role.accountId));
  // The key of a stack begins with its account.
  const stacks = [...state.stacks].filter(([key]) => !isSeeded(key.slice(0, PARTNER_ACCOUNT.length)));
  return { format: 1, roles: customers, policies, logs: state.logs.dump(), objects: state.objects.dump(), stacks };
}

function load(state: SandboxState, dataFile: string, log: (line: string) => void): void {
  if (!existsSync(dataFile)) return;
  try {
    const saved = JSON.parse(readFileSync(dataFile, "utf8")) as SavedState;
    if (saved.format !== 1) throw new Error(`unknown format ${String(saved.format)}`);
    state.iam.load(saved);
    state.logs.load(saved.logs);
    state.objects.load(saved.objects);
    for (const [id, stack] of saved.stacks) state.stacks.set(id, stack);
  } catch (error) {
    renameSync(dataFile, `${dataFile}.unreadable`);
    log(`sandbox: ${dataFile} could not be read and was renamed: ${String(error)}`);
  }
}
