import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { freePort } from "./free-port.ts";

it("a chosen port is not one that the kernel gives to an outgoing connection", async () => {
  const [lowestOutgoing] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(/\s+/).map(Number);
  const chosen = await Promise.all(Array.from({ length: 50 }, freePort));
  expect(Math.max(...chosen)).toBeLessThan(lowestOutgoing ?? 0);
});

it("no port is chosen twice", async () => {
  const chosen = await Promise.all(Array.from({ length: 200 }, freePort));
  expect(new Set(chosen).size).toBe(chosen.length);
});
