/**
 * The fields of a form as a plain object, for strict parsing. The hidden fields of Next.js are left out; a file, and a name
 * that occurs twice, stay as they are, so that a schema of strings rejects them.
 */
export function formFields(form: FormData): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name);
    fields[name] = values.length === 1 ? values[0] : values;
  }
  return fields;
}
