import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";

export interface LogShipper {
  /** Queues one line of output. It is sent within a second. */
  ship(group: string, line: string): void;
  stop(): Promise<void>;
}

const BATCH = 500;
const LONGEST_LINE = 16_000;

/**
 * Sends the output of the demo's web process and sandbox to CloudWatch Logs in Acme's account, so that the demo shows real logs. Lines that
 * cannot be sent are dropped, and at most 5,000 lines of each log group wait.
 */
export function shipLogs(endpoint: string, region: string): LogShipper {
  const client = new CloudWatchLogsClient({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" },
  });
  const waiting = new Map<string, { timestamp: number; message: string }[]>();
  const stream = new Date().toISOString().replaceAll(":", "-");
  const created = new Set<string>();
  let sending: Promise<void> = Promise.resolve();

  async function send(): Promise<void> {
    for (const [group, lines] of waiting) {
      const batch = lines.splice(0, BATCH);
      if (batch.length === 0) continue;
      if (!created.has(group)) {
        await client.send(new CreateLogGroupCommand({ logGroupName: group })).catch(() => undefined);
        await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })).catch(() => undefined);
        created.add(group);
      }
      await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents: batch })).catch(() => undefined);
    }
  }

  const timer = setInterval(() => {
    sending = sending.then(send);
  }, 1000);
  timer.unref();
  return {
    ship(group, line) {
      const lines = waiting.get(group) ?? [];
      if (line !== "" && lines.length < 5000) lines.push({ timestamp: Date.now(), message: line.slice(0, LONGEST_LINE) });
      waiting.set(group, lines);
    },
    async stop() {
      clearInterval(timer);
      await sending;
      client.destroy();
    },
  };
}
