import { expect, test } from "vitest";
import { fileHeaders, fileNameNow } from "./file-headers.ts";

test("a file is saved and never shown, under a name of ours alone, and kept by nobody on the way", () => {
  expect(fileHeaders({ contentType: "text/csv; charset=utf-8", name: "log-events-2026-11-24T10-43-27.csv" })).toEqual({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="log-events-2026-11-24T10-43-27.csv"',
    "cache-control": "no-store, no-transform",
  });
});

test("a file's name is made of letters, digits, points and hyphens", () => {
  expect(fileNameNow("log-events", "csv")).toMatch(/^log-events-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.csv$/);
});
