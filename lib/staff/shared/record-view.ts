/** What a tag looks like: lowercase, as the database stores it. */
export const TAG = /^[a-z0-9]([a-z0-9 ._-]{0,28}[a-z0-9])?$/;

/** The most tags of a customer, and the longest note, in characters. `db/functions/customer-records.sql` and the tables enforce them. */
export const MOST_TAGS = 20;
export const LONGEST_NOTE = 2000;
