/** The one shape of our External IDs; the same words stand in the database's CHECK and in the template's AllowedPattern. */
export const EXTERNAL_ID_PATTERN = "^sp-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
