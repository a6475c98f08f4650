import { AWS_CONTROLS } from "./aws-controls.ts";
import { HTTP_CONTROLS, STREAM_CONTROLS } from "./http-controls.ts";
import { type CodeControl, controlsOf } from "./remove-control.ts";

const GUARDS = "lib/request/guards/guards.test.ts";
const ENTRY_POINTS = "lib/request/guards/entry-points.test.ts";

const guards = [
  ...controlsOf("lib/request/guards/require-customer.ts", GUARDS, [
    ["a customer's action accepts cross-site requests", "if (!reads && originVerdict", "if (false && originVerdict"],
    ["a member can run an owner's action", "if (entryPoint.owner && requester", "if (false && requester"],
    ["a suspended customer can change data", "if (!reads && requester.suspended", "if (false && requester.suspended"],
    ["staff can act as a customer", 'if (requester.kind !== "customer")', 'if (false && requester.kind !== "customer")'],
    [
      "a person who is not signed in can act as a customer",
      'if (requester.kind === "nobody")',
      'if (false && requester.kind === "nobody")',
    ],
  ]),
  ...controlsOf("lib/request/guards/require-staff.ts", GUARDS, [
    ["a staff action accepts cross-site requests", "if (!reads && originVerdict", "if (false && originVerdict"],
    ["a staff member has every staff role", "&& roles.includes(requester.actor.role)) return ok", ") return ok"],
    ["a denied staff call is not audited", "if (!reads) await", "if (false) await"],
  ]),
  ...controlsOf("lib/request/guards/customer-page.ts", GUARDS, [
    ["staff can open a customer's pages", 'if (requester.kind === "staff") notFound();', 'if (requester.kind === "staff") return "shown";'],
    [
      "a customer's page does not require sign-in",
      'if (requester.kind === "nobody") redirect',
      'if (requester.kind === "nobody") return "shown" ?? redirect',
    ],
  ]),
  ...controlsOf("lib/request/guards/staff-page.ts", GUARDS, [
    ["every staff member can open every staff page", " || (roles && !roles.includes(requester.actor.role))", ""],
  ]),
  ...controlsOf("lib/request/guards/public-route.ts", GUARDS, [
    ["a public route accepts cross-site POST requests", "if (!reads && originVerdict", "if (false && originVerdict"],
  ]),
  ...controlsOf("lib/request/guards/parse-input.ts", "lib/request/guards/parse-input.test.ts", [
    ["unknown keys of an input are accepted", "? schema.strict() : schema", "? schema : schema"],
  ]),
  ...controlsOf("app/(customer)/connections/actions.ts", ENTRY_POINTS, [
    [
      "a member can start a connection",
      "refreshPages(start(actor, appContextOf(webEnv()))), {\n  owner: true,\n}",
      "refreshPages(start(actor, appContextOf(webEnv()))), {}",
    ],
    [
      "an action has no guard",
      "export const disableConnection = customerAction(",
      "export const disableConnection = ((x: unknown, y: unknown) => y)(",
    ],
  ]),
  ...controlsOf("app/(staff)/admin/actions.ts", ENTRY_POINTS, [
    [
      "the support role can suspend customers",
      'suspendCustomer = staffAction(\n  "suspend-customer",\n  ["operator"',
      'suspendCustomer = staffAction(\n  "suspend-customer",\n  ["support", "operator"',
    ],
  ]),
  ...controlsOf("app/(customer)/settings/page.tsx", ENTRY_POINTS, [
    ["a page has no guard", "export default customerPage", "export default (async ("],
  ]),
];

