import type pg from "pg";

export const exportPath = "/api/admin/export/connections?format=csv";

type Page = readonly [name: string, path: string];

/** What searches and filters look for fills a page in both sizes, or is one row in both. */
const PAGES: readonly Page[] = [
  ["overview", "/admin"],
  ["customers", "/admin/customers"],
  ["customers, filtered", "/admin/customers?status=access_denied"],
  ["customers, searched by name", "/admin/customers?q=customer%207"],
  ["customers, by name", "/admin/customers?sort=name&order=desc"],
  ["customers, by verification", "/admin/customers?sort=verified"],
  ["alerts", "/admin/alerts"],
  ["connections", "/admin/connections"],
  ["connections, filtered", "/admin/connections?status=connected&access=live-tail"],
  ["connections, rare filter", "/admin/connections?template=2&status=access_denied"],
  ["connections, by verification", "/admin/connections?sort=verified"],
  ["connections, by wait", "/admin/connections?sort=waiting"],
  ["connections quarantined, by wait", "/admin/connections?status=quarantined&sort=waiting"],
  ["connections, by name", "/admin/connections?sort=name"],
  ["connections, searched by name", "/admin/connections?q=connection%207"],
  ["connections, searched by account", "/admin/connections?q=400000000777"],
  ["connections, searched by role", "/admin/connections?q=AROABENCH000000000777"],
  ["connections of a Region", "/admin/connections?region=us-west-2"],
  ["people", "/admin/people"],
  ["people, by sign-in", "/admin/people?sort=signed-in&order=desc"],
  ["people, owners by time", "/admin/people?role=owner&sort=joined"],
  ["people, searched by address", "/admin/people?q=person-777-1%40customer.example"],
  ["people, searched by name", "/admin/people?q=person%2077"],
  ["runs", "/admin/runs"],
  ["runs, with a result", "/admin/runs?verdict=access-denied"],
  ["runs, for a rare reason", "/admin/runs?reason=staff"],
  ["runs of a day", "/admin/runs?time=24h&verdict=inconclusive"],
  ["alerts", "/admin/alerts"],
  ["audit log", "/admin/audit"],
  ["audit log, filtered by event", "/admin/audit?event=staff.changed"],
  ["audit log, filtered by result", "/admin/audit?event=run.closed&verdict=not-secure"],
  ["audit log, filtered by several results", "/admin/audit?verdict=not-secure,access-denied"],
];

/** The pages to measure, some of them about a customer of this database. */
export async function pagesOf(client: pg.Client): Promise<readonly Page[]> {
  const { rows } = await client.query<{ customer: string; connection: string }>(
    "select customer_id as customer, id as connection from connections where name = 'Connection 1500' limit 1",
  );
  const { customer, connection } = rows[0] ?? { customer: "", connection: "" };
  return [
    ...PAGES,
    ["customers, searched by ID", `/admin/customers?q=${customer}`],
    ["connections, searched by ID", `/admin/connections?q=${connection}`],
    ["a customer", `/admin/customers/${customer}`],
    ["a connection", `/admin/connections/${connection}`],
    ["people of a customer", `/admin/people?customer=${customer}`],
    ["runs of a connection", `/admin/runs?connection=${connection}`],
    ["audit log of a customer", `/admin/audit?customer=${customer}`],
    ["audit log, searched by connection", `/admin/audit?q=${connection}`],
  ];
}
