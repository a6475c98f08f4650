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

/** One policy with its setting, from a seed or from the table of kept cases. */
export interface PolicyCase {
  readonly seed: number;
  readonly setting: Setting;
  readonly document: TrustDocument;
}

export interface Compared {
  readonly verdict: EngineRun["verdict"];
  /** Sound by the model: it opens for us with the right ID, and for nothing else. */
  readonly isSound: boolean;
  /** Of a policy that the engine calls secure. */
  readonly undetected: ReadonlySet<UndetectedOpening>;
  /** Answers of the sandbox held against the model's. */
  readonly requests: number;
  /** What engine, sandbox and model say differently; none when they agree. */
  readonly disagreements: readonly string[];
}

/** The policy of a seed: the same one for ever, as long as the generator is not changed. */
export function caseOf(seed: number): PolicyCase {
  const random = new SeededRandom(seed);
  const setting = randomSetting(random);
  return { seed, setting, document: randomPolicy(random, setting) };
}

/** The chance that the engine draws from in the run of a seed. */
export function engineChance(seed: number): SeededRandom {
  return new SeededRandom(seed ^ 0x5eed5eed);
}

/**
 * Holds engine, sandbox and model against one another on one policy. `hidden` calls are refused to the engine whatever the
 * policy says: a test of this comparison makes it blind by that.
 */
export async function compareCase({ seed, setting, document }: PolicyCase, hidden?: (request: TrustRequest) => boolean): Promise<Compared> {
  const engine = await engineRun(document, setting, engineChance(seed), hidden);
  const sent = engine.calls.flatMap(({ request: { callerArn, externalId } }) =>
    callerArn === CALLERS.portal && externalId !== undefined ? [externalId] : [],
  );
  const reading = readPolicy(document, setting, sent);
  const isSecure = engine.verdict === "secure";
  return {
    verdict: engine.verdict,
    isSound: reading.opensForUs && reading.openings.length === 0,
    undetected: isSecure ? reading.undetected : new Set(),
    requests: reading.asked.length + engine.calls.length,
    disagreements: [...verdictDisagreements(engine, reading), ...sandboxDisagreements(engine, reading, { seed, document, setting })],
  };
}

function verdictDisagreements({ verdict, opened }: EngineRun, reading: Reading): readonly string[] {
  if (!reading.opensForUs) return verdict === "refused" ? [] : [`it does not open for us, but the verdict is ${verdict}`];
  if (reading.mustSee.length > 0) {
    const missed = reading.mustSee.filter((name) => !opened.some((probe) => name.startsWith(probe.replace(/-\d$/, ""))));
    if (verdict !== "insecure") return [`the verdict is ${verdict}, but it opens for: ${reading.mustSee.join(", ")}`];
    return missed.map((name) => `it opens for ${name}, which the run did not see`);
  }
  if (verdict === "insecure")
    return reading.openings.length > 0 ? [] : [`it is sound, but the verdict is insecure by ${opened.join(", ")}`];
  if (verdict !== "secure") return [`it opens for us, but the verdict is ${verdict}`];
  return reading.unexplained.map(
    (wrong) => `the verdict is secure, but it opens for ${JSON.stringify(wrong)}, a blind explanation without a name`,
  );
}

function sandboxDisagreements(engine: EngineRun, { asked, answers }: Reading, { document, setting }: PolicyCase): readonly string[] {
  const sandbox = sandboxAnswers(document);
  const differs = (sandboxOpens: boolean, modelOpens: boolean, request: TrustRequest) =>
    sandboxOpens === modelOpens ? [] : [`the sandbox says ${sandboxOpens} and the model ${modelOpens} to ${JSON.stringify(request)}`];
  return [
    ...engine.calls.flatMap(({ request, granted }) => differs(granted, opens(document, request), request)),
    ...asked.flatMap((wrong) => {
      const request = requestOf(wrong, setting);
      return differs(sandbox(request), answers(wrong.caller, wrong.externalId, wrong.circumstances), request);
    }),
  ];
}