const browser = [
  ...controlsOf("lib/request/guards/requester.ts", "lib/request/guards/origin-verdict.test.ts", [
    ["Origin: null counts as a missing Origin", "if (origin === null) return", 'if (origin === null || origin === "null") return'],
    ["any Host header is accepted", 'if (host !== ours.host) return "cross-site";', ""],
    ["Sec-Fetch-Site is ignored", 'if (site !== null && site !== "same-origin") return "cross-site";', ""],
    [
      "a request without Origin counts as same-origin",
      'return site === "same-origin" ? "same-origin" : "cross-site"',
      'return "same-origin"',
    ],
  ]),
  ...controlsOf("lib/request/headers/content-security-policy.ts", "lib/request/headers/security-headers.test.ts", [
    ["pages can be framed", "\"frame-ancestors 'none'\",", ""],
    ["inline scripts can run", "`script-src 'self' 'nonce-", "`script-src 'self' 'unsafe-inline' 'nonce-"],
    ["a base element can change the base URL", "\"base-uri 'none'\",", ""],
    ["plug-ins can run", "\"object-src 'none'\",", ""],
    ["there is no default source", "\"default-src 'self'\",", ""],
    ["images can come from any site", "\"img-src 'self' data:\",", '"img-src *",'],
    ["fonts can come from any site", "\"font-src 'self'\",", '"font-src *",'],
    ["pages can send data to any site", "\"connect-src 'self'\",", '"connect-src *",'],
    ["style elements need no nonce", "`style-src-elem 'self' 'nonce-", "`style-src-elem 'self' 'unsafe-inline' 'nonce-"],
    ["a form can send data to another site", "\"form-action 'self'\",", ""],
  ]),
  ...controlsOf("lib/request/headers/security-headers.ts", "lib/request/headers/security-headers.test.ts", [
    ["browsers can guess content types", '["x-content-type-options", "nosniff"],', ""],
    ["responses have no security headers", "response.setHeader(name, value);", "void [name, value, response];"],
    ["responses other than pages have no content security policy", '["content-security-policy", POLICY_OF_NO_PAGE] as const, ', ""],
    ["old browsers can frame pages", '["x-frame-options", "DENY"],', ""],
    ["there is no HSTS header", 'appUrl.startsWith("https://")', "false"],
    ["URLs are sent to other sites as the referrer", '["referrer-policy", "same-origin"],', ""],
    ["other sites can embed responses", '["cross-origin-resource-policy", "same-origin"],', ""],
    ["the opener of a page can access it", '["cross-origin-opener-policy", "same-origin"],', ""],
    ["pages can use the camera", '["permissions-policy", ', '["permissions-policies", '],
  ]),
  ...controlsOf("proxy.ts", "proxy.test.ts", [
    ["pages can be cached", 'response.headers.set("cache-control", "no-store");', ""],
    ["no page has a content policy", 'response.headers.set("content-security-policy", policy);', ""],
    ["every page has the same nonce", 'randomBytes(16).toString("base64")', '"c2FtZXNhbWVzYW1lc2FtZQ=="'],
  ]),
  ...controlsOf("next.config.ts", "proxy.test.ts", [
    ["a request body can have any length", 'bodySizeLimit: "64kb"', 'bodySizeLimit: "1gb"'],
  ]),
  ...controlsOf("lib/request/sign-in/sign-in-cookies.ts", "lib/request/sign-in/sign-in-cookies.test.ts", [
    ["scripts can read the cookies", "httpOnly: true", "httpOnly: false"],
    ["cookies are sent over HTTP", "secure: true", "secure: false"],
    ["cookies are sent with cross-site POST requests", 'sameSite: "lax"', 'sameSite: "none"'],
    ["a subdomain can set a cookie", '"__Host-csrf"', '"csrf"'],
  ]),
  ...controlsOf("lib/request/sign-in/oidc-provider.ts", "lib/request/sign-in/sign-in-cookies.test.ts", [
    ["an unverified email address can sign in", "email_verified: z.literal(true)", "email_verified: z.any()"],
  ]),
  ...controlsOf("lib/request/sign-in/oidc-provider.ts", "lib/request/sign-in/sign-in-config.test.ts", [
    ["the callback of the identity provider is not bound to the browser", '["pkce", "state", "nonce"]', '["none"]'],
  ]),
  ...controlsOf("lib/request/sign-in/sign-in-config.ts", "lib/request/sign-in/sign-in-config.test.ts", [
    ["a session is a token that cannot be revoked", 'strategy: "database"', 'strategy: "jwt"'],
    ["a session lasts 800 hours", "8 * 3600", "800 * 3600"],
    ["sign-in is allowed when the sign-in rules fail", 'logUnexpected("sign-in", error);\n    return false;', "return true;"],
  ]),
  ...controlsOf("lib/request/guards/requester.ts", "lib/request/guards/requester.test.ts", [
    ["an active person is signed out", "sessionOwner(session, webEnv().sessionIdleMinutes)", "sessionOwner(session)"],
  ]),
  ...controlsOf("lib/request/guards/is-still-member.ts", "lib/request/guards/requester.test.ts", [
    ["an open stream keeps a person signed in", "await sessionOwner(session)", "await sessionOwner(session, 120)"],
  ]),
  ...controlsOf("lib/sign-in/sign-in-store.ts", "lib/sign-in/unused-session.test.ts", [
    ["an unused session lasts eight hours", "idleMinutes}::int", "LONGEST_MINUTES}::int", "an unused session"],
  ]),
  ...controlsOf("lib/request/guards/answer.ts", "lib/request/guards/answer.test.ts", [
    ["the browser receives an error's message", 'fail("unexpected", ', 'fail("unexpected", String(error) + '],
  ]),
  ...controlsOf("lib/request/streams/stream-body.ts", "lib/request/guards/answer.test.ts", [
    ["the browser receives why a stream failed", "throw new StreamBroke(logUnexpected(entryPoint, error));", "throw error;"],
  ]),
  ...controlsOf("lib/sign-in/failure-of-refusal.ts", "lib/request/guards/answer.test.ts", [
    [
      "a database error reveals whether a foreign object exists",
      'return fail("not-found", "not found");',
      'return fail("not-found", String(error));',
    ],
  ]),
  ...controlsOf(
    "components/connections/connect/create-role/quick-create.tsx",
    "components/connections/connect/create-role/quick-create.test.ts",
    [["the AWS console receives a referrer", 'rel="noreferrer"', 'rel="opener"']],
  ),
  ...controlsOf("lib/role-setup/shared/quick-create-link.ts", "components/connections/connect/create-role/quick-create.test.ts", [
    ["the External ID is sent to the server of the AWS console", "#/stacks/quickcreate?", "&/stacks/quickcreate?"],
  ]),
  ...controlsOf("lib/request/sign-in/cross-site-link.ts", "lib/request/sign-in/cross-site-link.test.ts", [
    ["opening a sign-in link uses it up", 'request.method === "POST"', 'request.method !== "HEAD"'],
  ]),
  ...controlsOf("kernel/log.ts", "kernel/log.test.ts", [
    ["an error's message is logged", "at: framesOf(error),", "at: framesOf(error), message: error.message,"],
  ]),
];

