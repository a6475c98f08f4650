import { runWord } from "#components/verification/run-words.ts";
import type { ProbeAnswer, ProbeView, RunView } from "#lib/verification/shared/run-view.ts";

/**
 * The differences between two runs, each as a clause: "Random External ID changed from denied to allowed". Ignores what
 * differs in every run (request IDs, session name, times), and probes of which one side was deleted because of its age. Pure.
 */
export function runChanges(now: RunView, before: RunView): readonly string[] {
  return [
    ...changed("the result", runWord(before).toLowerCase(), runWord(now).toLowerCase()),
    ...(now.probesDeletedAt === null && before.probesDeletedAt === null ? probeChanges(now.probes, before.probes) : []),
    ...changed("the role ID", before.roleId, now.roleId),
    ...changed("the AWS account", lastFour(before.accountId), lastFour(now.accountId)),
    ...changed("the canary check", CONTROL[before.control ?? "none"], CONTROL[now.control ?? "none"]),
    ...readingChanges(now.logChecks, before.logChecks),
    ...changed("the template version", versionOf(before), versionOf(now)),
    ...changed("the STS Region", before.stsRegion || null, now.stsRegion || null),
  ];
}

/** "Since the previous verification: Random External ID changed from denied to allowed." */
export function changesSentence(changes: readonly string[]): string {
  return changes.length === 0 ? "No changes since the previous verification." : `Since the previous verification: ${changes.join("; ")}.`;
}

const CONTROL = { ok: "passed", failed: "failed", "not-configured": "not configured", none: null } as const;
const READING = { works: "allowed", denied: "denied", "no-groups": "no log groups in scope", inconclusive: "inconclusive" } as const;
const GOT: Readonly<Record<ProbeAnswer, string>> = { allowed: "allowed", denied: "denied", inconclusive: "inconclusive" };

/** No change if one of the values is unknown; for example, a run that was not secure stores no role ID. */
function changed(what: string, was: string | null, is: string | null): readonly string[] {
  return was === null || is === null || was === is ? [] : [`${what} changed from ${was} to ${is}`];
}

function probeChanges(now: readonly ProbeView[], before: readonly ProbeView[]): readonly string[] {
  const was = new Map(before.map((probe) => [probe.name, probe]));
  const is = new Set(now.map(({ name }) => name));
  const changes = now.flatMap((probe) => {
    const previous = was.get(probe.name);
    if (previous === undefined) return [`${probe.label} is new and was ${answerOf(probe)}`];
    return changed(probe.label, answerOf(previous), answerOf(probe));
  });
  return [...changes, ...before.filter(({ name }) => !is.has(name)).map(({ label }) => `${label} is no longer sent`)];
}

function answerOf({ got }: ProbeView): string {
  return got === null ? "not sent" : GOT[got];
}

function readingChanges(now: RunView["logChecks"], before: RunView["logChecks"]): readonly string[] {
  const regions = [...new Set([...Object.keys(before), ...Object.keys(now)])].toSorted();
  return regions.flatMap((region) => {
    const [was, is] = [before[region], now[region]];
    // Log access is not tested when the role is not secure or denies access, so a missing result is not a change.
    return was === undefined || is === undefined ? [] : changed(`log access in ${region}`, READING[was], READING[is]);
  });
}

function versionOf({ templateVersion }: RunView): string | null {
  return templateVersion === null ? null : `${templateVersion}`;
}

/** The last four digits, which are all that a masked account ID contains. */
function lastFour(accountId: string | null): string | null {
  return accountId === null ? null : `…${accountId.slice(-4)}`;
}
