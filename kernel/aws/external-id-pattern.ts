// A file of its own, without zod: the browser loads it with the parameters of the role template.
/** The format of an External ID. The database's CHECK and the template's AllowedPattern contain the same pattern. */
export const EXTERNAL_ID_PATTERN = "^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
