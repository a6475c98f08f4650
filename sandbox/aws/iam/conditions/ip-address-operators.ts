import { BlockList, isIP } from "node:net";
import type { Operators } from "./operator.ts";

const inRange = (requested: string, wanted: string): boolean => {
  const [network = "", bits] = wanted.split("/");
  const version = isIP(network);
  if (version === 0 || isIP(requested) === 0) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const length = bits === undefined ? (version === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > (version === 4 ? 32 : 128)) return false;
  const range = new BlockList();
  range.addSubnet(network, length, family);
  return range.check(requested, isIP(requested) === 4 ? "ipv4" : "ipv6");
};

export const ipAddressOperators: Operators = {
  IpAddress: { negated: false, hasVariables: false, matches: inRange },
  NotIpAddress: { negated: true, hasVariables: false, matches: inRange },
};
