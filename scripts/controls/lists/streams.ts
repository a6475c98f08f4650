import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** Limits of long responses: event streams and file downloads. */
export const STREAM_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/streams/customer-stream.test.ts", [
    ["a person can open any number of streams", "inSlot", 'IfStatement > .test:has([name="ok"])', NEVER, "the eleventh"],
    [
      "a stream continues after sign-out",
      "streamResponse",
      'CallExpression[callee.property.name="all"] > ArrayExpression > :first-child',
      "remove",
      "the person is signed out",
    ],
    [
      "a stalled socket is kept open",
      "cutSlowReaders",
      'CallExpression[callee.property.name="destroy"]',
      becomes("undefined"),
      "has not drained",
    ],
    [
      "the stream of a removed member continues",
      "OpenStreams",
      'IfStatement > .test:has([name="isAllowed"])',
      ALWAYS,
      "a member who is removed",
    ],
    [
      "a stalled stream continues after its reader lost access",
      "OpenStreams",
      'ReturnStatement:has([name="cut"])',
      becomes("return;"),
      "a member who is removed",
    ],
    ["a process with open streams cannot stop", "OpenStreams", 'IfStatement:has([value="reconnect"]) > .test', NEVER, "shuts down"],
  ]),
  ...controlsOf("db/stream-slots.test.ts", [
    [
      "a customer can open any number of streams",
      "takeStreamSlot",
      'MemberExpression[property.name="customer"]',
      becomes("1000"),
      "a customer's over all its people",
    ],
  ]),
  ...controlsOf("lib/request/streams/stream-body.test.ts", [
    [
      "the memory of a stalled reader is kept",
      "OpenStreams",
      'ExpressionStatement:has([name="letGo"])',
      "remove",
      "takes nothing for ten seconds",
    ],
  ]),
  ...controlsOf("lib/logs/download/download-memory.test.ts", [
    [
      "stalled downloads can hold any number of events",
      "shareOfDownload",
      'CallExpression[callee.property.name="max"] > CallExpression[callee.property.name="min"]',
      "argument",
      "200 stalled",
    ],
  ]),
];
