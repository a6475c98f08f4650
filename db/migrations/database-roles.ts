/** The five logins of the database. None is a superuser or bypasses row security. */
export const DATABASE_ROLES = ["sp_owner", "sp_app", "sp_staff", "sp_worker", "sp_signin"] as const;
export type DatabaseRole = (typeof DATABASE_ROLES)[number];

/** The roles as which running processes log in. */
export const RUNTIME_ROLES = ["sp_app", "sp_staff", "sp_worker", "sp_signin"] as const;
