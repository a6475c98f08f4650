import { expect, test, vi } from "vitest";
import { fileHeaders, fileNameNow, fileResponse } from "./file-response.ts";

const CSV = { contentType: "text/csv; charset=utf-8", name: "log-events-2026-11-24T10-43-27.csv" };

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) {
    if (text === "broken") throw new Error("secret-1");
    yield text;
  }
}

test("a file is saved and never shown, under a name of ours alone, and kept by nobody on the way", async () => {
  const response = fileResponse(pieces("a", "ö"), CSV);
  expect(Object.fromEntries(response.headers)).toEqual({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="log-events-2026-11-24T10-43-27.csv"',
    "cache-control": "no-store",
  });
  expect(fileHeaders(CSV)).toEqual(Object.fromEntries(response.headers));
  expect(await response.text()).toBe("aö");
});

test("a file's name is made of letters, digits, points and hyphens", () => {
  expect(fileNameNow("log-events", "csv")).toMatch(/^log-events-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.csv$/);
});

test("a file that breaks off is cut, not ended, and says nothing of why", async () => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const error = await fileResponse(pieces("a", "broken"), CSV)
    .text()
    .catch((reason: unknown) => String(reason));
  vi.restoreAllMocks();
  expect(error).toMatch(/Reference: [0-9a-f]{12}/);
  expect(error).not.toContain("secret-1");
});
