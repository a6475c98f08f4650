import { expect, test } from "vitest";
import { customerNameParameter } from "#lib/role-setup/template/stack-link.ts";
import { type QuickCreate, quickCreateLink, stackNameOf } from "./quick-create-link.ts";
import { TEMPLATE_PARAMETERS } from "./template-parameters.ts";

const NAMES = Object.keys(TEMPLATE_PARAMETERS);
const TEMPLATE = "https://sallyport-templates.s3.eu-central-1.amazonaws.com/role-template-1.json";

function quick(more: Partial<QuickCreate> = {}): QuickCreate {
  return { partition: "aws", region: "eu-central-1", templateUrl: TEMPLATE, stackName: "sallyport-acme", parameters: {}, ...more };
}

/** Reads a link as a console does: the fragment's query, decoded once. */
function readBack(link: string) {
  const url = new URL(link);
  const [route, query = ""] = url.hash.slice(1).split("?", 2);
  const fields = [...new URLSearchParams(query)];
  const parameters = fields.filter(([name]) => name.startsWith("param_")).map(([name, value]) => [name.slice("param_".length), value]);
  return { url, route, fields: fields.length, parameters, single: new Map(fields) };
}

const HOSTILE = [
  "&param_ExternalId=evil",
  "x&stackName=evil",
  "#/stacks/quickcreate?templateURL=https://evil.example/t.json",
  "?a=b",
  "a\nb",
  "a\r\nb",
  "%26param_ExternalId%3Devil",
  "a+b c",
  "\u202eevil",
  "Müller 株式会社 🚪",
  "'\"><script>",
  ";param_LogAccess=LiveTail",
  "\u0000",
  "",
  "a=b=c",
  "%",
  "%zz",
];

test.each(NAMES.flatMap((name) => HOSTILE.map((value) => [name, value])))(
  "a hostile value of %s stays a value: %j",
  (name = "", value = "") => {
    const link = quickCreateLink(quick({ parameters: { [name]: value } }));
    const back = readBack(link);
    expect(back.parameters).toEqual([[name, value]]);
    expect(back).toMatchObject({ route: "/stacks/quickcreate", fields: 3 });
    expect(back.url.search).toBe("?region=eu-central-1");
    expect(back.url.host).toBe("eu-central-1.console.aws.amazon.com");
    expect(back.single.get("templateURL")).toBe(TEMPLATE);
    expect(link).toMatch(/^[\x21-\x7e]+$/);
  },
);

test("half a surrogate pair does not break the link", () => {
  expect(readBack(quickCreateLink(quick({ parameters: { CustomerName: "a\ud800" } }))).parameters).toEqual([["CustomerName", "a\ufffd"]]);
});

test.each([
  ["a parameter the template does not have", { parameters: { Evil: "x" } }, "no parameter Evil"],
  ["a parameter inherited from no template", { parameters: { toString: "x" } as Record<string, string> }, "no parameter toString"],
  ["a region of another partition", { region: "cn-north-1" }, "not in the aws partition"],
  ["a region that is a host of its own", { region: "evil.example/" }, "not in the aws partition"],
  ["a template's URL beyond CloudFormation's limit", { templateUrl: `https://x/${"a".repeat(1024)}` }, "longer than CloudFormation allows"],
])("rejects %s", (_, more, message) => {
  expect(() => quickCreateLink(quick(more))).toThrow(message);
});

test.each([
  [
    "aws",
    "eu-central-1",
    "https://eu-central-1.console.aws.amazon.com/cloudformation/home?region=eu-central-1#/stacks/quickcreate?templateURL=",
  ],
  [
    "aws-us-gov",
    "us-gov-west-1",
    "https://us-gov-west-1.console.amazonaws-us-gov.com/cloudformation/home?region=us-gov-west-1#/stacks/quickcreate?templateURL=",
  ],
  [
    "aws-cn",
    "cn-north-1",
    "https://cn-north-1.console.amazonaws.cn/cloudformation/home?region=cn-north-1#/stacks/quickcreate?templateURL=",
  ],
] as const)("in %s the link leads to that partition's console", (partition, region, start) => {
  expect(quickCreateLink(quick({ partition, region })).startsWith(start)).toBe(true);
});

test("a custom console URL is used as it is given", () => {
  const link = quickCreateLink(quick({ consoleUrl: "http://localhost:4566/console/" }));
  expect(link.startsWith("http://localhost:4566/console/cloudformation/home?region=eu-central-1#/stacks/quickcreate?")).toBe(true);
});

test("every value is in the fragment, which no server sees", () => {
  const [before] = quickCreateLink(quick({ parameters: { ExternalId: "sp-secret-of-nobody" } })).split("#");
  expect(before).not.toContain("sp-secret-of-nobody");
});

test.each([
  ["sallyport-acme", "sallyport-acme"],
  ["Sallyport Müller & Söhne", "Sallyport-Muller-Sohne"],
  ["株式会社", "sallyport"],
  ["", "sallyport"],
  ["1st customer", "sallyport-1st-customer"],
  ["&stackName=evil#", "stackName-evil"],
  [`a${"b".repeat(126)}--c`, `a${"b".repeat(126)}`],
])("the stack of %j is named as CloudFormation allows", (wish, name) => {
  expect(stackNameOf(wish)).toBe(name);
  expect(name).toMatch(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/);
});

test.each([
  ["Acme", "Acme"],
  ["Müller & Söhne GmbH", "Müller & Söhne GmbH"],
  [`<b>\${ExternalId}</b> Acme`, "bExternalIdb Acme"],
  ["株式会社 Acme", "Acme"],
  ["u\u0308ber", "über"],
  [`${"a".repeat(79)} b`, "a".repeat(79)],
])("the name of customer %j is reduced to what IAM and the template allow", (name, parameter) => {
  expect(customerNameParameter(name)).toBe(parameter);
  expect(parameter).toMatch(new RegExp(TEMPLATE_PARAMETERS.CustomerName.AllowedPattern));
});
