/**
 * A form's fields as a plain object, for strict parsing. The framework's own hidden fields are left out; a file, and a name
 * given twice, come through as what they are, so that a schema of texts refuses them.
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
