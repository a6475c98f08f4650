import { expect, test } from "vitest";
import { networkAddress, PEER_HEADER } from "./network-address.ts";

const asked = (peer: string, forwarded?: string) =>
  new Headers({ [PEER_HEADER]: peer, ...(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }) });

test.each([
  ["without a proxy, whatever the request claims", asked("203.0.113.9", "1.2.3.4"), 0, "203.0.113.9"],
  ["behind one proxy, the one it heard and not what was claimed before", asked("10.0.0.1", "1.2.3.4, 203.0.113.9"), 1, "203.0.113.9"],
  ["behind two proxies", asked("10.0.0.1", "9.9.9.9, 203.0.113.9, 10.0.0.2"), 2, "203.0.113.9"],
  ["with fewer entries than proxies, the farthest known", asked("10.0.0.1", "203.0.113.9"), 3, "203.0.113.9"],
  ["behind a proxy that names nobody", asked("10.0.0.1"), 1, "10.0.0.1"],
])("the network is %s", (_name, headers, hops, network) => {
  expect(networkAddress(headers as Headers, hops as number)).toBe(network);
});

test("an IPv4-mapped IPv6 address is the IPv4 address, and an IPv6 network has 64 bits", () => {
  expect(networkAddress(asked("::ffff:203.0.113.9"), 0)).toBe("203.0.113.9");
  const one = networkAddress(asked("2001:db8:1:2:aaaa:bbbb:cccc:dddd"), 0);
  expect(networkAddress(asked("2001:0db8:0001:0002::1"), 0)).toBe(one);
  expect(networkAddress(asked("2001:db8:1:3::1"), 0)).not.toBe(one);
});

test.each([
  ["203.0.113.9:1024", "203.0.113.9"],
  ["203.0.113.9:65535", "203.0.113.9"],
  ['"203.0.113.9:443"', "203.0.113.9"],
  ["[203.0.113.9]:443", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["::ffff:cb00:7109", "203.0.113.9"],
  ["[::ffff:203.0.113.9]:8080", "203.0.113.9"],
  ["for=203.0.113.9;proto=https;by=10.0.0.1", "203.0.113.9"],
  ["2001:db8:1:2::7", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::7]", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::7]:4711", "2001:db8:1:2::/64"],
  ['For="[2001:DB8:1:2:ffff::7]:4711"', "2001:db8:1:2::/64"],
  ["2001:db8:1:2::7%eth0", "2001:db8:1:2::/64"],
  ["[fe80::1%25eth0]:4711", "fe80:0:0:0::/64"],
])("a proxy that writes %s means the network %s: a port makes no network of its own", (written, network) => {
  expect(networkAddress(asked("10.0.0.1", written), 1)).toBe(network);
});

test.each([
  "unknown",
  "_hidden",
  "203.0.113",
  "0xcb.0.113.9",
  "0203.0.113.9",
  "203.0.113.9.1",
  "203.0.113.9:1:2",
  "[203.0.113.9",
  "2001:db8::1::2",
  `${"9".repeat(5000)}`,
])("what is no address counts as the proxy that wrote it: %s", (written) => {
  expect(networkAddress(asked("10.0.0.1", written), 1)).toBe("10.0.0.1");
});

test("a request without a peer address has an unknown network", () => {
  expect(networkAddress(new Headers(), 0)).toBe("unknown");
});
