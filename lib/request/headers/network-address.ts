import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Arrival } from "#lib/preflight/proxy-request.ts";

/** The header in which the HTTP server of this process stores the peer address of the socket; a value from the client is removed. */
export const PEER_HEADER = "x-sallyport-peer";

/**
 * The network that a request comes from: the peer of the socket, unless the deployment is behind `trustedHops` proxies of its
 * own. Each of them appends its client to `X-Forwarded-For`, so only that many entries from the end are
 * trusted, and entries that the client wrote before them are not (ASVS 4.1.3). An IPv6 network is its first 64 bits. Text that is not an address
 * counts as the network of the socket, so that made-up text does not create additional networks.
 * @returns an IPv4 address, an IPv6 network such as `2001:db8:1:2::/64`, or `unknown`
 */
export function networkAddress(headers: Headers, trustedHops: number): string {
  const peer = headers.get(PEER_HEADER) ?? "";
  const forwarded = trustedHops === 0 ? [] : (headers.get("x-forwarded-for") ?? "").split(",").map((entry) => entry.trim());
  const hops = [...forwarded.filter((entry) => entry !== ""), peer];
  return networkOf(hops.at(-1 - trustedHops) ?? hops[0] ?? peer) ?? networkOf(peer) ?? "unknown";
}

/** How a request arrived, for the preflight. */
export function arrivalOf(headers: Headers, trustedHops: number): Arrival {
  return {
    host: headers.get("x-forwarded-host") ?? headers.get("host"),
    scheme: headers.get("x-forwarded-proto"),
    forwardedFor: (headers.get("x-forwarded-for") ?? "")
      .split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
    peer: headers.get(PEER_HEADER) ?? "",
    network: networkAddress(headers, trustedHops),
    trustedHops,
  };
}

/**
 * The network of an address as proxies write it: plain, with a port, in brackets, with a zone, quoted, or as a `for=` of the
 * header `Forwarded` (RFC 7239, section 6). Null for anything else, an abbreviated or octal IPv4 address included.
 */
function networkOf(entry: string): string | null {
  const [node = ""] = entry.slice(0, 200).trim().replace(/^for=/i, "").split(";");
  const unquoted = node.trim().replace(/^"(.*)"$/, "$1");
  const [, bracketed] = /^\[([^\]]*)\](?::\w{1,6})?$/.exec(unquoted) ?? [];
  const [, beforePort] = /^([0-9.]+):\w{1,6}$/.exec(unquoted) ?? [];
  const plain = (bracketed ?? beforePort ?? unquoted).replace(/%.*$/, "");
  if (isIP(plain) === 0) return null;
  const address = ipaddr.process(plain);
  if (address instanceof ipaddr.IPv4) return address.toString();
  const groups = address.parts.slice(0, 4).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}
