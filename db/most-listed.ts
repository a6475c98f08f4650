/** The most rows that a list of a page has. No deployment is expected to come near; it bounds what one page can cost. */
export const MOST_LISTED = 5000;
