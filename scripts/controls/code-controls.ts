import { AWS_CONTROLS } from "./aws-controls.ts";
import { HTTP_CONTROLS, STREAM_CONTROLS } from "./http-controls.ts";
import { type CodeControl, controlsOf } from "./remove-control.ts";

const GUARDS = "lib/request/guards/guards.test.ts";
const ENTRY_POINTS = "lib/request/guards/entry-points.test.ts";

const doorway = [
  ...controlsOf("lib/request/guards/proven-customer.ts", GUARDS, [
    ["a customer's action takes requests of other sites", "if (!reads && originVerdict", "if (false && originVerdict"],
    ["an owner's action takes members", "if (door.owner && requester", "if (false && requester"],
    ["a suspended customer changes things", "if (!reads && requester.suspended", "if (false && requester.suspended"],
    ["staff and strangers act as a customer", 'if (requester.kind !== "customer")', 'if (false && requester.kind !== "customer")'],
    ["nobody acts as a customer", 'if (requester.kind === "nobody")', 'if (false && requester.kind === "nobody")'],
  ]),
  ...controlsOf("lib/request/guards/proven-staff.ts", GUARDS, [
    ["a staff action takes requests of other sites", "if (!reads && originVerdict", "if (false && originVerdict"],
    ["any member of staff has every role", "&& roles.includes(requester.actor.role)) return ok", ") return ok"],
    ["a refused staff call leaves no trace", "if (!reads) await", "if (false) await"],
  ]),
  ...controlsOf("lib/request/guards/customer-page.ts", GUARDS, [
    ["staff open a customer's pages", 'if (requester.kind === "staff") notFound();', 'if (requester.kind === "staff") return "shown";'],
    [
      "a customer's page asks nobody to sign in",
      'if (requester.kind === "nobody") redirect',
      'if (requester.kind === "nobody") return "shown" ?? redirect',
    ],
  ]),
  ...controlsOf("lib/request/guards/staff-page.ts", GUARDS, [
    ["any member of staff opens every staff page", " || (roles && !roles.includes(requester.actor.role))", ""],
  ]),
  ...controlsOf("lib/request/guards/public-route.ts", GUARDS, [
    ["an open route takes other sites' posts", "if (!reads && originVerdict", "if (false && originVerdict"],
  ]),
  ...controlsOf("lib/request/guards/parse-input.ts", "lib/request/guards/parse-input.test.ts", [
    ["unknown keys of an input are let through", "? schema.strict() : schema", "? schema : schema"],
  ]),
  ...controlsOf("app/(customer)/connections/actions.ts", ENTRY_POINTS, [
    [
      "members start connections",
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
      "support suspends customers",
      'suspendCustomer = staffAction(\n  "suspend-customer",\n  ["operator"',
      'suspendCustomer = staffAction(\n  "suspend-customer",\n  ["support", "operator"',
    ],
  ]),
  ...controlsOf("app/(customer)/settings/page.tsx", ENTRY_POINTS, [
    ["a page has no guard", "export default customerPage", "export default (async ("],
  ]),
];

