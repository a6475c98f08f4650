import { setTimeout as wait } from "node:timers/promises";
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { followByAws } from "#components/logs/tail/follow-by-aws.ts";
import { followByReads } from "#components/logs/tail/follow-by-reads.ts";
import { nextTail, TAIL_OFF, type TailStep } from "#components/logs/tail/tail-state.ts";
import type { PortalClient } from "./portal-client.ts";

const REGION = "eu-central-1";

/** Writes numbered events to a log group of the sandbox. */
export interface EventWriter {
  /** The messages that the sandbox acknowledged. */
  readonly written: readonly string[];
  /** Writes no more; resolves when the last event is acknowledged. @throws the error of an event that was not */
  stop(): Promise<void>;
}

/**
 * Creates a log group and returns the function that begins to write to it. The credentials are those of the sandbox's administrator in
 * the connected account (sandbox/README.md).
 */
export async function createWriter(sandboxUrl: string, logGroup: string): Promise<(everyMs: number) => EventWriter> {
  const credentials = { accessKeyId: "AKIASANDBOXACME00001", secretAccessKey: "sandbox-acme-secret" };
  const logs = new CloudWatchLogsClient({ region: REGION, endpoint: sandboxUrl, credentials });
  const names = { logGroupName: logGroup, logStreamName: "watched" };
  await logs.send(new CreateLogGroupCommand({ logGroupName: logGroup }));
  await logs.send(new CreateLogStreamCommand(names));
  return (everyMs) => {
    const written: string[] = [];
    const stopping = new AbortController();
    const writing = (async () => {
      while (!stopping.signal.aborted) {
        const message = `event ${written.length}`;
        await logs.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp: Date.now(), message }] }));
        written.push(message);
        await wait(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    })();
    // `stop` rethrows the error. Without this it would end the process before.
    writing.catch(() => undefined);
    return {
      written,
      async stop() {
        stopping.abort();
        await writing;
        logs.destroy();
      },
    };
  };
}

/** A live tail as the browser's page has it: the same code follows, resumes and collects the rows. */
export interface WatchedTail {
  readonly name: string;
  /** Whether it has loaded its first rows or the note that there are none. */
  readonly isOn: () => boolean;
  /** Why the tail ended by itself; null while it runs. */
  readonly ended: () => string | null;
  /** How often it was interrupted. */
  readonly interruptions: () => number;
  readonly messages: () => readonly string[];
  stop(): Promise<void>;
}

/** Opens a live tail of a log group: the free one, which reads every two seconds, or AWS's Live Tail. */
function watchTail(
  client: PortalClient,
  {
    connectionId,
    logGroup,
    by,
    name,
  }: { readonly connectionId: string; readonly logGroup: string; readonly by: "reads" | "aws"; readonly name: string },
): WatchedTail {
  const leave = new AbortController();
  const search = { connectionId, region: REGION, logGroup, pattern: "", cursor: null };
  const began = Date.now();
  let state = nextTail(TAIL_OFF, { kind: "start", at: began, by });
  let [on, interrupted, interruptions] = [false, false, 0];
  const steps: AsyncIterable<TailStep> =
    by === "reads"
      ? followByReads([search], began, leave.signal, client.send)
      : followByAws({ connectionId, region: REGION, logGroups: [logGroup], pattern: "" }, leave.signal, client.send);
  const following = (async () => {
    for await (const step of steps) {
      state = nextTail(state, step);
      const isInterrupted = state.note !== null;
      if (isInterrupted && !interrupted) interruptions += 1;
      interrupted = isInterrupted;
      if (step.kind === "events") on = true;
      if (state.phase !== "on") leave.abort();
    }
  })();
  return {
    name,
    isOn: () => on,
    ended: () => (state.phase === "ended" ? (state.note ?? "ended") : null),
    interruptions: () => interruptions,
    messages: () => state.events.map(({ message }) => message),
    async stop() {
      leave.abort();
      await following;
    },
  };
}

/** Opens this many live tails, half of them free and half AWS's, and waits until all follow. @throws Error if one ended, or after 30 seconds */
export async function openTails(
  client: PortalClient,
  { connectionId, logGroup }: { readonly connectionId: string; readonly logGroup: string },
  count: number,
): Promise<readonly WatchedTail[]> {
  const tails = Array.from({ length: count }, (_, n) =>
    watchTail(client, { connectionId, logGroup, by: n % 2 === 0 ? "reads" : "aws", name: `tail ${n + 1}` }),
  );
  const deadline = performance.now() + 30_000;
  while (tails.some((tail) => !tail.isOn())) {
    const ended = tails.flatMap((tail) => tail.ended() ?? []);
    if (ended.length > 0 || performance.now() > deadline) throw new Error(`the live tails did not start: ${ended.join("; ")}`);
    await wait(50);
  }
  return tails;
}

export interface TailSum {
  /** Number of events that were written. */
  readonly written: number;
  readonly lost: number;
  readonly doubled: number;
  /** Tails that ended by themselves, with the reason. */
  readonly ended: readonly string[];
  readonly interruptions: number;
}

/** Waits at most `patienceMs` milliseconds until every tail has every event, then counts what each has too little or too often. */
export async function sumOfTails(tails: readonly WatchedTail[], written: readonly string[], patienceMs: number): Promise<TailSum> {
  const deadline = performance.now() + patienceMs;
  const lostIn = (tail: WatchedTail) => {
    const shown = new Set(tail.messages());
    return written.filter((message) => !shown.has(message)).length;
  };
  while (tails.some((tail) => lostIn(tail) > 0) && performance.now() < deadline) await wait(100);
  const doubledIn = (tail: WatchedTail) => tail.messages().length - new Set(tail.messages()).size;
  return {
    written: written.length,
    lost: tails.reduce((sum, tail) => sum + lostIn(tail), 0),
    doubled: tails.reduce((sum, tail) => sum + doubledIn(tail), 0),
    ended: tails.flatMap((tail) => tail.ended() ?? []),
    interruptions: tails.reduce((sum, tail) => sum + tail.interruptions(), 0),
  };
}

/** The sum in one line, such as "51 events, 0 lost, 0 doubled, 0 tails ended, 40 interruptions". */
export function tailText({ written, lost, doubled, ended, interruptions }: TailSum): string {
  const why = ended.map((each) => ` (${each})`).join("");
  return `${written} events, ${lost} lost, ${doubled} doubled, ${ended.length} tails ended${why}, ${interruptions} interruptions`;
}

/** Whether every tail has every event once and still follows. */
export function isComplete({ lost, doubled, ended }: TailSum): boolean {
  return lost + doubled + ended.length === 0;
}
