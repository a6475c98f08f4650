import { buildPortal } from "#stack/build/build-portal.ts";
import { say } from "#stack/say.ts";
import { checkBudgets } from "./check-budgets.ts";

await buildPortal();
const over = checkBudgets();
for (const line of over) say(line);
process.exit(over.length > 0 ? 1 : 0);
