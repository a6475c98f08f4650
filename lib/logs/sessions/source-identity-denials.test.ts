import { expect, test } from "vitest";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { createSourceIdentityRefusals, type TrustedRole } from "./open-role-session.ts";

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const role = (over: Partial<TrustedRole> = {}): TrustedRole => ({
  customerId: CustomerId.parse(id(1)),
  connectionId: ConnectionId.parse(id(2)),
  externalIdId: id(3),
  roleId: "AROAONE",
  ...over,
});
const HOUR = 60 * 60_000;

function fakeClock() {
  let at = Date.UTC(2026, 10, 26, 12);
  const clock = { now: () => new Date(at), wait: () => Promise.reject(new Error("nobody waits here")) };
  return { clock, pass: (ms: number) => (at += ms) };
}

test.each<[string, Partial<TrustedRole>]>([
  ["another customer's", { customerId: CustomerId.parse(id(9)) }],
  ["another connection's", { connectionId: ConnectionId.parse(id(9)) }],
  ["the one under another External ID", { externalIdId: id(9) }],
  ["a recreated role", { roleId: "AROATWO" }],
])("what one role refused says nothing of %s", (_name, over) => {
  const refusals = createSourceIdentityRefusals(fakeClock().clock);
  refusals.add(role());
  expect(refusals.holds(role())).toBe(true);
  expect(refusals.holds(role(over))).toBe(false);
});

test("a denial is remembered for three days, so that a later change of the trust policy is noticed", () => {
  const { clock, pass } = fakeClock();
  const refusals = createSourceIdentityRefusals(clock);
  refusals.add(role());
  pass(72 * HOUR - 1);
  expect(refusals.holds(role())).toBe(true);
  pass(1);
  expect(refusals.holds(role())).toBe(false);
});

test("with more than five thousand roles the oldest one is forgotten", () => {
  const refusals = createSourceIdentityRefusals(fakeClock().clock);
  for (let n = 0; n < 5001; n += 1) refusals.add(role({ roleId: `AROA${n}` }));
  expect([0, 1, 5000].map((n) => refusals.holds(role({ roleId: `AROA${n}` })))).toEqual([false, true, true]);
});
