/** Characters of a query. Source: CloudWatch Logs API reference, StartQuery, `queryString`. */
export const LONGEST_QUERY = 10_000;
/** Log groups that a query reads. Source: CloudWatch Logs API reference, StartQuery, `logGroupNames`. */
export const MOST_GROUPS = 50;
