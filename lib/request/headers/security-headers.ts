import { channel } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { POLICY_OF_NO_PAGE } from "./content-security-policy.ts";

/**
 * The headers of every answer besides the content policy. HSTS only where the portal is really served by https.
 * The referrer goes to our own pages only; `no-referrer` would make browsers send `Origin: null` with our own plain forms,
 * which our doors refuse.
 */
export function securityHeaders(appUrl: string): readonly (readonly [name: string, value: string])[] {
  return [
    ["x-content-type-options", "nosniff"],
    ["referrer-policy", "same-origin"],
    ["permissions-policy", "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["x-frame-options", "DENY"],
    ...(appUrl.startsWith("https://") ? ([["strict-transport-security", "max-age=63072000; includeSubDomains"]] as const) : []),
  ];
}

/**
 * Has every answer of this process wear them from its first moment, whatever is to answer: a page, an action, a file, an
 * error of the framework. Until a page brings its own content policy, none of it may run, load or be framed. Called once.
 */
export function putOnHeaders(appUrl: string): void {
  const headers = [["content-security-policy", POLICY_OF_NO_PAGE] as const, ...securityHeaders(appUrl)];
  channel("http.server.request.start").subscribe((message) => {
    const { response } = message as { response: ServerResponse };
    for (const [name, value] of headers) response.setHeader(name, value);
  });
}
