import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type ProgramEnd, runProgram } from "#stack/run-program.ts";

/** The result of one part of `npm test`. `failures` has one line for each test that did not pass, with the first line of its error. */
export interface Counts {
  readonly passed: number;
  readonly failures: readonly string[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * The counts in a vitest JSON report. A skipped test counts as failed. If vitest failed without a failed test, for example because a file does
 * not load or an error was thrown outside a test, that counts as one failure.
 */
export function vitestCounts(file: string, ended: ProgramEnd): Counts {
  if (!existsSync(file)) return { passed: 0, failures: [`vitest wrote no report: ${firstError(ended)}`] };
  const report: VitestReport = JSON.parse(readFileSync(file, "utf8"));
  const failures = report.testResults.flatMap(({ name, message, status, assertionResults }) => {
    const failed = assertionResults
      .filter((test) => test.status !== "passed")
      .map((test) => failure(name, test.fullName, test.failureMessages[0] ?? test.status));
    return failed.length === 0 && status !== "passed" ? [failure(name, "the file", message)] : failed;
  });
  return result(report.numPassedTests, failures, ended, "vitest");
}

/** Runs projects of vitest.config.ts and shows their output. @param report the name of the report, `.data/test/vitest-<report>.json` */
export async function runVitest(report: string, projects: readonly string[], ...more: readonly string[]): Promise<Counts> {
  const file = `.data/test/vitest-${report}.json`;
  const options = projects.flatMap((project) => ["--project", project]);
  const command = ["run", ...options, ...more, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return vitestCounts(file, await runProgram(join("node_modules", ".bin", "vitest"), command, { show: true }));
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly file: string;
    readonly line: number;
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

/** The counts in a Playwright JSON report. A test that was skipped, did not run, or passed only when it was retried counts as failed. */
export function playwrightCounts(file: string, ended: ProgramEnd): Counts {
  if (!existsSync(file)) return { passed: 0, failures: [`Playwright wrote no report: ${firstError(ended)}`] };
  const report: PlaywrightSuite & { stats: { expected: number } } = JSON.parse(readFileSync(file, "utf8"));
  const specs = (suite: PlaywrightSuite): NonNullable<PlaywrightSuite["specs"]> => [
    ...(suite.specs ?? []),
    ...(suite.suites ?? []).flatMap(specs),
  ];
  const failures = specs(report).flatMap(({ file: spec, line, title, tests }) =>
    tests
      .filter(({ status }) => status !== "expected")
      .map(({ status, results }) =>
        failure(`${spec}:${line}`, title, results.map(({ error }) => error?.message).find((message) => message !== undefined) ?? status),
      ),
  );
  return result(report.stats.expected, failures, ended, "Playwright");
}

/** The runner can fail without a failed test, for example by an error after a test, which is not in the report but in the output. */
function result(passed: number, failures: readonly string[], ended: ProgramEnd, runner: string): Counts {
  if (ended.code === 0 || failures.length > 0) return { passed, failures };
  return { passed, failures: [`${runner} failed outside of its tests: ${firstError(ended)}`] };
}

function firstError({ code, output }: ProgramEnd): string {
  return /^\W*(\w*Error:.*)$/m.exec(stripVTControlCharacters(output))?.[1] ?? `exit code ${code}`;
}

const FIRST_LINE = /^.*\S.*$/m;

function failure(where: string, title: string, message: string): string {
  const reason = FIRST_LINE.exec(stripVTControlCharacters(message))?.[0].trim() ?? "no message";
  return `${where.replace(`${process.cwd()}/`, "")} > ${title}: ${reason}`;
}
