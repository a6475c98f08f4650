/** The header in which this process itself names the socket's other end; whatever a request brings in it is overwritten. */
export const PEER_HEADER = "x-sallyport-peer";

/**
 * The network that a request comes from. The socket says so, unless the deployment stands behind `trustedHops` proxies of its
 * own: each of them appends who it got the request from to `X-Forwarded-For`, so only that many entries from the end are
 * believed, and what a client wrote before them is not (ASVS 4.1.3). An IPv6 network is its first 64 bits.
 */
export function networkAddress(headers: Headers, trustedHops: number): string {
  const peer = headers.get(PEER_HEADER) ?? "unknown";
  const forwarded = trustedHops === 0 ? [] : (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const hops = [...forwarded.filter((entry) => entry !== ""), peer];
  return networkOf(hops.at(-1 - trustedHops) ?? hops[0] ?? peer);
}

function networkOf(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=[0-9.]+$)/, "")
    .slice(0, 64);
  if (!plain.includes(":")) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const whole = plain.includes("::") ? [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right] : left;
  return `${whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
