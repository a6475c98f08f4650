import { expect, test } from "vitest";
import { bodyOf } from "./email-template.ts";

const letter = {
  subject: "Invitation",
  paragraphs: ['<img src="x" onerror="steal()"> & Söhne invites you.'],
  link: { text: "Accept", href: "https://portal.example/invitations/a?b=1&c=2" },
  after: ["It works once."],
};

test("what a person chose as a name cannot become markup", () => {
  const { html } = bodyOf(letter);
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=&quot;x&quot; onerror=&quot;steal()&quot;&gt; &amp; Söhne");
  expect(html).toContain('href="https://portal.example/invitations/a?b=1&amp;c=2"');
});

test("the plain text has the link whole, on a line of its own", () => {
  expect(bodyOf(letter).text.split("\n")).toContain(letter.link.href);
});
