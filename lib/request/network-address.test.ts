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

test("an IPv4 address in IPv6's clothes is the same, and an IPv6 network is 64 bits", () => {
  expect(networkAddress(asked("::ffff:203.0.113.9"), 0)).toBe("203.0.113.9");
  const one = networkAddress(asked("2001:db8:1:2:aaaa:bbbb:cccc:dddd"), 0);
  expect(networkAddress(asked("2001:0db8:0001:0002::1"), 0)).toBe(one);
  expect(networkAddress(asked("2001:db8:1:3::1"), 0)).not.toBe(one);
});
