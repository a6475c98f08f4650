import { createHash } from "node:crypto";
import type { RoleArn } from "#kernel/aws/role-arn.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { RoleSession } from "#lib/aws/role-session.ts";

/** The key of a role session. Two reads whose keys differ in any field never share a session. */
export interface SessionKey {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly externalIdId: string;
  readonly roleArn: RoleArn;
  readonly roleId: string;
  readonly sessionPolicy: string;
  readonly userId: UserId;
}

export interface RoleSessionCache {
  /**
   * Returns the session for this key: the cached one while it is fresh; a cached one in its last minutes is returned immediately and
   * replaced in the background; otherwise `open` is called, once for all concurrent requests. A failed `open` is not cached.
   */
  session<Failed>(key: SessionKey, open: () => Promise<Opened<Failed>>): Promise<Opened<Failed>>;
  /** Deletes every session of a connection, for example after quarantine, rotation or removal. */
  forget(connectionId: ConnectionId): void;
}

export type Opened<Failed> =
  | { readonly kind: "session"; readonly session: RoleSession }
  | { readonly kind: "failed"; readonly failed: Failed };

interface Entry {
  readonly connectionId: ConnectionId;
  readonly session: RoleSession;
  /** When the session is replaced: a random time between 3 and 5 minutes before its end, so that not all are replaced together. */
  readonly refreshAt: number;
}

const KEPT_SESSIONS = 5000;
/** A session is not returned in its last minute, because it could expire during a call. */
const LAST_MINUTE_MS = 60_000;

/**
 * Role sessions for reading, in the memory of this process and nowhere else. The key is the JSON of a tuple, so that no
 * two tuples give the same key.
 */
export function createRoleSessionCache(clock: Clock): RoleSessionCache {
  const entries = new Map<string, Entry>();
  const opening = new Map<string, Promise<Opened<unknown>>>();

  function open<Failed>(name: string, key: SessionKey, make: () => Promise<Opened<Failed>>): Promise<Opened<Failed>> {
    const running = opening.get(name) as Promise<Opened<Failed>> | undefined;
    if (running) return running;
    const began = make()
      .then((opened) => {
        if (opened.kind === "session") keep(name, key, opened.session);
        return opened;
      })
      .finally(() => opening.delete(name));
    opening.set(name, began);
    return began;
  }

  function keep(name: string, key: SessionKey, session: RoleSession): void {
    const ahead = (3 + 2 * Math.random()) * 60_000;
    entries.delete(name);
    entries.set(name, { connectionId: key.connectionId, session, refreshAt: session.expiresAt.getTime() - ahead });
    const [oldest] = entries.keys();
    if (entries.size > KEPT_SESSIONS && oldest !== undefined) entries.delete(oldest);
  }

  return {
    async session(key, make) {
      const name = nameOf(key);
      const now = clock.now().getTime();
      const entry = entries.get(name);
      if (entry === undefined || entry.session.expiresAt.getTime() - LAST_MINUTE_MS <= now) return open(name, key, make);
      // An error in the background is ignored: after the session has ended, the next read meets the error itself and reports it.
      if (entry.refreshAt <= now) void open(name, key, make).catch(() => undefined);
      return { kind: "session", session: entry.session };
    },
    forget(connectionId) {
      for (const [name, entry] of entries) if (entry.connectionId === connectionId) entries.delete(name);
    },
  };
}

function nameOf(key: SessionKey): string {
  const policy = createHash("sha256").update(key.sessionPolicy).digest("base64");
  return JSON.stringify([key.customerId, key.connectionId, key.externalIdId, key.roleArn, key.roleId, policy, key.userId]);
}
