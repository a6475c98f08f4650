/** The five logins of the database. None is a superuser, none passes row security. */
export const DATABASE_ROLES = ["sp_owner", "sp_app", "sp_staff", "sp_worker", "sp_signin"] as const;
export type DatabaseRole = (typeof DATABASE_ROLES)[number];

/** Those that a running process logs in as. */
export const RUNTIME_ROLES = ["sp_app", "sp_staff", "sp_worker", "sp_signin"] as const;
