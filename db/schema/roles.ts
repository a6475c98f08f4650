import { pgRole } from "drizzle-orm/pg-core";

// `.existing()`: roles belong to the cluster and are made by the administrator's step, never by a migration.
export const spOwner = pgRole("sp_owner").existing();
export const spApp = pgRole("sp_app").existing();
export const spStaff = pgRole("sp_staff").existing();
export const spWorker = pgRole("sp_worker").existing();
