import { expect, test } from "vitest";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";
import { isRotatable, rotatableRows, unanswered } from "./rotatable.ts";

const row = (id: string, status: ConnectionStatus): FleetConnection => ({ id, status }) as FleetConnection;

test.each<ConnectionStatus>(["draft", "verifying", "disabled", "removed"])("a connection can't be rotated while it is %s", (status) => {
  expect(isRotatable({ status })).toBe(false);
});

test("a selected row is rotated only as the page shows it now: not if it was disabled or removed since it was selected", () => {
  const selected = [row("a", "connected"), row("b", "connected"), row("gone", "connected")];
  const now = [row("a", "quarantined"), row("b", "disabled"), row("c", "connected")];
  expect(rotatableRows(now, selected)).toEqual([row("a", "quarantined")]);
});

test("connections without an answer stay selected after a failure, and none after a complete rotation", () => {
  const rows = [row("a", "connected"), row("b", "connected")];
  expect(unanswered(rows, [{ connection: { id: "a" } }])).toEqual([row("b", "connected")]);
  expect(unanswered(rows, [])).toEqual(rows);
  expect(
    unanswered(
      rows,
      rows.map((connection) => ({ connection })),
    ),
  ).toEqual([]);
});