const limits = [
  ...controlsOf("lib/request/guards/require-customer.ts", GUARDS, [
    ["reads are not limited", "if (entryPoint.reads)", "if (false && entryPoint.reads)"],
  ]),
  ...controlsOf("lib/request/limits/sign-in-limit.ts", GUARDS, [
    ["sign-in links per network are not limited", '...(asksForLink && { "link-network": network })', ""],
  ]),
  ...controlsOf("lib/request/limits/sign-in-limit.ts", "lib/request/limits/sign-in-limit.test.ts", [
    ["sign-in attempts per network are not limited", '"sign-in-network": network, ', ""],
  ]),
  ...controlsOf("lib/sign-in/rate-limits.ts", "lib/sign-in/rate-limits.test.ts", [
    ["sign-in is not limited when counting fails", '"link-network", "sign-in-network"])', '"sign-in-network"])', "database cannot count"],
    ["email addresses are stored in the rate-limit table", '.digest("base64url")', '.digest("base64url") + subject', "neither an address"],
  ]),
  ...controlsOf("lib/request/headers/network-address.ts", "lib/request/headers/network-address.test.ts", [
    ["a client can choose its network address", "hops.at(-1 - trustedHops) ?? hops[0]", "hops[0]"],
  ]),
  ...controlsOf("lib/request/guards/is-still-member.ts", GUARDS, [
    ["a removed member can continue to read", "owner.customers.some((customer) => customer.id === actor.customerId)", "true"],
  ]),
  ...controlsOf("lib/logs/log-reader.ts", "lib/logs/download/download-log-events.test.ts", [
    [
      "a signed-out person can continue to read",
      "Promise.all([isPresent(), reader.stillReadable()])",
      "Promise.all([reader.stillReadable()])",
      "signed out",
    ],
  ]),
];

const audit = [
  ...controlsOf("lib/audit/verify-audit-chain.ts", "lib/audit/audit-checkpoints.test.ts", [
    [
      "a removed end of a chain is not detected",
      "else if (beyond !== undefined)",
      "else if (false && beyond !== undefined)",
      "checkpoints, changes",
    ],
    ["a rewritten chain is not detected", "if (other !== undefined)", "if (false && other !== undefined)", "checkpoints, changes"],
  ]),
  ...controlsOf("lib/audit/checkpoint.ts", "lib/audit/audit-checkpoints.test.ts", [
    [
      "anyone can create a checkpoint",
      'same ? { kind: "checkpoint", checkpoint }',
      'same !== null ? { kind: "checkpoint", checkpoint }',
      "with another key",
    ],
  ]),
  ...controlsOf("scripts/gate/check-licenses.ts", "scripts/gate/check-licenses.test.ts", [
    ["packages with any license can ship", "return isAccepted || isPermissive(license)", "return true || isPermissive(license)"],
  ]),
];

const people = [
  ...controlsOf("lib/sign-in/may-enter-by-oidc.ts", "lib/sign-in/entrance.test.ts", [
    ["staff can sign in with an emailed link", "known && !ofStaff", "known", "a staff address never signs in"],
    ["unknown people can sign in with an emailed link", "return known && ", "return ", "an address that was not invited"],
  ]),
  ...controlsOf("lib/sign-in/accept-invitation.ts", "lib/sign-in/entrance.test.ts", [
    [
      "a session from an emailed link can accept a staff invitation",
      "begun?.provider !== staffEntryPoint.provider",
      "begun === undefined",
      "from a mailed link",
    ],
  ]),
  ...controlsOf("lib/request/sign-in/mailed-link.ts", "lib/request/sign-in/sign-in-service.test.ts", [
    ["a sign-in link works in another browser without confirmation", "if (!confirmed && (await", "if (false && (await"],
    ["a sign-in link can redirect to another site", "returnPath = safeRedirectPath(url, appUrl);", "returnPath = url;"],
  ]),
  ...controlsOf("db/in-transaction.ts", "lib/staff/acts.test.ts", [
    ["actions of staff have no actor", 'if (actor.kind === "staff") return', 'if (actor.kind === "staff" && false) return'],
  ]),
];

/** The controls that are not in the database, each with the smallest test file that must fail when the control is removed. */
export const CODE_CONTROLS: readonly CodeControl[] = [
  ...guards,
  ...browser,
  ...limits,
  ...audit,
  ...people,
  ...HTTP_CONTROLS,
  ...STREAM_CONTROLS,
  ...AWS_CONTROLS,
];
