export interface Call {
  readonly action: string;
  readonly callerArn: string | null;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly sessionName: string | null;
  readonly requestId: string;
  /** All other parameters. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface MadeRole {
  readonly accountId: string;
  readonly roleName: string;
  readonly arn: string;
}

/** Configures the sandbox and reads the calls that it recorded. */
export class Sandbox {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Makes matching calls fail. `sandbox/README.md` describes the format. */
  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.#request("POST", "/sandbox/faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#request("DELETE", "/sandbox/faults");
  }

  async latency(ms: number): Promise<void> {
    await this.#request("POST", "/sandbox/latency", { ms });
  }

  /** Sets the quota of STS in calls per second, or removes it. */
  async stsQuota(perSecond?: number): Promise<void> {
    await this.#request("POST", "/sandbox/sts-quota", perSecond === undefined ? {} : { perSecond });
  }

  /** The number of an account's STS calls that passed and that were throttled since the quota was set. */
  async stsQuotaSeen(account: string): Promise<{ readonly passed: number; readonly throttled: number }> {
    return (await this.#request("GET", `/sandbox/sts-quota?account=${account}`)) as { passed: number; throttled: number };
  }

  /**
   * Sets how fast queries run: how long they are scheduled, how long they run without scanning, how much they then scan, how they end.
   * With a role, its queries only, also those that run already. Without settings they are as fast as the sandbox.
   */
  async queryTime(
    role: Pick<MadeRole, "arn"> | "all",
    settings: {
      readonly scheduledMs?: number;
      readonly ms?: number;
      readonly bytesPerSecond?: number;
      readonly outcome?: "Timeout";
    } = {},
  ): Promise<void> {
    await this.#request("POST", "/sandbox/query-time", { ...(role !== "all" && { principalArn: role.arn }), ...settings });
  }

  /** Limits the duration of new role sessions, in seconds, or removes the limit. */
  async sessionLife(seconds?: number): Promise<void> {
    await this.#request("POST", "/sandbox/session-life", seconds === undefined ? {} : { seconds });
  }

  /** Sets the time during which STS does not know a new role, in milliseconds: this role, or without one all roles. */
  async propagation(ms: number, role?: Pick<MadeRole, "arn">): Promise<void> {
    await this.#request("POST", "/sandbox/propagation", { ms, ...(role && { roleArn: role.arn }) });
  }

  /** Sets the identity policy of the partner's role, or restores the default one. */
  async identityPolicy(document?: Record<string, unknown>): Promise<void> {
    await this.#request("POST", "/sandbox/identity-policy", document === undefined ? {} : { document });
  }

  /** The number of the last recorded call, for {@link callsSince}. */
  async now(): Promise<number> {
    const { last } = (await this.#request("GET", "/sandbox/calls?since=999999999")) as { last: number };
    return last;
  }

  async callsSince(mark: number, filter: Record<string, string> = {}): Promise<readonly Call[]> {
    const { calls } = (await this.#request("GET", `/sandbox/calls?${new URLSearchParams({ ...filter, since: String(mark) })}`)) as {
      calls: Call[];
    };
    return calls;
  }

  /** The calls that the sessions of a role made since the mark. Such calls do not name the role, but their caller ARN does. */
  async callsOfSessions({ roleName }: Pick<MadeRole, "roleName">, mark: number): Promise<readonly Call[]> {
    return (await this.callsSince(mark)).filter(({ callerArn }) => callerArn?.includes(`/${roleName}/`));
  }

  /** The number of AssumeRole calls since the start, and those without an External ID that were not probes. */
  async assumeRoles(): Promise<{ readonly seen: number; readonly lacking: readonly Call[] }> {
    return (await this.#request("GET", "/sandbox/assume-roles")) as { seen: number; lacking: Call[] };
  }

  /** Creates the stack of a quick-create link, as the page in the AWS console does with the same values. */
  async createStack(quickCreateLink: string, accountId: string): Promise<MadeRole> {
    const { region, stackName, ...update } = stackOf(quickCreateLink);
    const stack = (await this.#request("POST", "/console/cloudformation/stacks", { accountId, region, stackName, ...update })) as {
      outputs?: { key: string; value: string }[];
      message?: string;
    };
    const arn = stack.outputs?.find(({ key }) => key === "RoleArn")?.value;
    if (arn === undefined) throw new Error(`the stack was not created: ${stack.message}`);
    return { accountId, arn, roleName: arn.slice(arn.lastIndexOf("/") + 1) };
  }

  /** Updates the stack that was created with this link, with other values for some of its parameters. */
  async updateStack(quickCreateLink: string, accountId: string, changed: Readonly<Record<string, string>>): Promise<void> {
    const { region, stackName, parameters, ...update } = stackOf(quickCreateLink);
    const path = ["/console/cloudformation/stacks", accountId, region, stackName].join("/");
    const stack = (await this.#request("PUT", path, { ...update, parameters: { ...parameters, ...changed } })) as { status?: string };
    if (stack.status !== "UPDATE_COMPLETE") throw new Error(`the stack was not updated: ${JSON.stringify(stack)}`);
  }

  async trustPolicy({ accountId, roleName }: MadeRole): Promise<unknown> {
    const role = (await this.#request("GET", `/console/iam/roles.json?account=${accountId}&role=${roleName}`)) as {
      assumeRolePolicyDocument: string;
    };
    return JSON.parse(role.assumeRolePolicyDocument);
  }

  async setTrustPolicy({ accountId, roleName }: MadeRole, policy: unknown): Promise<void> {
    await this.#request("PUT", `/console/iam/roles.json?account=${accountId}&role=${roleName}`, {
      assumeRolePolicyDocument: JSON.stringify(policy),
    });
  }

  async mails(to: string): Promise<readonly { subject: string; text: string }[]> {
    return (await this.#request("GET", `/mail/messages.json?to=${encodeURIComponent(to)}`)) as { subject: string; text: string }[];
  }

  async #request(method: string, path: string, body?: Record<string, unknown>): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

/** What a quick-create link fills in. */
function stackOf(quickCreateLink: string) {
  const link = new URL(quickCreateLink);
  const linkParameters = new URLSearchParams(link.hash.slice(link.hash.indexOf("?") + 1));
  return {
    region: link.searchParams.get("region") ?? "eu-central-1",
    stackName: linkParameters.get("stackName") ?? "",
    templateUrl: linkParameters.get("templateURL"),
    parameters: Object.fromEntries(
      [...linkParameters].filter(([name]) => name.startsWith("param_")).map(([name, value]) => [name.slice(6), value]),
    ),
    capabilities: ["CAPABILITY_IAM"],
  };
}
