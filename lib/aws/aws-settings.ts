import { type Partition, partitionOf } from "#kernel/aws/partition.ts";

/** Region and endpoints. Custom endpoints require ALLOW_CUSTOM_AWS_ENDPOINTS=true and must be on this machine. */
export type AwsSettings = RealAwsSettings | CustomAwsSettings;

interface RealAwsSettings {
  /** The region of the STS endpoint for every AssumeRole call. */
  readonly region: string;
  readonly partition: Partition;
  readonly allowCustomEndpoints: false;
}

interface CustomAwsSettings {
  readonly region: string;
  readonly partition: Partition;
  readonly allowCustomEndpoints: true;
  readonly endpoints: { readonly sts?: string; readonly logs?: string };
}

type AwsSettingsReading =
  | { readonly kind: "settings"; readonly settings: AwsSettings }
  | { readonly kind: "problem"; readonly variable: string; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

const problem = (variable: string, message: string): AwsSettingsReading => ({ kind: "problem", variable, message });

/** Whether a URL points to this machine: `http` or `https`, and the host is localhost, 127.0.0.1 or ::1. No DNS lookup is made. */
export function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && LOOPBACK.has(url.hostname) && url.username === "";
}

/**
 * Reads region and endpoints from an environment. The result is a problem, with the name of the variable, for an unknown
 * region, for an endpoint variable without `ALLOW_CUSTOM_AWS_ENDPOINTS=true`, and for an endpoint on another machine.
 */
export function readAwsSettings(environment: Environment, region: string): AwsSettingsReading {
  const partition = partitionOf(region);
  if (partition === undefined) return problem("AWS_REGION", "AWS_REGION is not a known AWS Region.");
  const named = Object.keys(environment)
    .filter((name) => name.startsWith("AWS_ENDPOINT_URL") && (environment[name] ?? "") !== "")
    .sort();
  if (environment["ALLOW_CUSTOM_AWS_ENDPOINTS"] !== "true") {
    const [first] = named;
    if (first !== undefined) return problem(first, `${first} is set, but ALLOW_CUSTOM_AWS_ENDPOINTS is not true.`);
    return { kind: "settings", settings: { region, partition, allowCustomEndpoints: false } };
  }
  const remote = named.find((name) => !isLoopbackUrl(environment[name] ?? ""));
  if (remote !== undefined)
    return problem(remote, `${remote} must point to this machine (localhost) when ALLOW_CUSTOM_AWS_ENDPOINTS is true.`);
  const sts = environment["AWS_ENDPOINT_URL_STS"] || environment["AWS_ENDPOINT_URL"];
  const logs = environment["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] || environment["AWS_ENDPOINT_URL"];
  return {
    kind: "settings",
    settings: { region, partition, allowCustomEndpoints: true, endpoints: { ...(sts && { sts }), ...(logs && { logs }) } },
  };
}
