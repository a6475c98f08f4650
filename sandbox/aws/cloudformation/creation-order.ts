import { TemplateError } from "./template-error.ts";

/** Resources in an order in which each comes after all that it needs. A circle is an error, as in CloudFormation. */
export function creationOrder(needs: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const ordered: string[] = [];
  const left = new Map(needs);
  while (left.size > 0) {
    const ready = [...left].filter(([, needed]) => [...needed].every((id) => ordered.includes(id))).map(([id]) => id);
    if (ready.length === 0) throw new TemplateError(`Circular dependency between resources: [${[...left.keys()].join(", ")}]`);
    ordered.push(...ready);
    for (const id of ready) left.delete(id);
  }
  return ordered;
}
