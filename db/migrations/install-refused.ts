import pg from "pg";

/** Why a database can't be installed or migrated, as a sentence that says what to do; `sql` is for an administrator to run. */
export class InstallRefused extends Error {
  override readonly name = "InstallRefused";
  readonly sql: string | undefined;

  constructor(sentence: string, options: { readonly sql?: string; readonly cause?: unknown } = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.sql = options.sql;
  }
}

/** sp_owner must own its database: only the owner can take PUBLIC's rights on it away. `owner` is who has it now. */
export function foreignDatabase(name: string, owner: string, cause?: unknown): InstallRefused {
  const sql = `alter database ${pg.escapeIdentifier(name)} owner to sp_owner;`;
  return new InstallRefused(
    `The database ${name} belongs to ${owner}, so sp_owner can't limit the rights on it. Have an administrator run \`${sql}\`, then run npm run db:migrate again.`,
    { sql, cause },
  );
}
