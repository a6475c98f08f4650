/** A call to AWS that the sandbox recorded. Times are in milliseconds since 1970. */
export interface RoleCall {
  readonly action: string;
  readonly sessionName: string | null;
  readonly externalId: string | null;
  readonly beganAt: number;
  readonly endedAt: number;
}

interface Entry {
  readonly at: string;
  readonly ms: number;
  readonly action: string;
  readonly callerArn: string | null;
  readonly roleArn: string | null;
  readonly sessionName: string | null;
  readonly externalId: string | null;
}

/** Every call since `mark` that assumed the role or was made with a session of it, oldest first. */
export async function callsOfRole(sandboxUrl: string, roleArn: string, mark: number): Promise<readonly RoleCall[]> {
  const answer = await fetch(`${sandboxUrl}/sandbox/calls?since=${mark}`);
  const { calls } = (await answer.json()) as { calls: Entry[] };
  const session = `:assumed-role/${roleArn.slice(roleArn.lastIndexOf("/") + 1)}/`;
  return calls
    .filter((call) => call.roleArn === roleArn || call.callerArn?.includes(session))
    .map(({ at, ms, action, sessionName, externalId }) => {
      const endedAt = Date.parse(at);
      return { action, sessionName, externalId, beganAt: endedAt - ms, endedAt };
    });
}
