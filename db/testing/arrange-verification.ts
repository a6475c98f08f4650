import { createSecretKey, randomInt } from "node:crypto";
import { ConnectionId, type CustomerId, RunId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { probeParts, recordMac } from "#kernel/verification/record-mac.ts";
import { type AsOwner, arrangeDraft, sha256 } from "./arrange.ts";

/** The probes that must be denied in a secure run. */
const NEGATIVES = ["none", "doubled", "upper", "near-miss", "random"] as const;

/** The key ring for the MACs of arranged probes. The portal of a test has another one, so it does not trust them. */
export const ARRANGED_RING = new Secret([{ id: "arranged", key: createSecretKey(Buffer.alloc(32, 7)) }]);

export interface ArrangedRun {
  readonly id: RunId;
  readonly arnHmac: string;
  readonly accountId: string;
  readonly roleId: string;
}

export interface RunWishes {
  readonly arnHmac?: string;
  readonly accountId?: string;
  readonly roleId?: string;
  readonly reason?: string;
  readonly sandbox?: boolean;
  readonly externalIdId?: string;
}

/** An open run with the connection's current External ID, or with `externalIdId`. */
export async function arrangeOpenRun(
  db: AsOwner,
  customerId: CustomerId,
  connectionId: ConnectionId,
  wishes: RunWishes = {},
): Promise<ArrangedRun> {
  const arnHmac = wishes.arnHmac ?? sha256(`arn of ${connectionId}`);
  const { rows } = await db.query<{ id: string }>(
    `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox)
     select customer_id, id, coalesce($3, external_id_id), $4, $5, $6 from connections where customer_id = $1 and id = $2 returning id`,
    [customerId, connectionId, wishes.externalIdId ?? null, wishes.reason ?? "recheck", arnHmac, wishes.sandbox ?? false],
  );
  return {
    id: RunId.parse(rows[0]?.id),
    arnHmac,
    accountId: wishes.accountId ?? String(randomInt(100_000_000_000, 999_999_999_999)),
    roleId: wishes.roleId ?? `AROA${sha256(arnHmac).slice(0, 16).toUpperCase()}`,
  };
}

/** Inserts the probes of a secure run, without closing it. */
export async function arrangeSecureProbes(db: AsOwner, customerId: CustomerId, runId: RunId): Promise<void> {
  const correct = ["right", "allowed", null] as const;
  const probes = [correct, ...NEGATIVES.map((name) => [name, "denied", "AccessDenied"] as const), correct];
  const found = await db.query<{ connection: string; external: string; sandbox: boolean; session: string | null; region: string | null }>(
    `select connection_id as connection, external_id_id as external, sandbox, session_name as session, sts_region as region
     from verification_runs where customer_id = $1 and id = $2`,
    [customerId, runId],
  );
  const [run] = found.rows;
  if (run === undefined) throw new Error("there is no such run");
  const { connection: connectionId, external: externalIdId, sandbox, session: sessionName, region: stsRegion } = run;
  for (const [n, [name, got, code]] of probes.entries()) {
    const requestId = `request-${n}`;
    const expected = name === "right" ? "allowed" : "denied";
    const ofRun = { customerId, connectionId, runId, externalIdId, sandbox, sessionName, stsRegion };
    const parts = probeParts({ ...ofRun, n, name, expected, got, code, requestId, sentHint: null, ms: 12 });
    const text =
      "insert into verification_probes (customer_id, run_id, n, name, got, code, request_id, ms, mac) values ($1, $2, $3, $4, $5, $6, $7, 12, $8)";
    await db.query(text, [customerId, runId, n, name, got, code, requestId, recordMac(ARRANGED_RING, "probe", parts)]);
  }
}

/** A run that was closed as secure. */
export async function arrangeSecureRun(
  db: AsOwner,
  customerId: CustomerId,
  connectionId: ConnectionId,
  wishes: RunWishes = {},
): Promise<ArrangedRun> {
  const run = await arrangeOpenRun(db, customerId, connectionId, wishes);
  await arrangeSecureProbes(db, customerId, run.id);
  const text =
    "update verification_runs set verdict = 'secure', control = 'ok', account_id = $3, role_id = $4 where customer_id = $1 and id = $2";
  await db.query(text, [customerId, run.id, run.accountId, run.roleId]);
  return run;
}

export interface ConnectionWishes extends RunWishes {
  readonly name?: string;
  readonly regions?: readonly string[];
  /** The value of the sealed ARN. A test that opens it must seal a real one. */
  readonly sealedArn?: string;
  readonly status?: "connected" | "expired" | "access_denied" | "quarantined" | "disabled" | "removed";
}

export interface ArrangedConnection {
  readonly id: ConnectionId;
  readonly externalId: string;
  readonly externalIdId: string;
  readonly run: ArrangedRun;
}

/** A connection that was just verified; connected unless `status` says otherwise. */
export async function arrangeConnection(db: AsOwner, customerId: CustomerId, wishes: ConnectionWishes = {}): Promise<ArrangedConnection> {
  const draft = await arrangeDraft(db, customerId, {
    ...(wishes.name === undefined ? {} : { name: wishes.name }),
    ...(wishes.regions === undefined ? {} : { regions: wishes.regions }),
  });
  const run = await arrangeSecureRun(db, customerId, draft.id, wishes);
  await db.query(
    `update connections set status = 'connected', role_arn = $3, arn_hmac = $4, account_id = $5, role_id = $6, verified_run_id = $7
     where customer_id = $1 and id = $2`,
    [customerId, draft.id, wishes.sealedArn ?? "sealed", run.arnHmac, run.accountId, run.roleId, run.id],
  );
  const status = wishes.status ?? "connected";
  if (status !== "connected")
    await db.query("update connections set status = $3 where customer_id = $1 and id = $2", [customerId, draft.id, status]);
  return { ...draft, run };
}

/** Moves the time of the last verification into the past. The product can't do this; here the superuser disables the triggers. */
export async function agedVerification(admin: AsOwner, customerId: CustomerId, connectionId: ConnectionId, age: string): Promise<void> {
  await admin.query(
    `do $$ begin set local session_replication_role = replica;
     update connections set verified_at = now() - interval '${age.replace(/[^0-9a-z ]/g, "")}'
      where customer_id = '${customerId}' and id = '${ConnectionId.parse(connectionId)}'; end $$`,
  );
}
