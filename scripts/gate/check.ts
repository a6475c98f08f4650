import { join } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import { runGate } from "./run-gate.ts";

const gate = await runGate();
const unit = await runProgram(join("node_modules", ".bin", "vitest"), ["run", "--project", "unit", "--reporter=dot"], { show: true });
process.exit(gate.failures.length > 0 || unit.code !== 0 ? 1 : 0);
