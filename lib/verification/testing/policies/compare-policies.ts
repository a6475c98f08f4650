import { examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import { caseOf, compareCase, type PolicyCase } from "./compare-case.ts";
import { CALLERS } from "./model/setting.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** Compares the policies of `count` seeds from `first` on in this thread. */
export async function comparePolicies(first: number, count: number): Promise<Tally> {
  const tally = emptyTally();
  for (let seed = first; seed < first + count; seed++) await addCase(tally, caseOf(seed));
  return tally;
}

async function addCase(tally: Tally, one: PolicyCase): Promise<void> {
  const { verdict, isSound, undetected, requests, disagreements } = await compareCase(one);
  tally.policies += 1;
  tally.requests += requests;
  tally.verdicts[verdict] += 1;
  if (isSound) tally.sound += 1;
  if (undetected.size > 0) {
    tally.secureButOpen += 1;
    const doctor = doctorFinds(one) ? 1 : 0;
    for (const name of undetected) {
      tally.undetected[name].policies += 1;
      tally.undetected[name].doctor += doctor;
    }
  }
  if (disagreements.length > 0) {
    tally.disagreements.push({ seed: one.seed, policy: JSON.stringify(one.document), says: disagreements.slice(0, 5) });
  }
}

/** Whether the analysis of the trust policy has a finding other than an unsure condition. */
function doctorFinds({ document, setting }: PolicyCase): boolean {
  const examined = examineTrustPolicy(JSON.stringify(document), {
    externalId: setting.externalId,
    partnerAccountIds: ["999999999999"],
    partnerPrincipalArns: [CALLERS.portal],
    partition: "aws",
    retired: setting.retired,
  });
  return examined.kind === "examined" && examined.findings.some(({ weakness }) => weakness !== "unsure");
}
