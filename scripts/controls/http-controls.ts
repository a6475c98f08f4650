import { type CodeControl, controlsOf } from "./remove-control.ts";

/** What stands before the framework: the HTTP server, what it removes, and which addresses lead back to it. */
export const HTTP_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/http-server/http-server.ts", "lib/request/http-server/http-server.test.ts", [
    [
      "a body may be as long as it says",
      "> limits.bodyBytes) return tooLong",
      "> 1e9 * limits.bodyBytes) return tooLong",
      "refused at once",
    ],
    ["a body may come in chunks without end", "this.received > this.most", "this.received > 1e9", "refused at once"],
    ["a refused connection stays open", "() => socket.destroy(), ms", "() => undefined, ms", "only stays"],
    ["a client may go on sending after a refusal", "request.received > most && socket.destroy()", "undefined", "goes on sending"],
    [
      "a request is handed on before its body has arrived",
      "    return true;\n  };",
      "    request.whenComplete();\n    return true;\n  };",
      "handed on only",
    ],
    ["a body may trickle", "requestTimeout: limits.requestMs", "requestTimeout: 0", "trickles is cut off"],
    ["an answer may never begin", "limits), limits.answerMs)", "limits), 0x7fffffff)", "nobody answers in time"],
    ["headers may trickle", "headersTimeout: limits.headersMs", "headersTimeout: 0", "headers that never end"],
    [
      "connections are unlimited",
      "server.maxConnections = limits.connections",
      "server.maxConnections = 0x7fffffff",
      "closed as they come",
    ],
    ["headers are dropped without a word", "limits.headers) return tooManyHeaders", "1e9) return tooManyHeaders", "twelve headers"],
    ["a request may name another server", '!request.url?.startsWith("/")', "request.url === null", "address of another server"],
    ["the framework answers for data of pages", "isDataPath(request.url) ? NO_DATA : null", "null", "former router"],
    [
      "a connection becomes another protocol",
      "shouldUpgradeCallback: () => false",
      "shouldUpgradeCallback: () => true",
      "another protocol",
    ],
    ["what follows a refused request is read", "request.socket.writableEnded", "request.socket.destroyed", "is not read"],
  ]),
  ...controlsOf("lib/request/http-server/http-server.ts", "lib/request/http-server/internal-headers.test.ts", [
    ["a request names its own peer", "      removeInternalHeaders(request);\n", "", "in whichever form"],
  ]),
  ...controlsOf("lib/request/http-server/internal-headers.ts", "lib/request/http-server/internal-headers.test.ts", [
    [
      "whoever knows the header is this process",
      "timingSafeEqual(Buffer.from(given), Buffer.from(SELF_SECRET))",
      "true",
      "in whichever form",
    ],
    ["every server is told the proof", "=== ownOrigin()) request", "!== null) request", "to itself keeps"],
    ["internal headers stay in the raw list", "request.rawHeaders.splice(at, 2)", "at -= 0", "in whichever form"],
  ]),
  ...controlsOf("lib/request/sign-in/safe-redirect-path.ts", "lib/request/sign-in/safe-redirect-path.test.ts", [
    ["sign-in leads to other sites", 'if (origin !== new URL(appUrl).origin || username !== ""', 'if (username !== ""'],
    ["any path of the portal is one to come back to", "return PAGES.some((page) =>", "return true || PAGES.some((page) =>"],
    ["a path may have encoded parts", "if (!/^(?:\\/[A-Za-z0-9_-]+)+$/.test(path)) return false;", ""],
  ]),
  ...controlsOf("lib/request/headers/network-address.ts", "lib/request/headers/network-address.test.ts", [
    ["each port is a network", "bracketed ?? beforePort ?? unquoted", "bracketed ?? unquoted"],
    ["any text is a network", "if (isIP(plain) === 0) return null;", "if (isIP(plain) === 0) return plain;"],
  ]),
];

const STREAMS = "lib/request/streams/customer-stream.test.ts";

/** What bounds the answers that go on: streams of events, and files. */
export const STREAM_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/streams/customer-stream.ts", STREAMS, [
    ["a person opens any number of streams", "if (!stream.ok) return", "if (false) return", "the eleventh"],
    ["a stream goes on after sign-out", "[isPresent(), isAllowed?.() ?? true]", "[isAllowed?.() ?? true]", "whoever is signed out"],
  ]),
  ...controlsOf("db/stream-slots.ts", "db/stream-slots.test.ts", [
    [
      "a customer opens any number of streams",
      "take(holder, customer, limits.customer)",
      "take(holder, customer, 1000)",
      "a customer's over all its people",
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
