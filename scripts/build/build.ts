import { buildRelease } from "#stack/build/build-release.ts";
import { say } from "#stack/say.ts";
import { checkBudgets } from "./check-budgets.ts";

await buildRelease();
const over = checkBudgets();
for (const line of over) say(line);
process.exit(over.length > 0 ? 1 : 0);
