import { SeededRandom } from "#lib/verification/testing/seeded-random.ts";
import type { PolicyCase } from "./compare-case.ts";
import kept from "./kept-cases.json" with { type: "json" };
import type { Setting } from "./model/setting.ts";
import type { TrustDocument } from "./model/trust-document.ts";
import type { UndetectedOpening } from "./model/undetected-openings.ts";
import { randomSetting } from "./random-setting.ts";

export interface KeptCase extends PolicyCase {
  readonly name: string;
  readonly verdict: string;
  readonly undetected: readonly UndetectedOpening[];
}

interface Kept {
  readonly name: string;
  readonly statements: readonly unknown[];
  readonly verdict: string;
  readonly undetected: readonly string[];
  /** How many retired IDs the connection has; the default is one. */
  readonly retired?: number;
  readonly outside?: boolean;
  readonly second?: boolean;
}

/** Policies that every run tries: those that once showed a defect, and one for each probe and each kind of undetected opening. */
export const KEPT_CASES: readonly KeptCase[] = (kept as readonly Kept[]).map((each, index) => {
  const setting = settingOf(each);
  const Statement = JSON.parse(JSON.stringify(each.statements).replace(/<[a-z0-9 -]+>/g, (word) => wordsOf(setting)[word] ?? word));
  const document: TrustDocument = { Version: "2012-10-17", Statement };
  return {
    seed: index,
    setting,
    document,
    name: each.name,
    verdict: each.verdict,
    undetected: each.undetected as readonly UndetectedOpening[],
  };
});

function settingOf({ retired = 1, outside = false, second = false }: Kept): Setting {
  const random = new SeededRandom(1);
  const fresh = () => `sp-${random.uuid()}`;
  const ids = { retired: Array.from({ length: retired }, fresh), retiredElsewhere: [fresh()], retiring: fresh() };
  return { ...randomSetting(random), ...ids, outside, second };
}

function wordsOf({ externalId: id, retired, retiredElsewhere, retiring, issuedToOthers, nextSessionName }: Setting) {
  return {
    "<id>": id,
    "<upper>": id.toUpperCase(),
    "<all but last>": id.slice(0, -1),
    "<from 4>": id.slice(4),
    "<elsewhere>": retiredElsewhere[0],
    "<retiring>": retiring,
    "<other>": issuedToOthers[0],
    "<next session>": nextSessionName,
    ...Object.fromEntries(retired.map((value, index) => [`<retired-${index + 1}>`, value])),
  } as Readonly<Record<string, string | undefined>>;
}
