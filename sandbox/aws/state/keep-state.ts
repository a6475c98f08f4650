import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { StoredRole } from "#sandbox/aws/iam/role-store.ts";
import type { LogGroupStore } from "#sandbox/aws/logs/log-group-store.ts";
import type { ObjectStore } from "#sandbox/aws/s3/object-store.ts";
import { CANARY_ACCOUNT, PARTNER_ACCOUNT } from "./sandbox-accounts.ts";
import type { World } from "./state.ts";

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
export function keepState(world: World, dataFile: string, log: (line: string) => void): () => void {
  load(world, dataFile, log);
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    timer = undefined;
    mkdirSync(dirname(dataFile), { recursive: true });
    writeFileSync(`${dataFile}.new`, JSON.stringify(keptOf(world)), { mode: 0o600 });
    renameSync(`${dataFile}.new`, dataFile);
  };
  world.onChange(() => {
    timer ??= setTimeout(write, SETTLE_MS);
  });
  return () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    write();
  };
}

function keptOf(world: World): Kept {
  const { roles, policies } = world.iam.dump();
  const customers = roles.filter((role) => role.accountId !== PARTNER_ACCOUNT && role.accountId !== CANARY_ACCOUNT);
  return { format: 1, roles: customers, policies, logs: world.logs.dump(), objects: world.objects.dump(), stacks: [...world.stacks] };
}

function load(world: World, dataFile: string, log: (line: string) => void): void {
  if (!existsSync(dataFile)) return;
  try {
    const kept = JSON.parse(readFileSync(dataFile, "utf8")) as Kept;
    if (kept.format !== 1) throw new Error(`unknown format ${String(kept.format)}`);
    world.iam.load(kept);
    world.logs.load(kept.logs);
    world.objects.load(kept.objects);
    for (const [id, stack] of kept.stacks) world.stacks.set(id, stack);
  } catch (error) {
    renameSync(dataFile, `${dataFile}.unreadable`);
    log(`sandbox: ${dataFile} could not be read and was put aside: ${String(error)}`);
  }
}
