export interface Call {
  readonly action: string;
  readonly callerArn: string | null;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly sessionName: string | null;
  readonly requestId: string;
  /** The parameters beside those above. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface MadeRole {
  readonly accountId: string;
  readonly roleName: string;
  readonly arn: string;
}

/** What tests tell the sandbox, and what they ask it about the calls it has seen. */
export class Sandbox {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Makes matching calls go wrong; the shapes are those of sandbox/README.md. */
  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.#ask("POST", "/sandbox/faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#ask("DELETE", "/sandbox/faults");
  }

  async latency(ms: number): Promise<void> {
    await this.#ask("POST", "/sandbox/latency", { ms });
  }

  /** STS's quota, calls a second; none takes it back. */
  async stsQuota(perSecond?: number): Promise<void> {
    await this.#ask("POST", "/sandbox/sts-quota", perSecond === undefined ? {} : { perSecond });
  }

  /** How many of an account's calls to STS were let through since the quota was set, and how many were throttled. */
  async stsQuotaSeen(account: string): Promise<{ readonly passed: number; readonly throttled: number }> {
    return (await this.#ask("GET", `/sandbox/sts-quota?account=${account}`)) as { passed: number; throttled: number };
  }

  /** No role session made from now on lives longer; none takes it back. */
  async sessionLife(seconds?: number): Promise<void> {
    await this.#ask("POST", "/sandbox/session-life", seconds === undefined ? {} : { seconds });
  }

  /** How long a just-created role stays unknown to STS. */
  async propagation(ms: number): Promise<void> {
    await this.#ask("POST", "/sandbox/propagation", { ms });
  }

  /** The partner's own identity policy; none puts the sandbox's own back. */
  async identityPolicy(document?: Record<string, unknown>): Promise<void> {
    await this.#ask("POST", "/sandbox/identity-policy", document === undefined ? {} : { document });
  }

  /** A mark, for {@link callsSince}. */
  async now(): Promise<number> {
    const { last } = (await this.#ask("GET", "/sandbox/calls?since=999999999")) as { last: number };
    return last;
  }

  async callsSince(mark: number, words: Record<string, string> = {}): Promise<readonly Call[]> {
    const { calls } = (await this.#ask("GET", `/sandbox/calls?${new URLSearchParams({ ...words, since: String(mark) })}`)) as {
      calls: Call[];
    };
    return calls;
  }

  /** The calls that a role's sessions made since the mark: they name no role, but come from one. */
  async callsOfSessions({ roleName }: Pick<MadeRole, "roleName">, mark: number): Promise<readonly Call[]> {
    return (await this.callsSince(mark)).filter(({ callerArn }) => callerArn?.includes(`/${roleName}/`));
  }

  /** Of AssumeRole since it began: how many calls, and those that lack an External ID although they were not made to be refused. */
  async assumeRoles(): Promise<{ readonly seen: number; readonly lacking: readonly Call[] }> {
    return (await this.#ask("GET", "/sandbox/assume-roles")) as { seen: number; lacking: Call[] };
  }

  /** Creates the stack that a quick-create link describes, as the console's page does with the same values. */
  async createStack(quickCreateLink: string, accountId: string): Promise<MadeRole> {
    const link = new URL(quickCreateLink);
    const words = new URLSearchParams(link.hash.slice(link.hash.indexOf("?") + 1));
    const parameters = Object.fromEntries(
      [...words].filter(([name]) => name.startsWith("param_")).map(([name, value]) => [name.slice(6), value]),
    );
    const region = link.searchParams.get("region") ?? "eu-central-1";
    const stack = (await this.#ask("POST", "/console/cloudformation/stacks", {
      accountId,
      region,
      stackName: words.get("stackName"),
      templateUrl: words.get("templateURL"),
      parameters,
      capabilities: ["CAPABILITY_IAM"],
    })) as { outputs?: { key: string; value: string }[]; message?: string };
    const arn = stack.outputs?.find(({ key }) => key === "RoleArn")?.value;
    if (arn === undefined) throw new Error(`no stack was made: ${stack.message}`);
    return { accountId, arn, roleName: arn.slice(arn.lastIndexOf("/") + 1) };
  }

  async trustPolicy({ accountId, roleName }: MadeRole): Promise<unknown> {
    const role = (await this.#ask("GET", `/console/iam/roles.json?account=${accountId}&role=${roleName}`)) as {
      assumeRolePolicyDocument: string;
    };
    return JSON.parse(role.assumeRolePolicyDocument);
  }

  async setTrustPolicy({ accountId, roleName }: MadeRole, policy: unknown): Promise<void> {
    await this.#ask("PUT", `/console/iam/roles.json?account=${accountId}&role=${roleName}`, {
      assumeRolePolicyDocument: JSON.stringify(policy),
    });
  }

  async mails(to: string): Promise<readonly { subject: string; text: string }[]> {
    return (await this.#ask("GET", `/mail/messages.json?to=${encodeURIComponent(to)}`)) as { subject: string; text: string }[];
  }

  async #ask(method: string, path: string, body?: Record<string, unknown>): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}
