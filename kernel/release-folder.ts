import { join } from "node:path";

/**
 * The folder of the files that a release has beside its code: `db/` with the SQL, `web/` with the build of the web process. It is the folder
 * above this module both in a checkout (`kernel/`) and in the bundle (`lib/`).
 */
export const RELEASE_FOLDER = join(import.meta.dirname, "..");
