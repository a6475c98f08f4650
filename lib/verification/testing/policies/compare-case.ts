import { SeededRandom } from "#lib/verification/testing/seeded-random.ts";
import { type EngineRun, engineRun } from "./engine-run.ts";
import { opens } from "./model/opens.ts";
import { type Reading, readPolicy } from "./model/read-policy.ts";
import { CALLERS, type Setting } from "./model/setting.ts";
import type { TrustDocument, TrustRequest } from "./model/trust-document.ts";
import type { UndetectedOpening } from "./model/undetected-openings.ts";
import { requestOf } from "./model/wrong-requests.ts";
import { randomPolicy } from "./random-policy.ts";
import { randomSetting } from "./random-setting.ts";
import { sandboxAnswers } from "./sandbox-answers.ts";

/** A policy with its setting, from a seed or from kept-cases.json. */
export interface PolicyCase {
  readonly seed: number;
  readonly setting: Setting;
  readonly document: TrustDocument;
}

export interface Compared {
  readonly verdict: EngineRun["verdict"];
  /** Whether the policy is secure by the model: it allows the portal with the correct ID, and nothing else. */
  readonly isSound: boolean;
  /** What the policy also allows, although the engine calls it secure. */
  readonly undetected: ReadonlySet<UndetectedOpening>;
  /** How many answers of the sandbox were compared with those of the model. */
  readonly requests: number;
  /** The differences between engine, sandbox and model. */
  readonly disagreements: readonly string[];
}

/** The policy of a seed. It stays the same until the generator changes. */
export function caseOf(seed: number): PolicyCase {
  const random = new SeededRandom(seed);
  const setting = randomSetting(random);
  return { seed, setting, document: randomPolicy(random, setting) };
}

/** The random source of the engine in the run of a seed. */
export function engineRandom(seed: number): SeededRandom {
  return new SeededRandom(seed ^ 0x5eed5eed);
}

/**
 * Compares engine, sandbox and model for one policy. The `hidden` calls are denied to the engine even if the policy allows them:
 * with it, a test checks that the comparison detects an engine that misses something.
 */
export async function compareCase({ seed, setting, document }: PolicyCase, hidden?: (request: TrustRequest) => boolean): Promise<Compared> {
  const engine = await engineRun(document, setting, engineRandom(seed), hidden);
  const sent = engine.calls.flatMap(({ request: { callerArn, externalId } }) =>
    callerArn === CALLERS.portal && externalId !== undefined ? [externalId] : [],
  );
  const reading = readPolicy(document, setting, sent);
  const isSecure = engine.verdict === "secure";
  return {
    verdict: engine.verdict,
    isSound: reading.allowsPortal && reading.openings.length === 0,
    undetected: isSecure ? reading.undetected : new Set(),
    requests: reading.asked.length + engine.calls.length,
    disagreements: [...verdictDisagreements(engine, reading), ...sandboxDisagreements(engine, reading, { seed, document, setting })],
  };
}

function verdictDisagreements({ verdict, opened }: EngineRun, reading: Reading): readonly string[] {
  if (!reading.allowsPortal) return verdict === "access-denied" ? [] : [`it denies the portal, but the verdict is ${verdict}`];
  if (reading.mustDetect.length > 0) {
    const missed = reading.mustDetect.filter((name) => !opened.some((probe) => name.startsWith(probe.replace(/-\d$/, ""))));
    if (verdict !== "not-secure") return [`the verdict is ${verdict}, but it allows: ${reading.mustDetect.join(", ")}`];
    return missed.map((name) => `it allows ${name}, which the run did not detect`);
  }
  if (verdict === "not-secure")
    return reading.openings.length > 0 ? [] : [`it is secure, but the verdict is not-secure because of ${opened.join(", ")}`];
  if (verdict !== "secure") return [`it allows the portal, but the verdict is ${verdict}`];
  return reading.unexplained.map(
    (wrong) => `the verdict is secure, but it allows ${JSON.stringify(wrong)}, and no known reason explains why no probe detects it`,
  );
}

function sandboxDisagreements(engine: EngineRun, { asked, answers }: Reading, { document, setting }: PolicyCase): readonly string[] {
  const sandbox = sandboxAnswers(document);
  const differs = (sandboxAllows: boolean, modelAllows: boolean, request: TrustRequest) =>
    sandboxAllows === modelAllows ? [] : [`the sandbox says ${sandboxAllows} and the model ${modelAllows} for ${JSON.stringify(request)}`];
  return [
    ...engine.calls.flatMap(({ request, granted }) => differs(granted, opens(document, request), request)),
    ...asked.flatMap((wrong) => {
      const request = requestOf(wrong, setting);
      return differs(sandbox(request), answers(wrong.caller, wrong.externalId, wrong.circumstances), request);
    }),
  ];
}
