import { expect, test } from "vitest";
import { fileHeaders, fileNameNow } from "./file-headers.ts";

test("a file is downloaded and never displayed, under a name that the portal chose, and no proxy or browser caches it", () => {
  expect(fileHeaders({ contentType: "text/csv; charset=utf-8", name: "log-events-2026-11-24T10-43-27.csv" })).toEqual({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="log-events-2026-11-24T10-43-27.csv"',
    "cache-control": "no-store, no-transform",
  });
});

test("a file name has only a–z, digits, periods and hyphens", () => {
  expect(fileNameNow("log-events", "csv")).toMatch(/^log-events-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.csv$/);
});
