import { expect, test } from "vitest";
import { callerOfRole, policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";

const caller = callerOfRole("999999999999", "sallyport");
const request = { caller, action: "sts:AssumeRole", resource: "arn:aws:iam::222222222222:role/x", context: new Map() };
const ROOT = { AWS: "arn:aws:iam::999999999999:root" };
const ROLE = { AWS: "arn:aws:iam::999999999999:role/sallyport" };
const SESSION = { AWS: "arn:aws:sts::999999999999:assumed-role/sallyport/session" };
const OTHERS = { AWS: ["111111111111", "arn:aws:iam::999999999999:role/other"], Service: "ec2.amazonaws.com" };
const trust = (element: object, effect = "Allow") =>
  evaluatePolicy(policyOf([{ Effect: effect, Action: "sts:AssumeRole", ...element }], "trust"), request);

test.each([
  ["other principals", { Principal: OTHERS }, "none"],
  ["everyone except our account", { NotPrincipal: ROOT }, "none"],
  ["everyone except our role and others", { NotPrincipal: { AWS: [...OTHERS.AWS, ROLE.AWS] } }, "none"],
  ["everyone except others", { NotPrincipal: OTHERS }, "direct"],
  ["our account", { Principal: ROOT }, "account"],
  ["our account by its number", { Principal: { AWS: "999999999999" } }, "account"],
  ["our account, and our role too", { Principal: { AWS: [ROOT.AWS, ROLE.AWS] } }, "direct"],
  ["our role", { Principal: ROLE }, "direct"],
  ["our session", { Principal: SESSION }, "direct"],
  ["anyone", { Principal: "*" }, "direct"],
  ["anyone, in a list", { Principal: { AWS: [...OTHERS.AWS, "*"] } }, "direct"],
])("a statement that names %s", (_who, element, allowedVia) => {
  const decision = allowedVia === "none" ? "ImplicitlyDenied" : "Allowed";
  expect(trust(element)).toMatchObject({ decision, allowedVia });
});

test("an explicit Deny differs from an Allow that does not apply, and neither has a value of allowedVia", () => {
  expect(trust({ Principal: "*" }, "Deny")).toEqual({
    decision: "ExplicitlyDenied",
    why: ["Statement 1 (Deny): applies"],
    allowedVia: "none",
  });
  expect(trust({ Principal: OTHERS }, "Deny")).toEqual({
    decision: "ImplicitlyDenied",
    why: ["Statement 1 (Deny): the principal did not match"],
    allowedVia: "none",
  });
});

test("a permission policy applies to its owner", () => {
  const own = policyOf([{ Effect: "Allow", Action: "sts:*", Resource: "*" }], "identity");
  expect(evaluatePolicy(own, request)).toEqual({ decision: "Allowed", why: ["Statement 1 (Allow): applies"], allowedVia: "direct" });
});
