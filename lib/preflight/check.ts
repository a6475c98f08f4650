/** What one check found. A `problem` and its `fix` are sentences for the operator and contain no secret. */
export type Finding =
  | { readonly status: "ok"; readonly detail: string }
  | { readonly status: "failed" | "warning"; readonly problem: string; readonly fix: string }
  /** What the check needs is not configured, or an earlier check failed. */
  | { readonly status: "skipped"; readonly reason: string };

/** One question about the deployment. */
export interface Check {
  /** Lower case, in one or two words: part and what is checked, such as `database sp_app`. */
  readonly name: string;
  /** At most {@link LIMIT_MS} milliseconds, then the check counts as failed. */
  run(signal: AbortSignal): Promise<Finding>;
}

export type Result = Finding & { readonly name: string };

const LIMIT_MS = 15_000;

export const ok = (detail: string): Finding => ({ status: "ok", detail });
export const failed = (problem: string, fix: string): Finding => ({ status: "failed", problem, fix });
export const warning = (problem: string, fix: string): Finding => ({ status: "warning", problem, fix });
export const skipped = (reason: string): Finding => ({ status: "skipped", reason });

/** Runs all checks at the same time, each within its limit. The results are in the order of the checks. Never throws. */
export function runChecks(checks: readonly Check[]): Promise<readonly Result[]> {
  return Promise.all(checks.map(async (check) => ({ name: check.name, ...(await resultOf(check)) })));
}

/** The name and the place of an error. Its message could contain an address with a password. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${error.name} ${
    error.stack
      ?.split("\n")
      .find((line) => line.startsWith("    at "))
      ?.trim() ?? ""
  }`.trim();
}

async function resultOf({ run }: Check): Promise<Finding> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => {
      stop.abort();
      resolve(failed(`There was no answer within ${LIMIT_MS / 1000} seconds.`, "Check the network between this machine and that service."));
    }, LIMIT_MS);
  });
  try {
    return await Promise.race([run(stop.signal), late]);
  } catch (error) {
    return failed(`The check itself failed: ${placeOf(error)}.`, "Report this line, which contains no secret.");
  } finally {
    clearTimeout(timer);
  }
}
