import type { Clock } from "#kernel/clock.ts";
import type { RoleArn } from "#kernel/role-arn.ts";
import type { AssumeRoleOutcome, ProbeRequest } from "#lib/aws/assume-role.ts";
import type { RoleSession } from "#lib/aws/role-session.ts";
import { noExternalId } from "#lib/aws/sent-external-id.ts";
import type { SessionName } from "#lib/aws/session-name.ts";

/** Two optional roles of the partner that customers' roles must deny. */
export interface OptionalPrincipals {
  readonly outside: RoleArn | undefined;
  readonly second: RoleArn | undefined;
}

type PrincipalSessionOutcome = { readonly kind: "session"; readonly session: RoleSession } | { readonly kind: "inconclusive" };

/** The session policy: such a session can only call sts:AssumeRole. */
const ONLY_ASSUME = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
});
/** A session is replaced this many milliseconds before it expires, so that it lasts for a whole run. */
const RENEW_AHEAD_MS = 2 * 60_000;

export type PrincipalSessions = (role: RoleArn) => Promise<PrincipalSessionOutcome>;

/** Opens sessions of the optional principals and caches one per role until shortly before it expires. */
export function createPrincipalSessions(ports: {
  readonly assume: (request: ProbeRequest) => Promise<AssumeRoleOutcome>;
  readonly clock: Clock;
  readonly sessionName: SessionName;
}): PrincipalSessions {
  const kept = new Map<RoleArn, RoleSession>();
  return async (roleArn) => {
    const known = kept.get(roleArn);
    if (known !== undefined && known.expiresAt.getTime() - ports.clock.now().getTime() > RENEW_AHEAD_MS)
      return { kind: "session", session: known };
    const { sessionName } = ports;
    const outcome = await ports.assume({
      roleArn,
      sessionName,
      externalId: noExternalId,
      durationSeconds: 3600,
      sessionPolicy: ONLY_ASSUME,
      maxAttempts: 2,
    });
    if (outcome.kind !== "granted") return { kind: "inconclusive" };
    kept.set(roleArn, outcome.session);
    return { kind: "session", session: outcome.session };
  };
}
