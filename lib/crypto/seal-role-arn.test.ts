import { createSecretKey, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { Secret } from "#kernel/process/secret.ts";
import { arnHmac, isSameArn, openSealedRoleArn, type SealedPlace, sealRoleArn } from "./seal-role-arn.ts";

const dataKey = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) });
const first = dataKey("one");
const ring = new Secret([first]);
const arn = storedRoleArn("arn:aws:iam::222222222222:role/sallyport/reader");
const place: SealedPlace = { table: "connections", customerId: "c-1", connectionId: "k-1", externalId: "sp-1" };

test.each<[string, Partial<SealedPlace>]>([
  ["another table", { table: "pending_role_arns" }],
  ["another customer", { customerId: "c-2" }],
  ["another connection", { connectionId: "k-2" }],
  ["another External ID", { externalId: "sp-2" }],
])("does not open a sealed ARN in %s", (_, other) => {
  const sealed = sealRoleArn(ring, place, arn);
  expect(() => openSealedRoleArn(ring, { ...place, ...other }, sealed)).toThrow();
});

test("rejects a sealed ARN with any bit changed", () => {
  const sealed = sealRoleArn(ring, place, arn);
  const [version, id, body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(() => openSealedRoleArn(ring, place, `${version}.${id}.${changed.toString("base64url")}`)).toThrow();
  }
});

test.each(["", "v1", "v1.one.", "v1.two.AAAA", "v2.one.AAAA", `v1.one.${"A".repeat(30)}`])(
  "rejects %j, which was never sealed",
  (sealed) => {
    expect(() => openSealedRoleArn(ring, place, sealed)).toThrow();
  },
);

test("a sealed ARN shows neither account nor role, and no two are alike", () => {
  const [one, two] = [sealRoleArn(ring, place, arn), sealRoleArn(ring, place, arn)];
  expect(one).not.toBe(two);
  expect(Buffer.from(one.split(".")[2] ?? "", "base64url").includes("222222222222")).toBe(false);
});

test("an older key of the ring still opens what it sealed, and the first one seals", () => {
  const rotated = new Secret([dataKey("two"), first]);
  expect(openSealedRoleArn(rotated, place, sealRoleArn(ring, place, arn))).toBe(arn);
  expect(sealRoleArn(rotated, place, arn)).toMatch(/^v1\.two\./);
});

test("the index differs for any other ARN, and depends on its key", () => {
  const indexKey = new Secret(randomBytes(32).toString("hex"));
  const other = storedRoleArn("arn:aws:iam::222222222222:role/sallyport/readeR");
  expect(isSameArn([indexKey], arn, arnHmac(indexKey, arn))).toBe(true);
  expect(isSameArn([indexKey], other, arnHmac(indexKey, arn))).toBe(false);
  expect(arnHmac(new Secret(randomBytes(32).toString("hex")), arn)).not.toBe(arnHmac(indexKey, arn));
});
