import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { GUARDED_AREAS } from "./guarded-areas.ts";

/** Only what a room's mutants can be noticed by. The room comes from `npm run test:mutation`. */
const tests = GUARDED_AREAS.find(({ name }) => name === process.env["MUTATION_AREA"])?.tests ?? [];

/** The nearest test first, since a mutant's first failing test ends it. */
class InListedOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => tests.findIndex((file) => moduleId.endsWith(file));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: { environment: "node", isolate: false, include: [...tests], sequence: { sequencer: InListedOrder } },
});
