import { parsePolicy } from "#sandbox/aws/iam/policy/parse-policy.ts";
import type { Policy } from "#sandbox/aws/iam/policy/policy-document.ts";
import type { Role } from "#sandbox/aws/iam/role.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SigningSecret } from "#sandbox/aws/protocol/verify-signature.ts";
import type { FederatedUser, RoleSession, SessionClaims } from "#sandbox/aws/sts/session-keys.ts";
import type { Caller } from "./caller.ts";
import { FIXED_KEYS, type FixedKey } from "./sandbox-accounts.ts";
import type { SandboxState } from "./state.ts";

const ADMINISTRATOR = parsePolicy('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', "identity");
const NO_TAGS: ReadonlyMap<string, string> = new Map();
const unknownToken = () => new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);

/**
 * The owner of an access key and the secret that the request must be signed with. `token` is the session token, if any.
 * @throws AwsError InvalidClientTokenId for an unknown key, an invalid token or a Region where the key is not valid, ExpiredToken for an expired one
 */
export function authenticate(
  state: SandboxState,
  accessKeyId: string,
  token: string | undefined,
  { now, region }: { readonly now: Date; readonly region: string },
): { caller: Caller; secret: SigningSecret } {
  const fixed = FIXED_KEYS.find((key) => key.accessKeyId === accessKeyId);
  if (fixed !== undefined) {
    if (token !== undefined) throw unknownToken();
    state.optInRegions.check(region, { isLimited: false });
    return { caller: callerOfKey(state, fixed), secret: { secretAccessKey: fixed.secretAccessKey } };
  }
  const claims = token === undefined ? undefined : state.sessions.read(accessKeyId, token);
  const caller = claims === undefined ? undefined : sessionCaller(state, claims, region, now);
  if (token === undefined || claims === undefined || caller === undefined) throw unknownToken();
  if (claims.expiresAt <= now.getTime()) throw new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
  state.optInRegions.check(region, { isLimited: "isLimited" in claims && claims.isLimited === true });
  return { caller, secret: { secretAccessKey: state.sessions.secretOf(accessKeyId), sessionToken: token } };
}

/** The caller of a session; undefined when its role was deleted or recreated. */
function sessionCaller(state: SandboxState, claims: SessionClaims, region: string, now: Date): Caller | undefined {
  const { accessKeyId } = claims;
  if ("userKeyId" in claims) {
    const key = FIXED_KEYS.find((each) => each.accessKeyId === claims.userKeyId);
    if (key === undefined) return undefined;
    const user = { ...callerOfKey(state, key), accessKeyId };
    return claims.federatedUser === undefined ? { ...user, isTemporary: true } : federatedCaller(state, user, claims.federatedUser);
  }
  const role = roleOfSession(state, claims, region, now);
  if (role === undefined) return undefined;
  const policies = sessionPoliciesOf(state, claims);
  return {
    ...roleCaller(state, role, accessKeyId, claims.sessionName),
    ...(claims.sessionPolicy === undefined && claims.policyArns === undefined ? {} : { sessionPolicies: policies }),
    ...(claims.sourceIdentity === undefined ? {} : { sourceIdentity: claims.sourceIdentity }),
    ...(claims.transitiveTagKeys === undefined ? {} : { transitiveTagKeys: claims.transitiveTagKeys }),
    sessionTags: claims.tags === undefined ? NO_TAGS : new Map(claims.tags),
  };
}

function sessionPoliciesOf(state: SandboxState, { sessionPolicy, policyArns = [] }: Pick<RoleSession, "sessionPolicy" | "policyArns">) {
  return [
    ...(sessionPolicy === undefined ? [] : [sessionPolicyOf(sessionPolicy)]),
    ...policyArns.flatMap((arn) => state.iam.policyByArn(arn) ?? []),
  ];
}

function federatedCaller(state: SandboxState, { userName: _, ...user }: Caller, federated: FederatedUser): Caller {
  const arn = `arn:${state.partition}:sts::${user.accountId}:federated-user/${federated.name}`;
  return {
    ...user,
    ...{ kind: "federated-user", arn, principalArn: arn, userId: `${user.accountId}:${federated.name}` },
    sessionPolicies: sessionPoliciesOf(state, federated),
    sessionTags: federated.tags === undefined ? NO_TAGS : new Map(federated.tags),
  };
}

/**
 * The role of a session as the Region sees it. Where a new role is not visible yet, its sessions are valid, because the token says so, but
 * they have no permissions.
 */
function roleOfSession(state: SandboxState, { roleArn, roleId }: RoleSession, region: string, now: Date): Role | undefined {
  const current = state.iam.findByArn(roleArn);
  const seen = state.propagation.seenFrom(region, roleArn, current, now.getTime());
  if (seen?.roleId === roleId) return seen;
  return current?.roleId === roleId ? { ...current, inlinePolicies: new Map(), attachedPolicies: new Set() } : undefined;
}

/** The owner of a fixed key: an administrator, or a session of the partner's role. */
export function callerOfKey(state: SandboxState, key: FixedKey): Caller {
  if (key.is === "role") return roleCaller(state, state.iam.getRole(key.accountId, key.roleName), key.accessKeyId, key.sessionName);
  const arn = `arn:${state.partition}:iam::${key.accountId}:user/${key.userName}`;
  return {
    ...{ kind: "user", accessKeyId: key.accessKeyId, accountId: key.accountId, arn, principalArn: arn, userName: key.userName },
    ...{ userId: `AIDASANDBOX${key.accountId.slice(0, 10)}`, identityPolicies: [ADMINISTRATOR], sessionTags: NO_TAGS },
  };
}

function roleCaller(state: SandboxState, role: Role, accessKeyId: string, sessionName: string): Caller {
  const boundary = role.permissionsBoundary === undefined ? undefined : state.iam.policyByArn(role.permissionsBoundary);
  return {
    kind: "role-session",
    accessKeyId,
    accountId: role.accountId,
    arn: `arn:${state.partition}:sts::${role.accountId}:assumed-role/${role.roleName}/${sessionName}`,
    principalArn: role.arn,
    userId: `${role.roleId}:${sessionName}`,
    identityPolicies: state.iam.identityPoliciesOf(role),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    sessionTags: NO_TAGS,
  };
}

const parsed = new Map<string, Policy>();

/** Parses a session policy. Up to 500 parsed policies are cached, because many calls have the same one. */
function sessionPolicyOf(text: string): Policy {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size > 500) parsed.clear();
  const policy = parsePolicy(text, "identity");
  parsed.set(text, policy);
  return policy;
}
