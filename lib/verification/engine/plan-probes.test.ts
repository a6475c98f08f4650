import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExternalId } from "#kernel/aws/external-id.ts";
import { CALLS_OF_EVERY_RUN, FIRST_PROBES } from "#kernel/verification/probe-labels.ts";
import { noExternalId, type SendableId } from "#lib/aws/sent-external-id.ts";
import { CORRECT_ID, sendable } from "#lib/verification/testing/scripted-run.ts";
import { type PlannedProbe, type ProbeMaterial, type ProbeName, planProbes } from "./probe.ts";
import { systemRandom } from "./run-probes.ts";

const material = (more: Partial<ProbeMaterial> = {}): ProbeMaterial => ({
  externalId: CORRECT_ID,
  retired: [],
  retiredElsewhere: [],
  principals: [],
  ...more,
});
const plan = (more: Partial<ProbeMaterial> = {}) => planProbes(material(more), systemRandom);
const sentBy = (probes: readonly PlannedProbe[], name: ProbeName) => {
  const probe = probes.find((one) => one.name === name);
  return probe?.sends.kind === "id" ? probe.sends.value : probe?.sends.kind;
};
const fresh = () => sendable(`sp-${systemRandom.uuid()}`);

const anyId = fc.stringMatching(/^[A-Za-z0-9_+=,.@:/-]{2,60}$/).map((text) => sendable(text));
const longId = fc
  .integer({ min: 600, max: 1224 })
  .chain((n) => fc.string({ unit: fc.constantFrom(..."aZ9-_"), minLength: n, maxLength: n }).map(sendable));

describe("no probe that must be denied has the correct External ID", () => {
  test.each([
    ["an ID of ours", fc.constant(null).map(fresh)],
    ["any ID that STS takes", anyId],
    ["an ID up to the longest", longId],
  ])("%s", (_name, ids) => {
    fc.assert(
      fc.property(ids, (externalId) => {
        const { probes } = plan({ externalId, retired: [externalId], retiredElsewhere: [externalId] });
        for (const { expected, sends, caller } of probes) {
          if (expected === "denied" && caller === "ourselves") expect(sends).not.toEqual({ kind: "id", value: externalId });
          if (sends.kind === "id") expect(sends.value.length).toBeLessThanOrEqual(1224);
        }
        expect(probes.filter(({ name }) => ["none", "random", "near-miss"].includes(name))).toHaveLength(3);
      }),
    );
  });

  test.each(["12", "42-42", "--", "a".repeat(1224), "ab"])("an odd ID: %s", (text) => {
    const { probes } = plan({ externalId: sendable(text) });
    expect(probes.filter(({ expected, sends }) => expected === "denied" && sends.kind === "id" && sends.value === text)).toEqual([]);
  });
});

test("each probe sends its External ID", () => {
  const { probes } = plan();
  expect(probes.map(({ name }) => name)).toEqual(["right", "none", "random", "doubled", "upper", "near-miss", "right-again"]);
  expect(probes.map(({ name }) => name).slice(0, -1)).toEqual(FIRST_PROBES);
  expect(probes).toHaveLength(CALLS_OF_EVERY_RUN);
  expect(new Set(probes.map(({ caller }) => caller))).toEqual(new Set(["ourselves"]));
  expect(probes.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(sentBy(probes, "right")).toBe(CORRECT_ID);
  expect(sentBy(probes, "right-again")).toBe(CORRECT_ID);
  expect(probes[1]?.sends).toBe(noExternalId);
  expect(sentBy(probes, "doubled")).toBe(`${CORRECT_ID}.${CORRECT_ID}`);
  expect(sentBy(probes, "upper")).toBe(CORRECT_ID.toUpperCase());
  const nearMiss = sentBy(probes, "near-miss") ?? "";
  expect(nearMiss.slice(0, -1)).toBe(CORRECT_ID.slice(0, -1));
  expect(ExternalId.safeParse(nearMiss).success).toBe(true);
  expect(ExternalId.safeParse(sentBy(probes, "random")).success).toBe(true);
});

test("the random ID differs in every plan", () => {
  const drawn = new Set(Array.from({ length: 200 }, () => sentBy(plan().probes, "random")));
  expect(drawn.size).toBe(200);
});

test("the random ID keeps the common prefix of another vendor's IDs, so that a prefix match is detected", () => {
  expect(sentBy(plan({ externalId: sendable("acme-3f2b8c1d-1111-4222-8333-444455556666") }).probes, "random")).toMatch(
    /^acme-[0-9a-f]{8}-/,
  );
  expect(sentBy(plan({ externalId: sendable("vendor/abcdef123456") }).probes, "random")).toMatch(/^vendor\/ab[a-z]{4}[0-9]{6}$/);
});

test("sends the newest four retired IDs and two others of the customer, and reports how many there are", () => {
  const retired = Array.from({ length: 7 }, fresh);
  const retiredElsewhere = Array.from({ length: 5 }, fresh);
  const { probes, retired: counted } = plan({ retired, retiredElsewhere });
  const sent = probes.filter(({ name }) => name.startsWith("retired-")).map(({ sends }) => (sends.kind === "id" ? sends.value : ""));
  expect(sent.slice(0, 4)).toEqual(retired.slice(0, 4));
  expect(sent.slice(4).every((id) => retiredElsewhere.includes(id as SendableId))).toBe(true);
  expect(new Set(sent).size).toBe(6);
  expect(counted).toEqual({ sent: 6, known: 12 });
});

test("sends the correct ID from the outside principal and no ID from the second principal", () => {
  const { probes } = plan({ principals: ["outside-principal", "second-principal"] });
  expect(probes.slice(-3).map(({ name, caller, expected }) => [name, caller, expected])).toEqual([
    ["outside-principal", "outside-principal", "denied"],
    ["second-principal", "second-principal", "denied"],
    ["right-again", "ourselves", "allowed"],
  ]);
  expect(sentBy(probes, "outside-principal")).toBe(CORRECT_ID);
  expect(sentBy(probes, "second-principal")).toBe("none");
});

test("never shows a complete ID, or one that looks like the correct ID", () => {
  const { probes } = plan({ retired: [fresh()] });
  expect(probes.find(({ name }) => name === "doubled")?.sent).toBe(
    `${sentBy(probes, "right")?.slice(0, 11)}…${sentBy(probes, "right")?.slice(-4)}, twice`,
  );
  for (const { name, sent, sends } of probes) {
    if (sends.kind === "id") expect(sent).toMatch(name === "doubled" ? /^.{11}….{4}, twice$/ : /^.{11}….{4}$/);
    else expect(sent).toBe("left out");
  }
  expect(new Set(probes.map(({ sent }) => sent)).size).toBe(probes.length - 1);
  expect(plan({ externalId: sendable("short-id") }).probes[0]?.sent).toBe("sh…");
});
