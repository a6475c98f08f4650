import { inspect } from "node:util";

/**
 * Holds a value that must not be printed, serialised or sent to a browser: credentials, keys, tokens. It throws when
 * something turns it into JSON (so React cannot send it either) and shows `[redacted]` to a console (ASVS 16.2.5).
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Every call site is a place to review. */
  reveal(): T {
    return this.#value;
  }

  toJSON(): never {
    throw new Error("a secret cannot be serialized");
  }

  toString(): string {
    return "[redacted]";
  }

  [inspect.custom](): string {
    return "[redacted]";
  }
}
