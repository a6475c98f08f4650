import { expect, test } from "vitest";
import { checkReferences, creationOrder } from "./check-references.ts";
import type { JsonObject } from "./json-value.ts";
import { parseTemplate } from "./parse-template.ts";

const role = (properties: JsonObject = {}, more: JsonObject = {}) => ({ Type: "AWS::IAM::Role", Properties: properties, ...more });
const order = (template: JsonObject) => creationOrder(checkReferences(parseTemplate(JSON.stringify(template))));

test.each<[string, JsonObject, string]>([
  ["an unsupported section", { Mappings: {}, Resources: { A: role() } }, "[Mappings]"],
  ["a transform", { Transform: "x", Resources: { A: role() } }, "[Transform]"],
  ["no resources", { Resources: {} }, "At least one Resources member"],
  ["another format version", { AWSTemplateFormatVersion: "2011", Resources: { A: role() } }, "not 2010-09-09"],
  ["an unsupported resource attribute", { Resources: { A: role({}, { CreationPolicy: {} }) } }, "'CreationPolicy'"],
  ["a snapshot of a role", { Resources: { A: role({}, { DeletionPolicy: "Snapshot" }) } }, "Unrecognized DeletionPolicy Snapshot"],
  ["an unsupported property", { Resources: { A: role({ RoleNmae: "x" }) } }, "unsupported property RoleNmae"],
  ["an unsupported resource type", { Resources: { A: { Type: "AWS::S3::Bucket" } } }, "Unrecognized resource types"],
  ["an unsupported parameter type", { Parameters: { P: { Type: "Number" } }, Resources: { A: role() } }, "supports only String"],
  ["a NoEcho parameter", { Parameters: { P: { Type: "String", NoEcho: true } }, Resources: { A: role() } }, "'NoEcho'"],
  ["an invalid pattern", { Parameters: { P: { Type: "String", AllowedPattern: "(" } }, Resources: { A: role() } }, "regular expression"],
  ["an unsupported function", { Resources: { A: role({ Path: { "Fn::ImportValue": "x" } }) } }, "unknown intrinsic function"],
  ["a dangling Ref", { Resources: { A: role({ Path: { Ref: "Nothing" } }) } }, "[Nothing]"],
  ["a dangling placeholder", { Resources: { A: role({ Path: { "Fn::Sub": `/\${Nothing}/` } }) } }, "[Nothing]"],
  ["a dangling condition", { Resources: { A: role({}, { Condition: "Maybe" }) } }, "Maybe"],
  ["a dangling DependsOn", { Resources: { A: role({}, { DependsOn: "B" }) } }, "[B]"],
  [
    "an attribute that roles do not have",
    { Resources: { A: role() }, Outputs: { O: { Value: { "Fn::GetAtt": ["A", "Name"] } } } },
    "attribute type Name",
  ],
  [
    "resources that depend on each other",
    { Resources: { A: role({ Path: { Ref: "B" } }), B: role({ Path: { Ref: "A" } }) } },
    "Circular dependency",
  ],
  ["a role that depends on itself", { Resources: { A: role({ Path: { "Fn::GetAtt": "A.Arn" } }) } }, "Circular dependency"],
])("rejects %s", (_, template, message) => {
  expect(() => order(template)).toThrow(message);
});

test("a resource is created after its dependencies", () => {
  const resources = { A: role({ Path: { "Fn::Sub": `\${B.Arn}` } }), B: role({}, { DependsOn: ["C"] }), C: role() };
  expect(order({ Resources: resources })).toEqual(["C", "B", "A"]);
});
