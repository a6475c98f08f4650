import type { SeededRandom } from "#lib/verification/testing/seeded-random.ts";
import type { Setting } from "./model/setting.ts";

/** A random setting: IDs, retired IDs and optional principals. */
export function randomSetting(random: SeededRandom): Setting {
  const fresh = () => `sp-${random.uuid()}`;
  const some = (count: number) => Array.from({ length: count }, fresh);
  const sessionName = () => `sp-${random.text(20, "abcdefghijklmnopqrstuvwxyz234567")}`;
  return {
    externalId: fresh(),
    retired: some(random.weighted([5, 5, 2, 2, 1, 1, 1, 1].map((weight, count) => [weight, count] as const))),
    retiredElsewhere: some(random.weighted([10, 3, 2, 2, 1].map((weight, count) => [weight, count] as const))),
    retiring: random.chance(15) ? fresh() : undefined,
    issuedToOthers: some(6),
    outside: random.chance(40),
    second: random.chance(40),
    sessionName: sessionName(),
    nextSessionName: sessionName(),
  };
}
