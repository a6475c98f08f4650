import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll } from "vitest";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";
import type { Keys } from "./signed-request.ts";

/** Starts a sandbox for a test file. `sandbox()` returns it, `sts` and `logs` return SDK clients, `control` sends a command. */
export function useSandbox() {
  let started: Sandbox | undefined;
  beforeAll(async () => {
    started = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  });
  afterAll(async () => {
    await started?.close();
  });
  const sandbox = () => {
    if (started === undefined) throw new Error("the sandbox is not started before the first test");
    return started;
  };
  const options = (credentials: Keys, region = "eu-central-1") => ({ endpoint: sandbox().url, region, maxAttempts: 1, credentials });
  return {
    sandbox,
    sts: (keys: Keys) => new STSClient(options(keys)),
    logs: (keys: Keys, region?: string) => new CloudWatchLogsClient({ ...options(keys, region), disableHostPrefix: true }),
    control: async (method: string, path: string, body?: unknown): Promise<unknown> => {
      const response = await fetch(`${sandbox().url}/sandbox/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return response.json();
    },
  };
}
