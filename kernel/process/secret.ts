import { inspect } from "node:util";

/**
 * Holds a value that must not be printed, serialized or sent to a browser: credentials, keys, tokens. `toJSON` throws, so
 * that React can't send it either, and a console prints `[redacted]` (OWASP ASVS 16.2.5).
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** Returns the value. Review every call of this method. */
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
