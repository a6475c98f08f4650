import type { SeededRandom } from "#lib/verification/testing/seeded-random.ts";
import { CALLERS, type Setting } from "./model/setting.ts";
import type { OneOrMore, PrincipalElement, TrustDocument, TrustStatement } from "./model/trust-document.ts";
import { type Conditions, randomCondition } from "./random-condition.ts";

/**
 * A random trust policy of one to four statements. In half of them the first statement is secure, so that the weaknesses of the
 * others matter; otherwise nearly every policy would deny everyone.
 */
export function randomPolicy(random: SeededRandom, setting: Setting): TrustDocument {
  const others = random.weighted([
    [4, 0],
    [5, 1],
    [3, 2],
    [1, 3],
  ]);
  const first = random.chance(50) ? secureStatement(random, setting) : randomStatement(random, setting);
  return {
    Version: random.chance(92) ? "2012-10-17" : "2008-10-17",
    Statement: [first, ...Array.from({ length: others }, () => randomStatement(random, setting))],
  };
}

function secureStatement(random: SeededRandom, { externalId }: Setting): TrustStatement {
  const operator = random.weighted([
    [6, "StringEquals"],
    [1, "StringLike"],
    [1, "ForAnyValue:StringEquals"],
  ]);
  return {
    Effect: "Allow",
    Principal: { AWS: random.pick([ROOT, CALLERS.portal, "999999999999"]) },
    Action: "sts:AssumeRole",
    Condition: { [operator]: { "sts:ExternalId": externalId } },
  };
}

function randomStatement(random: SeededRandom, setting: Setting): TrustStatement {
  const Effect = random.chance(70) ? "Allow" : "Deny";
  const condition = merged(
    Array.from(
      {
        length: random.weighted([
          [2, 0],
          [6, 1],
          [3, 2],
          [1, 3],
        ]),
      },
      () => randomCondition(random, setting),
    ),
  );
  const action = random.weighted<Pick<TrustStatement, "Action" | "NotAction">>([
    [20, { Action: "sts:AssumeRole" }],
    [3, { Action: "sts:*" }],
    [1, { Action: "*" }],
    [1, { Action: ["sts:assumerole", "sts:TagSession"] }],
    [1, { Action: "sts:Assume*" }],
    [1, { Action: "sts:TagSession" }],
    [1, { NotAction: "sts:TagSession" }],
    [1, { NotAction: "sts:AssumeRole" }],
  ]);
  return { Effect, ...randomPrincipal(random, Effect), ...action, ...(Object.keys(condition).length > 0 && { Condition: condition }) };
}

const rootOf = (arn: string) => `arn:aws:iam::${arn.split(":")[4]}:root`;
const ROOT = rootOf(CALLERS.portal);

function randomPrincipal(random: SeededRandom, effect: "Allow" | "Deny"): Pick<TrustStatement, "Principal" | "NotPrincipal"> {
  const one = () =>
    random.weighted<string>([
      [10, ROOT],
      [6, CALLERS.portal],
      [3, "999999999999"],
      [3, CALLERS.second],
      [1, CALLERS.third],
      [1, rootOf(CALLERS.neighbor)],
      [1, CALLERS.outside],
      [1, rootOf(CALLERS.outside)],
      [1, "444444444444"],
    ]);
  const element = random.weighted<() => PrincipalElement>([
    [20, () => ({ AWS: one() })],
    [4, () => ({ AWS: [one(), one()] })],
    [effect === "Deny" ? 20 : 3, () => (random.chance(50) ? "*" : { AWS: "*" })],
    [1, () => ({ Service: "ec2.amazonaws.com" })],
    [1, () => ({ AWS: one(), Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] })],
  ]);
  return random.chance(8) ? { NotPrincipal: element() } : { Principal: element() };
}

/** Merges conditions with the same operator into one block. Of two with the same key the later one is kept. */
function merged(all: readonly Conditions[]): Conditions {
  const together: Record<string, Record<string, OneOrMore>> = {};
  for (const [operator, keys] of all.flatMap((one) => Object.entries(one))) {
    const others = Object.entries(together[operator] ?? {}).filter(([key]) => !Object.keys(keys).some((each) => isSameKey(each, key)));
    together[operator] = { ...Object.fromEntries(others), ...keys };
  }
  return together;
}

const isSameKey = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
