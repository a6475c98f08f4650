import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, expect, test } from "vitest";
import { BadSecretFile, SecretValues, withSecretFiles } from "./secret-values.ts";

const folder = mkdtempSync(join(tmpdir(), "secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test.each<[string, () => Record<string, string>, RegExp]>([
  ["that does not exist", () => ({ SMTP_URL_FILE: join(folder, "none") }), /SMTP_URL_FILE names a file that can't be read \(ENOENT\)/],
  ["that is a folder", () => ({ SMTP_URL_FILE: folder }), /SMTP_URL_FILE names a file that can't be read/],
  ["that is empty", () => ({ AUTH_SECRET_FILE: fileWith("empty", " \n") }), /AUTH_SECRET_FILE names an empty file/],
  [
    "that is too large",
    () => ({ AUTH_SECRET_FILE: fileWith("large", Buffer.alloc(64 * 1024 + 1, "secret")) }),
    /AUTH_SECRET_FILE names a file that is larger than 64 KiB/,
  ],
  [
    "beside the variable itself",
    () => ({ DATA_KEYS_FILE: fileWith("twice", "from the file"), DATA_KEYS: "from the variable" }),
    /DATA_KEYS_FILE and DATA_KEYS are both set/,
  ],
])("a file %s is refused, and the message contains nothing of a secret", (_name, source, message) => {
  const given = source();
  expect(() => withSecretFiles(given)).toThrow(BadSecretFile);
  expect(() => withSecretFiles(given)).toThrow(message);
  expect(() => withSecretFiles(given)).not.toThrow(/from the (file|variable)|secretsecret/);
});

test("all wrong files are named together", () => {
  const none = join(folder, "none");
  expect(() => withSecretFiles({ AUDIT_KEY_FILE: none, SMTP_URL_FILE: none })).toThrow(/AUDIT_KEY_FILE[\s\S]*SMTP_URL_FILE/);
});

test("the content of a file is the value, without the line break at its end; other variables ending in _FILE are not read", () => {
  const path = fileWith("value", "new-value\nold-value\n");
  expect(withSecretFiles({ OIDC_CLIENT_SECRET_FILE: path, LOG_FILE: path })).toEqual({
    OIDC_CLIENT_SECRET: "new-value\nold-value",
    OIDC_CLIENT_SECRET_FILE: path,
    LOG_FILE: path,
  });
});

test("values are read again only when asked; values that can't be read change nothing", () => {
  let values: readonly string[] | undefined = ["one"];
  const secret = new SecretValues(() => {
    if (values === undefined) throw new Error("the file is gone");
    return values;
  });
  const revealed = () => secret.all.map((value) => value.reveal());
  const first = secret.all;
  expect(secret.changedSince(first)).toBe(false);
  values = ["two", "one"];
  expect(revealed()).toEqual(["one"]);
  expect(secret.changedSince(first)).toBe(true);
  expect([revealed(), secret.newest.reveal()]).toEqual([["two", "one"], "two"]);
  // A second request, which was rejected at the same time, has others to try, too.
  expect(secret.changedSince(first)).toBe(true);
  values = undefined;
  expect(secret.changedSince(secret.all)).toBe(false);
  expect(revealed()).toEqual(["two", "one"]);
});

test("the values can't be printed or serialized", () => {
  const secret = new SecretValues(() => ["a-client-secret"]);
  expect(inspect(secret, { depth: 9 }) + String(secret)).not.toContain("a-client-secret");
  expect(() => JSON.stringify({ secret })).toThrow("cannot be serialized");
});