const browser = [
  ...controlsOf("lib/request/guards/origin-verdict.ts", "lib/request/guards/origin-verdict.test.ts", [
    ["Origin: null counts as none", "if (origin === null) return", 'if (origin === null || origin === "null") return'],
    ["the host may be another", 'if (host !== ours.host) return "cross-site";', ""],
    ["what the browser says of the site is not heard", 'if (site !== null && site !== "same-origin") return "cross-site";', ""],
    ["without an origin everybody is believed", 'return site === "same-origin" ? "same-origin" : "cross-site"', 'return "same-origin"'],
  ]),
  ...controlsOf("lib/request/headers/content-security-policy.ts", "lib/request/headers/security-headers.test.ts", [
    ["pages may be framed", "\"frame-ancestors 'none'\",", ""],
    ["inline scripts run", "`script-src 'self' 'nonce-", "`script-src 'self' 'unsafe-inline' 'nonce-"],
    ["a base address may be planted", "\"base-uri 'none'\",", ""],
    ["plug-ins may run", "\"object-src 'none'\",", ""],
    ["what is not named comes from anywhere", "\"default-src 'self'\",", ""],
    ["pictures come from anywhere", "\"img-src 'self' data:\",", '"img-src *",'],
    ["fonts come from anywhere", "\"font-src 'self'\",", '"font-src *",'],
    ["pages may send what they hold anywhere", "\"connect-src 'self'\",", '"connect-src *",'],
    ["style elements need no nonce", "`style-src-elem 'self' 'nonce-", "`style-src-elem 'self' 'unsafe-inline' 'nonce-"],
    ["a form may send elsewhere", "\"form-action 'self'\",", ""],
  ]),
  ...controlsOf("lib/request/headers/security-headers.ts", "lib/request/headers/security-headers.test.ts", [
    ["content types are guessed", '["x-content-type-options", "nosniff"],', ""],
    ["no answer has our headers", "response.setHeader(name, value);", "void [name, value, response];"],
    ["what is no page has no policy", '["content-security-policy", POLICY_OF_NO_PAGE] as const, ', ""],
    ["old browsers frame pages", '["x-frame-options", "DENY"],', ""],
    ["http is as good as https", 'appUrl.startsWith("https://")', "false"],
    ["addresses go to other sites", '["referrer-policy", "same-origin"],', ""],
    ["other sites embed our answers", '["cross-origin-resource-policy", "same-origin"],', ""],
    ["a page's opener keeps hold of it", '["cross-origin-opener-policy", "same-origin"],', ""],
    ["pages may use the camera", '["permissions-policy", ', '["permissions-policies", '],
  ]),
  ...controlsOf("proxy.ts", "proxy.test.ts", [
    ["pages are kept in caches", 'response.headers.set("cache-control", "no-store");', ""],
    ["no page has a content policy", 'response.headers.set("content-security-policy", policy);', ""],
    ["a nonce is the same for everybody", 'randomBytes(16).toString("base64")', '"c2FtZXNhbWVzYW1lc2FtZQ=="'],
  ]),
  ...controlsOf("next.config.ts", "proxy.test.ts", [["a body of any length is read", 'bodySizeLimit: "64kb"', 'bodySizeLimit: "1gb"']]),
  ...controlsOf("lib/request/sign-in/sign-in-cookies.ts", "lib/request/sign-in/sign-in-cookies.test.ts", [
    ["scripts read the cookies", "httpOnly: true", "httpOnly: false"],
    ["cookies go over http", "secure: true", "secure: false"],
    ["cookies come with other sites' posts", 'sameSite: "lax"', 'sameSite: "none"'],
    ["a subdomain may plant a cookie", '"__Host-csrf"', '"csrf"'],
  ]),
  ...controlsOf("lib/request/sign-in/oidc-provider.ts", "lib/request/sign-in/sign-in-cookies.test.ts", [
    ["an unverified address enters", "email_verified: z.literal(true)", "email_verified: z.any()"],
  ]),
  ...controlsOf("lib/request/sign-in/oidc-provider.ts", "lib/request/sign-in/sign-in-config.test.ts", [
    ["the way back from a provider is anybody's", '["pkce", "state", "nonce"]', '["none"]'],
  ]),
  ...controlsOf("lib/request/sign-in/sign-in-config.ts", "lib/request/sign-in/sign-in-config.test.ts", [
    ["a session speaks for itself", 'strategy: "database"', 'strategy: "jwt"'],
    ["a session lasts for weeks", "8 * 3600", "800 * 3600"],
    ["sign-in opens when the rules cannot be asked", 'logUnexpected("sign-in", error);\n    return false;', "return true;"],
  ]),
  ...controlsOf("lib/request/guards/requester.ts", "lib/request/guards/requester.test.ts", [
    ["whoever is at work is signed out", "sessionOwner(session, webEnv().sessionIdleMinutes)", "sessionOwner(session)"],
  ]),
  ...controlsOf("lib/request/guards/is-still-member.ts", "lib/request/guards/requester.test.ts", [
    ["a reading that goes on keeps its person signed in", "await sessionOwner(session)", "await sessionOwner(session, 120)"],
  ]),
  ...controlsOf("lib/sign-in/sign-in-store.ts", "lib/sign-in/unused-session.test.ts", [
    ["a session that nobody ever used lasts eight hours", "idleMinutes}::int", "LONGEST_MINUTES}::int", "nobody uses"],
  ]),
  ...controlsOf("lib/request/guards/answer.ts", "lib/request/guards/answer.test.ts", [
    ["an error is told to the browser", 'fail("unexpected", ', 'fail("unexpected", String(error) + '],
  ]),
  ...controlsOf("lib/request/streams/guarded-stream.ts", "lib/request/guards/answer.test.ts", [
    ["why a stream broke is told to the browser", "throw new StreamBroke(logUnexpected(door, error));", "throw error;"],
  ]),
  ...controlsOf("lib/sign-in/failure-of-refusal.ts", "lib/request/guards/answer.test.ts", [
    [
      "the database's refusals tell foreign from absent",
      'return fail("not-found", "not found");',
      'return fail("not-found", String(error));',
    ],
  ]),
  ...controlsOf("app/api/file-headers.ts", "app/api/file-headers.test.ts", [["a file is shown in the page", "attachment;", "inline;"]]),
  ...controlsOf("components/connections/connect/quick-create.tsx", "components/connections/connect/quick-create.test.ts", [
    ["the console is told from where its link was followed", 'rel="noreferrer"', 'rel="opener"'],
  ]),
  ...controlsOf("lib/role-setup/shared/quick-create-link.ts", "components/connections/connect/quick-create.test.ts", [
    ["the console's server is sent the ID", "#/stacks/quickcreate?", "&/stacks/quickcreate?"],
  ]),
  ...controlsOf("lib/request/sign-in/cross-site-link.ts", "lib/request/sign-in/cross-site-link.test.ts", [
    ["a navigation uses a mailed link", 'request.method === "POST"', 'request.method !== "HEAD"'],
  ]),
  ...controlsOf("lib/request/pages/log-unexpected.ts", "lib/request/pages/log-unexpected.test.ts", [
    ["an error's message is logged", "name: error.name,", "name: error.name, message: error.message,"],
  ]),
];

