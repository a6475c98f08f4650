import { say } from "#stack/say.ts";

/** Counts checks and prints each with its figures. */
export class Checks {
  #passed = 0;
  #failed = 0;

  check(name: string, isTrue: boolean, figures: string): void {
    say(`${isTrue ? "ok  " : "FAIL"} ${name}: ${figures}`);
    if (isTrue) this.#passed += 1;
    else this.#failed += 1;
  }

  get failed(): number {
    return this.#failed;
  }

  get sum(): string {
    return `${this.#passed} passed, ${this.#failed} failed`;
  }
}
