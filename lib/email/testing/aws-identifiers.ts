/**
 * What emails must not contain: an ARN, a role ID, an account ID or an External ID. The last part of a UUID in a link can also be 12 digits;
 * the hyphen before it tells it from an account ID.
 */
export const AWS_IDENTIFIERS = /arn:|AROA|(?<![0-9a-f-])[0-9]{12}(?![0-9a-f])|sp-[0-9a-f]{8}/;
