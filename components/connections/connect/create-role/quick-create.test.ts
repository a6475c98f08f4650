import { type ComponentProps, createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { QuickCreate } from "./quick-create.tsx";

const ID = "sp-7f3c1e9a-52d4-4b8e-9c07-1d6a2f84e3b5";
const view = {
  link: {
    consoleUrl: null,
    partition: "aws",
    regions: ["eu-central-1"],
    templateUrl: "https://templates.s3.eu-central-1.amazonaws.com/role.json",
    stackName: "sallyport-payments",
    parameters: { ExternalId: ID },
  },
} as unknown as ComponentProps<typeof QuickCreate>["view"];
const choices: ComponentProps<typeof QuickCreate>["choices"] = {
  logAccess: "browse",
  logGroupPrefix: "/app/",
  stackRegion: "eu-central-1",
  permissionsBoundaryArn: "",
  rolePath: "/sallyport/",
  allowSelfInspection: false,
};

test("the link to AWS sends no referrer, gives no access to its opener, and keeps the External ID in the fragment", () => {
  const [, link = ""] = /(<a [^>]*>)/.exec(renderToStaticMarkup(createElement(QuickCreate, { view, choices, primary: true }))) ?? [];
  const [, rel = ""] = / rel="([^"]*)"/.exec(link) ?? [];
  expect(rel.split(" ")).toContain("noreferrer");
  expect(link).toContain(' target="_blank"');
  const [before = "", fragment = ""] = (/ href="([^"]*)"/.exec(link)?.[1] ?? "").split("#");
  expect(before).toMatch(/^https:\/\/eu-central-1\.console\.aws\.amazon\.com\//);
  expect(before).not.toContain(ID);
  expect(fragment).toContain(`param_ExternalId=${ID}`);
});
