import { say } from "#stack/say.ts";

/** The checks of a long test: prints each with its figures as it is made, and the sum at the end. */
export class Checks {
  #passed = 0;
  #failed = 0;

  /** @param figures what was measured; printed also if the check passed */
  check(name: string, isTrue: boolean, figures: string): void {
    say(`${isTrue ? "ok  " : "FAIL"} ${name}${figures === "" ? "" : `: ${figures}`}`);
    if (isTrue) this.#passed += 1;
    else this.#failed += 1;
  }

  /** Counts a step as failed if it throws, with the first line of its error. */
  async step(name: string, work: () => Promise<string | undefined>): Promise<void> {
    try {
      this.check(name, true, (await work()) ?? "");
    } catch (error) {
      this.check(name, false, error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
    }
  }

  get failed(): number {
    return this.#failed;
  }

  get sum(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}
