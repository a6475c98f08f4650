import { expect, test } from "vitest";
import { bodyOf } from "./email-template.ts";

const template = {
  subject: "Invitation",
  paragraphs: ['<img src="x" onerror="steal()"> & Söhne invites you.'],
  link: { text: "Accept", href: "https://portal.example/invitations/a?b=1&c=2" },
  after: ["It works once."],
};

test("a name that a person chose cannot become markup", () => {
  const { html } = bodyOf(template);
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=&quot;x&quot; onerror=&quot;steal()&quot;&gt; &amp; Söhne");
  expect(html).toContain('href="https://portal.example/invitations/a?b=1&amp;c=2"');
});

test("the plain text has the complete link on its own line", () => {
  expect(bodyOf(template).text.split("\n")).toContain(template.link.href);
});
