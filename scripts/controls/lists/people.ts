import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** Limits for people, sign-in and the audit log. */
export const PEOPLE_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/guards/guards.test.ts", [
    ["reads are not limited", "requireCustomer", 'IfStatement:has([name="takeFrom"]) > .test', NEVER],
    ["sign-in links per network are not limited", "signInLimit", 'SpreadElement:has([value="link-network"])', "remove"],
    ["a removed member can continue to read", "isStillMember", 'CallExpression[callee.property.name="some"]', "remove"],
  ]),
  ...controlsOf("kernel/people/unsubscribe-link.test.ts", [
    ["an unsubscribe link needs no signature", "readUnsubscribeToken", 'CallExpression[callee.property.name="some"]', becomes("true")],
    ["a signature may be any text of the right length", "isSameMac", 'CallExpression[callee.name="timingSafeEqual"]', becomes("true")],
  ]),
  ...controlsOf("lib/email/emails-turned-off.test.ts", [
    [
      "emails are sent to those who turned them off",
      "optionalRecipient",
      'CallExpression[callee.name="ownerAddressFor"]',
      becomes("peopleOwnerAddress(tx, customerId, userId)"),
      "turned off",
    ],
  ]),
  ...controlsOf("components/palette/recent-places.test.ts", [
    ["recent places stay after sign-out", "forgetRecentPlaces", "IfStatement > .test", NEVER],
    ["the browser remembers more than IDs", "recentPlaceOf", 'CallExpression[callee.property.name="test"]', becomes("true")],
  ]),
  ...controlsOf("lib/request/limits/sign-in-limit.test.ts", [
    ["sign-in attempts per network are not limited", "signInLimit", 'ObjectProperty[key.value="sign-in-network"]', "remove"],
  ]),
  ...controlsOf("lib/sign-in/rate-limits.test.ts", [
    [
      "sign-in is not limited when counting fails",
      "FAILS_CLOSED",
      'StringLiteral[value="link-network"]',
      "remove",
      "database cannot count",
    ],
    [
      "email addresses are stored in the rate-limit table",
      "takeOne",
      'CallExpression[callee.property.name="digest"]',
      becomes("$ + subject"),
      "neither an address",
    ],
  ]),
  ...controlsOf("lib/request/headers/network-address.test.ts", [
    ["a client can choose its network address", "networkAddress", 'CallExpression[callee.property.name="at"]', "remove"],
  ]),
  ...controlsOf("lib/logs/download/download-log-events.test.ts", [
    [
      "a signed-out person can continue to read",
      "whilePresent",
      'CallExpression[callee.property.name="all"] > ArrayExpression > :first-child',
      "remove",
      "signed out",
    ],
  ]),
  ...controlsOf("lib/audit/watch-chains.test.ts", [
    ["a broken audit chain raises no alert", "reportBrokenChain", 'VariableDeclarator[id.name="isNew"] > .init', becomes("true")],
    ["an audit chain may lack its end", "chainWatcher > isEnd", "ReturnStatement > LogicalExpression", becomes("true")],
    [
      "events before the first one of a chain are not noticed",
      "chainWatcher > verifyPart",
      'ConditionalExpression:has([name="hasStrays"]) > .test',
      becomes("false"),
    ],
    [
      "one audit chain that can't be read stops all others",
      "chainWatcher > verifyPart",
      "CatchClause ReturnStatement",
      becomes("throw error;"),
    ],
  ]),
  ...controlsOf("lib/staff/verify-chain.test.ts", [
    [
      "the stored end of a chain can be an event that is gone",
      "isHeadOf",
      'MemberExpression[property.name="isReal"]',
      becomes("true"),
      "a missing end",
    ],
  ]),
  ...controlsOf("lib/audit/audit-checkpoints.test.ts", [
    [
      "a removed end of a chain is not detected",
      "verifyAuditChain",
      'IfStatement > .alternate:has([value="cut"]) > .test',
      NEVER,
      "checkpoints, changes",
    ],
    ["a rewritten chain is not detected", "walkWhole", 'IfStatement:has([value="rewritten"]) > .test', NEVER, "checkpoints, changes"],
    [
      "anyone can create a checkpoint",
      "readCheckpoint",
      'ConditionalExpression:has([value="checkpoint"]) > .test',
      becomes("$ !== null"),
      "with another key",
    ],
  ]),
  ...controlsOf("scripts/gate/check-licenses.test.ts", [
    ["packages with any license can ship", "licenseProblems", 'LogicalExpression:has([name="isPermissive"])', ALWAYS],
  ]),
  ...controlsOf("lib/sign-in/entrance.test.ts", [
    ["staff can sign in with an emailed link", "mayEnterByLink", "LogicalExpression > .right", "remove", "a staff address never signs in"],
    [
      "unknown people can sign in with an emailed link",
      "mayEnterByLink",
      "LogicalExpression > .left",
      "remove",
      "an address that was not invited",
    ],
    [
      "a session from an emailed link can accept a staff invitation",
      "lib/sign-in/accept-invitation.ts",
      'IfStatement > .test:has([name="provider"])',
      NEVER,
      "from a mailed link",
    ],
  ]),
  ...controlsOf("lib/request/sign-in/sign-in-service.test.ts", [
    ["a sign-in link works in another browser without confirmation", "arrivingLink", 'IfStatement > .test:has([name="linkOrigin"])', NEVER],
    ["a sign-in link can redirect to another site", "forLinkRequest", 'CallExpression[callee.name="safeRedirectPath"]', "argument"],
  ]),
  ...controlsOf("lib/staff/acts.test.ts", [
    ["actions of staff have no actor", "inTransaction > nameSetting", 'IfStatement > .test:has([value="staff"])', NEVER],
  ]),
];
