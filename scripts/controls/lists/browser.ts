import { ALWAYS, becomes, type CodeControl, controlsOf, NEVER } from "#scripts/controls/code-control.ts";

/** What a browser may do with the pages and what it may learn. */
export const BROWSER_CONTROLS: readonly CodeControl[] = [
  ...controlsOf("lib/request/guards/origin-verdict.test.ts", [
    [
      "Origin: null counts as a missing Origin",
      "originVerdict",
      "IfStatement:has(ConditionalExpression) > .test",
      becomes('$ || origin === "null"'),
    ],
    ["any Host header is accepted", "originVerdict", 'IfStatement > .test:has([name="host"])', NEVER],
    ["Sec-Fetch-Site is ignored", "originVerdict", 'IfStatement > .test:has([value="same-origin"])', NEVER],
    ["a request without Origin counts as same-origin", "originVerdict", "IfStatement ConditionalExpression > .test", ALWAYS],
  ]),
  ...controlsOf("lib/request/headers/security-headers.test.ts", [
    ["pages can be framed", "contentSecurityPolicy", `StringLiteral[value="frame-ancestors 'none'"]`, "remove"],
    [
      "inline scripts can run",
      "contentSecurityPolicy",
      "TemplateElement[value.raw=/script-src/]",
      becomes("script-src 'self' 'unsafe-inline' 'nonce-"),
    ],
    ["a base element can change the base URL", "contentSecurityPolicy", `StringLiteral[value="base-uri 'none'"]`, "remove"],
    ["plug-ins can run", "contentSecurityPolicy", `StringLiteral[value="object-src 'none'"]`, "remove"],
    ["there is no default source", "contentSecurityPolicy", `StringLiteral[value="default-src 'self'"]`, "remove"],
    ["images can come from any site", "contentSecurityPolicy", `StringLiteral[value="img-src 'self' data:"]`, becomes('"img-src *"')],
    ["fonts can come from any site", "contentSecurityPolicy", `StringLiteral[value="font-src 'self'"]`, becomes('"font-src *"')],
    ["pages can send data to any site", "contentSecurityPolicy", `StringLiteral[value="connect-src 'self'"]`, becomes('"connect-src *"')],
    [
      "style elements need no nonce",
      "contentSecurityPolicy",
      "TemplateElement[value.raw=/style-src-elem/]",
      becomes("style-src-elem 'self' 'unsafe-inline' 'nonce-"),
    ],
    ["a form can send data to another site", "contentSecurityPolicy", `StringLiteral[value="form-action 'self'"]`, "remove"],
    ["browsers can guess content types", "securityHeaders", 'ArrayExpression[elements.0.value="x-content-type-options"]', "remove"],
    ["responses have no security headers", "putOnHeaders", "ForOfStatement > ExpressionStatement", "remove"],
    [
      "responses other than pages have no content security policy",
      "putOnHeaders",
      'TSAsExpression:has([value="content-security-policy"])',
      "remove",
    ],
    ["old browsers can frame pages", "securityHeaders", 'ArrayExpression[elements.0.value="x-frame-options"]', "remove"],
    ["there is no HSTS header", "securityHeaders", 'CallExpression[callee.property.name="startsWith"]', becomes("false")],
    ["URLs are sent to other sites as the referrer", "securityHeaders", 'ArrayExpression[elements.0.value="referrer-policy"]', "remove"],
    ["other sites can embed responses", "securityHeaders", 'ArrayExpression[elements.0.value="cross-origin-resource-policy"]', "remove"],
    ["the opener of a page can access it", "securityHeaders", 'ArrayExpression[elements.0.value="cross-origin-opener-policy"]', "remove"],
    ["pages can use the camera", "securityHeaders", 'StringLiteral[value="permissions-policy"]', becomes('"permissions-policies"')],
  ]),
  ...controlsOf("lib/request/http-server/page-headers.test.ts", [
    ["pages can be cached", "addPageHeaders", 'ExpressionStatement:has([value="cache-control"])', "remove"],
    [
      "no page has a content policy",
      "addPageHeaders",
      'ExpressionStatement:has([value="content-security-policy"]):has([name="response"])',
      "remove",
    ],
    [
      "every page has the same nonce",
      "addPageHeaders",
      'CallExpression[callee.property.name="toString"]',
      becomes('"c2FtZXNhbWVzYW1lc2FtZQ=="'),
    ],
    ["the result of an action can run scripts", "addPageHeaders", 'BinaryExpression:has([value="next-action"])', becomes("false")],
  ]),
  ...controlsOf("next.config.test.ts", [
    ["a request body can have any length", "next.config.ts", 'ObjectProperty[key.name="bodySizeLimit"] > .value', becomes('"1gb"')],
  ]),
  ...controlsOf("lib/request/sign-in/sign-in-cookies.test.ts", [
    ["scripts can read the cookies", "SIGN_IN_COOKIES > cookie", 'ObjectProperty[key.name="httpOnly"] > .value', becomes("false")],
    ["cookies are sent over HTTP", "SIGN_IN_COOKIES > cookie", 'ObjectProperty[key.name="secure"] > .value', becomes("false")],
    [
      "cookies are sent with cross-site POST requests",
      "SIGN_IN_COOKIES > cookie",
      'ObjectProperty[key.name="sameSite"] > .value',
      becomes('"none"'),
    ],
    ["a subdomain can set a cookie", "CSRF_COOKIE", 'StringLiteral[value="__Host-csrf"]', becomes('"csrf"')],
    [
      "an unverified email address can sign in",
      "oidcProvider > OidcProfile",
      'ObjectProperty[key.name="email_verified"] > .value',
      becomes("z.any()"),
    ],
  ]),
  ...controlsOf("lib/request/sign-in/sign-in-config.test.ts", [
    [
      "the callback of the identity provider is not bound to the browser",
      "oidcProvider",
      'ObjectProperty[key.name="checks"] > .value',
      becomes('["none"]'),
    ],
    ["a session is a token that cannot be revoked", "makeSignInConfig", 'ObjectProperty[key.name="strategy"] > .value', becomes('"jwt"')],
    ["a session lasts 800 hours", "signInConfig > SESSION_SECONDS", ".init", becomes("100 * $")],
    [
      "sign-in is allowed when the sign-in rules fail",
      "signInConfig > signIn",
      'CatchClause:has([name="logUnexpected"]) > .body',
      becomes("{ return true; }"),
    ],
  ]),
  ...controlsOf("lib/request/guards/requester.test.ts", [
    ["an active person is signed out", "requesterOf", 'MemberExpression[property.name="sessionIdleMinutes"]', "remove"],
    [
      "an open stream keeps a person signed in",
      "isStillMember",
      'CallExpression[callee.name="sessionOwner"] > .arguments',
      becomes("$, 120"),
    ],
  ]),
  ...controlsOf("lib/sign-in/unused-session.test.ts", [
    [
      "an unused session lasts eight hours",
      "sessionRows",
      "TemplateLiteral:has([value.raw=/least/]) > .expressions:last-child",
      becomes("LONGEST_MINUTES"),
      "an unused session",
    ],
  ]),
  ...controlsOf("lib/request/guards/answer.test.ts", [
    [
      "the browser receives an error's message",
      "answer",
      'CallExpression[callee.name="fail"] > .arguments:nth-child(2)',
      becomes("String(error) + $"),
    ],
    ["the browser receives why a stream failed", "guardedStream", 'NewExpression[callee.name="StreamBroke"]', becomes("error")],
    [
      "a database error reveals whether a foreign object exists",
      "failureOfRefusal",
      'Identifier[name="NOT_FOUND"]',
      becomes('fail("not-found", String(error))'),
    ],
  ]),
  ...controlsOf("app/api/file-headers.test.ts", [
    ["a file is displayed instead of downloaded", "fileHeaders", "TemplateElement[value.raw=/attachment/]", becomes('inline; filename="')],
  ]),
  ...controlsOf("components/connections/connect/quick-create.test.ts", [
    [
      "the AWS console receives a referrer",
      "components/connections/connect/quick-create.tsx",
      'StringLiteral[value="noreferrer"]',
      becomes('"opener"'),
    ],
    [
      "the External ID is sent to the server of the AWS console",
      "quickCreateLink",
      "TemplateElement[value.raw=/stacks/]",
      becomes("&/stacks/quickcreate?"),
    ],
  ]),
  ...controlsOf("lib/request/sign-in/cross-site-link.test.ts", [
    ["opening a sign-in link uses it up", "crossSiteLinkPage", 'BinaryExpression:has([name="method"])', becomes("true")],
  ]),
  ...controlsOf("kernel/process/log.test.ts", [
    [
      "an error's message is logged",
      "originOf",
      'ConditionalExpression:has(MemberExpression[object.name="error"][property.name="name"])',
      becomes("error.message"),
    ],
  ]),
];
