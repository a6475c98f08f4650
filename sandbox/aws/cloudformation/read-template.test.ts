import { expect, test } from "vitest";
import { readTemplate } from "./read-template.ts";

test.each([
  ["JSON that is not complete", '{"Resources": ', "JSON not well-formed. (line 1, column 15)"],
  ["JSON with a trailing comma", '{\n  "A": 1,\n}', "JSON not well-formed. (line 3, column 1)"],
  ["YAML with an open bracket", "A: [1\nB: 2\n", "YAML not well-formed. (line 2, column 1)"],
  ["YAML with a key twice", "A: 1\nA: 2\n", "YAML not well-formed. (line 2, column 1)"],
  ["a tag that CloudFormation does not have", "A: !Whatever x\n", "YAML not well-formed. (line 1, column 4)"],
  ["a date as a tag", "A: !!timestamp 2012-10-17\n", "YAML not well-formed."],
  ["an alias", "A: &one 1\nB: *one\n", "Template error: YAML aliases are not allowed in CloudFormation templates"],
  ["a hash merge", "A: &one { B: 1 }\nC:\n  <<: *one\n", "YAML aliases are not allowed"],
  ["one word", "template.yaml", "unsupported structure"],
  ["nothing", "", "unsupported structure"],
  ["a list", "- A\n", "unsupported structure"],
])("rejects %s", (_, body, message) => {
  expect(() => readTemplate(body)).toThrow(message);
});

test("a template larger than 1 MB is rejected by its bytes, not its characters", () => {
  const of = (characters: number) => `{"Description": "${"é".repeat(characters)}"}`;
  expect(() => readTemplate(of(600_000))).toThrow("larger than 1 MB");
  expect(readTemplate(of(500_000))).toHaveProperty("Description");
});

test("YAML with short forms means the same as JSON", () => {
  const yaml = `
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  Both: !And [!Condition One, !Not [!Equals [!Ref Text, yes]]]
Resources:
  Role:
    Properties:
      Path: !Sub "/\${Text}/"
      Arn: !GetAtt Other.Arn
      Name: !Join
        - "-"
        - [a, !Ref AWS::AccountId]
      Longer: !Sub
        - \${A}
        - { A: !If [Both, x, !Ref AWS::NoValue] }
      Whole:
        Fn::GetAtt: [Other, Arn]
`;
  expect(readTemplate(yaml)).toEqual({
    AWSTemplateFormatVersion: "2010-09-09",
    Conditions: { Both: { "Fn::And": [{ Condition: "One" }, { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Text" }, "yes"] }] }] } },
    Resources: {
      Role: {
        Properties: {
          Path: { "Fn::Sub": `/\${Text}/` },
          Arn: { "Fn::GetAtt": "Other.Arn" },
          Name: { "Fn::Join": ["-", ["a", { Ref: "AWS::AccountId" }]] },
          Longer: { "Fn::Sub": [`\${A}`, { A: { "Fn::If": ["Both", "x", { Ref: "AWS::NoValue" }] } }] },
          Whole: { "Fn::GetAtt": ["Other", "Arn"] },
        },
      },
    },
  });
});

test("numbers, dates and booleans in YAML stay the text that they are written as", () => {
  const yaml = "A: 3600\nB: 0010\nC: 2012-10-17\nD: true\nE: 1.0\nF: yes\nG:\nH: '7'\n";
  expect(readTemplate(yaml)).toEqual({ A: "3600", B: "0010", C: "2012-10-17", D: "true", E: "1.0", F: "yes", G: null, H: "7" });
});
