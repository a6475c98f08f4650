// The baseline of small-read: a bare node server and the SDK, in a process of its own. It proves nothing about who asks.
import { Agent, createServer } from "node:http";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { REGION } from "./role-credentials.ts";

const endpoint = process.env["BENCH_SANDBOX_URL"] ?? "";
const client = new CloudWatchLogsClient({
  region: REGION,
  endpoint,
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 200 }) },
});

const server = createServer(async (_request, response) => {
  try {
    const { logGroups = [], nextToken = null } = await client.send(new DescribeLogGroupsCommand({ limit: 50 }));
    const groups = logGroups.map(({ logGroupName, storedBytes, retentionInDays, logGroupClass }) => ({
      name: logGroupName,
      storedBytes,
      retentionDays: retentionInDays,
      logClass: logGroupClass,
    }));
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ groups, nextToken }));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
process.stdin.on("end", () => process.exit(0)).resume();
