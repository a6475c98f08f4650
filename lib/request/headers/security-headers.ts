import { channel } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { POLICY_OF_NO_PAGE } from "./content-security-policy.ts";

/**
 * The security headers of every response, except the content security policy. HSTS only where the portal is served over HTTPS.
 * The referrer is sent to the portal's own pages only; `no-referrer` would make browsers send `Origin: null` with the portal's own forms,
 * which the guards refuse.
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
 * Sets these headers on every response of this process before anything else handles the request: a page, an action, a file, an
 * error of Next.js. Until a page sets its own content security policy, the response may not run or load anything or be framed. Called once.
 */
export function putOnHeaders(appUrl: string): void {
  const headers = [["content-security-policy", POLICY_OF_NO_PAGE] as const, ...securityHeaders(appUrl)];
  channel("http.server.request.start").subscribe((message) => {
    const { response } = message as { response: ServerResponse };
    for (const [name, value] of headers) response.setHeader(name, value);
  });
}
