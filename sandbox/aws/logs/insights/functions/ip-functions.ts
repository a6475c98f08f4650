import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";
import { toText, type Value } from "#sandbox/aws/logs/insights/evaluation/value.ts";
import { type FunctionSpec, valueFunction } from "./function-spec.ts";

const isAddress = (test: (text: string) => boolean) =>
  valueFunction(1, 1, (value) => {
    const text = toText(value);
    return text !== undefined && test(text);
  });

/** Subnets that were used, by their text. A query has few, mostly one. */
const SUBNETS = new Map<string, BlockList | undefined>();
const MAX_SUBNETS = 1000;

function subnetOf(text: string): BlockList | undefined {
  if (SUBNETS.has(text)) return SUBNETS.get(text);
  if (SUBNETS.size >= MAX_SUBNETS) SUBNETS.clear();
  const subnet = readSubnet(text);
  SUBNETS.set(text, subnet);
  return subnet;
}

/** A subnet in CIDR notation; undefined if the text is none. */
function readSubnet(text: string): BlockList | undefined {
  const [, address = "", bits] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), version === 4 ? "ipv4" : "ipv6");
  return list;
}

function inSubnet(value: Value, subnet: Value, versions: readonly number[]): boolean {
  const [text, cidr] = [toText(value), toText(subnet)];
  if (text === undefined || cidr === undefined) return false;
  const version = isIP(text);
  // BlockList also finds an IPv4 address in a subnet of mapped IPv6 addresses, which is not in it for AWS.
  if (!versions.includes(version) || cidr.includes(":") !== (version === 6)) return false;
  return subnetOf(cidr)?.check(text, version === 4 ? "ipv4" : "ipv6") ?? false;
}

const membership = (...versions: readonly number[]) => valueFunction(2, 2, (value, subnet) => inSubnet(value, subnet, versions));

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

function ipv4ToNumber(value: Value): Value {
  const text = toText(value);
  return text === undefined || !isIPv4(text) ? undefined : text.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
}

/** Source: Logs Insights QL, "IP address string functions". `isPublicIP` and `isReservedIP` are missing: AWS does not list their ranges. */
export const ipFunctions: Readonly<Record<string, FunctionSpec>> = {
  isvalidip: isAddress((text) => isIP(text) !== 0),
  isvalidipv4: isAddress(isIPv4),
  isvalidipv6: isAddress(isIPv6),
  isipinsubnet: membership(4, 6),
  isipv4insubnet: membership(4),
  isipv6insubnet: membership(6),
  ipv4tonumber: valueFunction(1, 1, ipv4ToNumber),
  isprivateip: valueFunction(1, 1, (value) => PRIVATE.some((subnet) => inSubnet(value, subnet, [4]))),
};
