import pg from "pg";

/** A database can't be installed or migrated. The message says what to do; `sql` is for an administrator to run. */
export class InstallRefused extends Error {
  override readonly name = "InstallRefused";
  readonly sql: string | undefined;

  constructor(sentence: string, options: { readonly sql?: string; readonly cause?: unknown } = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.sql = options.sql;
  }
}

/** The refusal of a database that sp_owner does not own: only the owner can revoke the rights of PUBLIC on it. */
export function foreignDatabase(name: string, owner: string, cause?: unknown): InstallRefused {
  const sql = `alter database ${pg.escapeIdentifier(name)} owner to sp_owner;`;
  return new InstallRefused(
    `The database ${name} belongs to ${owner}, so sp_owner can't limit the rights on it. Have an administrator run \`${sql}\`, then run sallyport migrate again.`,
    { sql, cause },
  );
}