const limits = [
  ...controlsOf("lib/request/guards/proven-customer.ts", GUARDS, [["reads have no limit", "if (door.reads)", "if (false && door.reads)"]]),
  ...controlsOf("lib/request/limits/sign-in-limit.ts", GUARDS, [
    ["a network asks for links without end", '...(asksForLink && { "link-network": network })', ""],
  ]),
  ...controlsOf("lib/request/limits/sign-in-limit.ts", "lib/request/limits/sign-in-limit.test.ts", [
    ["a network tries ways in without end", '"sign-in-network": network, ', ""],
  ]),
  ...controlsOf("lib/sign-in/rate-limits.ts", "lib/sign-in/rate-limits.test.ts", [
    ["sign-in opens when nobody can count", '"link-network", "sign-in-network"])', '"sign-in-network"])', "when nobody can count"],
    ["addresses stand in the table", '.digest("base64url")', '.digest("base64url") + subject', "no address"],
  ]),
  ...controlsOf("lib/request/headers/network-address.ts", "lib/request/headers/network-address.test.ts", [
    ["a client says which network it is", "hops.at(-1 - trustedHops) ?? hops[0]", "hops[0]"],
  ]),
  ...controlsOf("lib/request/guards/is-still-member.ts", GUARDS, [
    ["a removed member reads on", "holder.customers.some((customer) => customer.id === actor.customerId)", "true"],
  ]),
  ...controlsOf("lib/logs/while-present.ts", "lib/logs/download/download-log-events.test.ts", [
    [
      "whoever is signed out reads on",
      "Promise.all([isPresent(), reader.stillReadable()])",
      "Promise.all([reader.stillReadable()])",
      "signed out",
    ],
  ]),
];

const audit = [
  ...controlsOf("lib/audit/verify-audit-chain.ts", "lib/audit/audit-checkpoints.test.ts", [
    ["a cut tail is not looked for", "else if (beyond !== undefined)", "else if (false && beyond !== undefined)", "checkpoints, what"],
    ["a chain written anew is not looked for", "if (other !== undefined)", "if (false && other !== undefined)", "checkpoints, what"],
  ]),
  ...controlsOf("lib/audit/checkpoint.ts", "lib/audit/audit-checkpoints.test.ts", [
    [
      "anybody makes a checkpoint",
      'same ? { kind: "checkpoint", checkpoint }',
      'same !== null ? { kind: "checkpoint", checkpoint }',
      "of another key",
    ],
  ]),
  ...controlsOf("scripts/gate/check-licenses.ts", "scripts/gate/check-licenses.test.ts", [
    ["any licence ships", "return accepted || isPermissive(license)", "return true || isPermissive(license)"],
  ]),
];

const people = [
  ...controlsOf("lib/sign-in/may-enter-by-oidc.ts", "lib/sign-in/entrance.test.ts", [
    ["staff enter by a mailed link", "known && !ofStaff", "known", "a staff address never enters"],
    ["strangers enter by a mailed link", "return known && ", "return ", "an address nobody invited"],
  ]),
  ...controlsOf("lib/sign-in/accept-invitation.ts", "lib/sign-in/entrance.test.ts", [
    [
      "a mailed session accepts a staff invitation",
      "begun?.provider !== staffEntryPoint.provider",
      "begun === undefined",
      "from a mailed link",
    ],
  ]),
  ...controlsOf("lib/request/sign-in/mailed-link.ts", "lib/request/sign-in/sign-in-service.test.ts", [
    ["another browser need not confirm the account", "if (!confirmed && (await", "if (false && (await"],
    ["a mailed link leads to another site", "returnPath = safeRedirectPath(url, appUrl);", "returnPath = url;"],
  ]),
  ...controlsOf("db/in-transaction.ts", "lib/staff/acts.test.ts", [
    ["staff act in nobody's name", 'if (actor.kind === "staff") return', 'if (actor.kind === "staff" && false) return'],
  ]),
];

/** Walls that no database holds, and the narrowest test that guards each. */
export const CODE_CONTROLS: readonly CodeControl[] = [
  ...doorway,
  ...browser,
  ...limits,
  ...audit,
  ...people,
  ...HTTP_CONTROLS,
  ...STREAM_CONTROLS,
  ...AWS_CONTROLS,
];
