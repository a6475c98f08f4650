import { defineConfig } from "drizzle-kit";

/** `npm run db:generate` compares db/schema with the last snapshot and writes the difference as SQL into db/migrations. */
export default defineConfig({ dialect: "postgresql", schema: "./db/schema/*.ts", out: "./db/migrations" });
