import type pg from "pg";
import type { Partition } from "#kernel/aws/partition.ts";

/** The answer of the database for one text. */
export interface DatabaseAnswer {
  /** The parts, if it is a role ARN of the partition and not in an account of the partner. */
  readonly role: { readonly accountId: string; readonly roleName: string } | undefined;
  /** Whether a column for encrypted ARNs would accept the text as it is. */
  readonly isStoredInClear: boolean;
}

const ALLOWED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-";

/**
 * Reads texts by the rules of the database: the CHECKs on account ID, role path and encrypted ARN of the migrated database,
 * combined with the format of an ARN. No column stores an ARN as plain text, so no single CHECK has the whole rule.
 */
export async function databaseReader(client: pg.ClientBase, served: Partition, ownAccounts: readonly string[]) {
  const check = async (name: string): Promise<string> => {
    const found = await client.query<{ rule: string }>(
      "select pg_get_expr(conbin, conrelid) as rule from pg_constraint where conname = $1",
      [name],
    );
    const [row] = found.rows;
    if (row === undefined) throw new Error(`the database has no CHECK ${name}`);
    return row.rule;
  };
  const [account, path] = [await check("run_masked_unless_secure"), await check("connection_role_path")];
  const [pending, connection] = [await check("pending_role_arn_sealed"), await check("connection_sealed_arn")];
  const text = `
    with cut as (
      select n, given as role_arn, string_to_array(given, ':') as part from unnest($1::text[]) with ordinality as g(given, n)
    ), named as (
      select n, role_arn, part, 'secure' as verdict, 'AROA' as role_id, part[5] as account_id,
        '/' || coalesce(substring(part[6] from '^role/(.*/)'), '') as role_path, substring(part[6] from '[^/]*$') as role_name
      from cut
    )
    select (${pending}) or (${connection}) as clear,
      case when cardinality(part) = 6 and part[1] = 'arn' and part[2] = $2 and part[3] = 'iam' and part[4] = '' and starts_with(part[6], 'role/')
        and (${account}) and (${path}) and char_length(role_name) between 1 and 64 and translate(role_name, $4, '') = ''
        and not starts_with(role_path, '/aws-service-role/') and not starts_with(role_path, '/aws-reserved/')
        and not starts_with(role_name, 'AWSReservedSSO_') and account_id <> all($3)
      then array[account_id, role_name] end as role
    from named order by n`;

  return async (texts: readonly string[]): Promise<readonly DatabaseAnswer[]> => {
    const { rows } = await client.query<{ clear: boolean; role: [string, string] | null }>(text, [texts, served, ownAccounts, ALLOWED]);
    return rows.map(({ clear, role }) => ({
      isStoredInClear: clear,
      role: role === null ? undefined : { accountId: role[0], roleName: role[1] },
    }));
  };
}

/** Whether Postgres accepts the text at all. It rejects any text with a NUL. */
export async function isText(client: pg.ClientBase, text: string): Promise<boolean> {
  return client.query("select $1::text", [text]).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "22021") return false;
      throw error;
    },
  );
}
