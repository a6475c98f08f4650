import { LIMIT_CONTROLS } from "./limit-controls.ts";
import { type CodeControl, controlsOf } from "./remove-control.ts";

/** Controls in front of Next.js: the HTTP server, the headers that it removes, and redirects after sign-in. */
export const HTTP_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("app/api/file-headers.ts", "app/api/file-headers.test.ts", [
    ["a file is displayed instead of downloaded", "attachment;", "inline;"],
  ]),
  ...controlsOf("lib/request/http-server/http-server.ts", "lib/request/http-server/http-server.test.ts", [
    [
      "a body can have any declared length",
      "> limits.bodyBytes) return tooLong",
      "> 1e9 * limits.bodyBytes) return tooLong",
      "refused at once",
    ],
    ["a chunked body can have any length", "this.received > this.most", "this.received > 1e9", "refused at once"],
    ["a rejected connection stays open", "() => socket.destroy(), ms", "() => undefined, ms", "only stays"],
    ["a client can continue to send after a rejection", "request.received > most && socket.destroy()", "undefined", "keeps sending"],
    [
      "a request reaches Next.js before its body has arrived",
      "    return true;\n  };",
      "    request.whenComplete();\n    return true;\n  };",
      "passed on only",
    ],
    ["a body can arrive slowly without end", "requestTimeout: limits.requestMs", "requestTimeout: 0", "trickles is cut off"],
    ["a response can take any time to begin", "limits), limits.answerMs)", "limits), 0x7fffffff)", "without a response in time"],
    ["headers can arrive slowly without end", "headersTimeout: limits.headersMs", "headersTimeout: 0", "headers that never end"],
    [
      "connections are unlimited",
      "server.maxConnections = limits.connections",
      "server.maxConnections = 0x7fffffff",
      "over the limit are closed",
    ],
    [
      "excess headers are dropped without an error",
      "limits.headers) return tooManyHeaders",
      "1e9) return tooManyHeaders",
      "twelve headers",
    ],
    ["a request can name another server", '!request.url?.startsWith("/")', "request.url === null", "address of another server"],
    ["Next.js answers requests for page data", "isDataPath(request.url) ? NO_DATA : null", "null", "Pages Router"],
    [
      "a connection can be upgraded to another protocol",
      "shouldUpgradeCallback: () => false",
      "shouldUpgradeCallback: () => true",
      "another protocol",
    ],
    ["data after a rejected request is read", "request.socket.writableEnded", "request.socket.destroyed", "is not read"],
  ]),
  ...controlsOf("lib/request/http-server/http-server.ts", "lib/request/http-server/internal-headers.test.ts", [
    ["a request can set internal headers", "      removeInternalHeaders(request);\n", "", "removed from every form"],
  ]),
  ...controlsOf("lib/request/http-server/internal-headers.ts", "lib/request/http-server/internal-headers.test.ts", [
    [
      "anyone who knows the header name counts as this process",
      "timingSafeEqual(Buffer.from(given), Buffer.from(SELF_SECRET))",
      "true",
      "removed from every form",
    ],
    ["the secret is sent to every server", "=== ownOrigin()) request", "!== null) request", "to itself keeps"],
    ["internal headers stay in rawHeaders", "request.rawHeaders.splice(at, 2)", "at -= 0", "removed from every form"],
  ]),
  ...controlsOf("lib/request/sign-in/safe-redirect-path.ts", "lib/request/sign-in/safe-redirect-path.test.ts", [
    ["sign-in can redirect to other sites", 'if (origin !== new URL(appUrl).origin || username !== ""', 'if (username !== ""'],
    ["sign-in can redirect to any path", "return PAGES.some((page) =>", "return true || PAGES.some((page) =>"],
    ["a redirect path can have encoded characters", "if (!/^(?:\\/[A-Za-z0-9_-]+)+$/.test(path)) return false;", ""],
  ]),
  ...controlsOf("lib/request/headers/network-address.ts", "lib/request/headers/network-address.test.ts", [
    ["each port counts as a network", "bracketed ?? beforePort ?? unquoted", "bracketed ?? unquoted"],
    ["any text counts as a network", "if (isIP(plain) === 0) return null;", "if (isIP(plain) === 0) return plain;"],
  ]),
  ...LIMIT_CONTROLS,
];

const STREAMS = "lib/request/streams/customer-stream.test.ts";

/** Limits of long responses: event streams and file downloads. */
export const STREAM_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/streams/customer-stream.ts", STREAMS, [
    ["a person can open any number of streams", "if (!stream.ok) return", "if (false) return", "the eleventh"],
    ["a stream continues after sign-out", "[isPresent(), isAllowed?.() ?? true]", "[isAllowed?.() ?? true]", "the person is signed out"],
  ]),
  ...controlsOf("db/stream-slots.ts", "db/stream-slots.test.ts", [
    [
      "a customer can open any number of streams",
      "take(holder, customer, limits.customer)",
      "take(holder, customer, 1000)",
      "a customer's over all its people",
    ],
  ]),
  ...controlsOf("lib/request/streams/node-responses.ts", STREAMS, [
    ["a stalled socket is kept open", "entry.response.destroy()", "void entry", "has not drained"],
  ]),
  ...controlsOf("lib/request/streams/open-streams.ts", STREAMS, [
    ["the stream of a removed member continues", "if (await stream.isAllowed()) return;", "return;", "a member who is removed"],
    [
      "a stalled stream continues after its reader lost access",
      "if (entry.ending) return stream.cut();",
      "if (entry.ending) return;",
      "a member who is removed",
    ],
    [
      "a process with open streams cannot stop",
      'if (!stream.isFile) this.#end(stream, entry, { kind: "reconnect" })',
      "if (false) break",
      "shuts down",
    ],
  ]),
  ...controlsOf("lib/request/streams/open-streams.ts", "lib/request/streams/stream-body.test.ts", [
    ["the memory of a stalled reader is kept", "stream.letGo(now);", "", "takes nothing for ten seconds"],
  ]),
  ...controlsOf("lib/logs/download/download-memory.ts", "lib/logs/download/download-memory.test.ts", [
    [
      "stalled downloads can hold any number of events",
      "Math.min(MOST_EVENTS, Math.floor(free / eventBytes))",
      "MOST_EVENTS",
      "200 stalled",
    ],
  ]),
];
