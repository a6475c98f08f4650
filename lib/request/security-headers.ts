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
    ["cache-control", "no-store"],
    ...(appUrl.startsWith("https://") ? ([["strict-transport-security", "max-age=63072000; includeSubDomains"]] as const) : []),
  ];
}
