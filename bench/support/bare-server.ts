// The baseline of small-read and page-cpu: a Node.js server that only calls the SDK, without authentication, in its own process.
import { Agent, createServer, type ServerResponse } from "node:http";
import { CloudWatchLogsClient, DescribeLogGroupsCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { REGION } from "./role-credentials.ts";

const endpoint = process.env["BENCH_SANDBOX_URL"] ?? "";
const client = new CloudWatchLogsClient({
  region: REGION,
  endpoint,
  requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets: 200 }) },
});

/** `/events?group=…&from=…&to=…`: the events as NDJSON, page by page, with the simplest code. */
async function sendEvents(query: URLSearchParams, response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "application/x-ndjson" });
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: query.get("group") ?? "",
        startTime: Number(query.get("from")),
        endTime: Number(query.get("to")),
        limit: 10_000,
        ...(nextToken !== undefined && { nextToken }),
      }),
    );
    response.write((page.events ?? []).map((event) => `${JSON.stringify(event)}\n`).join(""));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  response.end();
}

const server = createServer(async (request, response) => {
  try {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/events") return await sendEvents(searchParams, response);
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
