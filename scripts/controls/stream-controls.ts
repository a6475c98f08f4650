import { type CodeControl, controlsOf } from "./controls-of.ts";

const STREAMS = "lib/request/streams/customer-stream.test.ts";

/** What bounds the answers that go on: streams of events, and files. */
export const STREAM_WALLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/streams/customer-stream.ts", STREAMS, [
    ["a person opens any number of streams", "if (!stream.ok) return", "if (false) return", "the eleventh"],
    ["a stream goes on after sign-out", "[isPresent(), isAllowed?.() ?? true]", "[isAllowed?.() ?? true]", "whoever is signed out"],
  ]),
  ...controlsOf("db/stream-slots.ts", "db/stream-slots.test.ts", [
    [
      "a customer opens any number of streams",
      "take(holder, customer, limits.customer)",
      "take(holder, customer, 1000)",
      "a customer's, by whichever",
    ],
  ]),
  ...controlsOf("lib/request/streams/node-responses.ts", STREAMS, [
    ["a socket that stalls is kept", "entry.response.destroy()", "void entry", "has not drained"],
  ]),
  ...controlsOf("lib/request/streams/open-streams.ts", STREAMS, [
    ["a removed member reads on unseen", "if (await stream.isAllowed()) return;", "return;", "a member who is removed"],
    [
      "a stalled stream outlives its reader's access",
      "if (entry.ending) return stream.cut();",
      "if (entry.ending) return;",
      "a member who is removed",
    ],
    ["a process cannot go down", 'if (!stream.isFile) this.#end(stream, entry, { kind: "reconnect" })', "if (false) break", "goes down"],
  ]),
  ...controlsOf("lib/request/streams/open-streams.ts", "lib/request/streams/stream-body.test.ts", [
    ["what a reader who stalls holds is kept", "stream.letGo(now);", "", "takes nothing for ten seconds"],
  ]),
  ...controlsOf("lib/logs/download/download-memory.ts", "lib/logs/download/download-memory.test.ts", [
    ["stalled downloads hold any number of events", "Math.min(MOST_EVENTS, Math.floor(free / eventBytes))", "MOST_EVENTS", "two hundred"],
  ]),
];
