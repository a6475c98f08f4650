/** A function of the query language, as the editor completes and explains it. */
export interface InsightsFunction {
  readonly name: string;
  /** The arguments, as a person would write them. */
  readonly takes: string;
  readonly returns: "number" | "text" | "time" | "list" | "map" | "1 or 0" | "any";
  readonly does: string;
  readonly example?: string;
  /** Only in `stats`. */
  readonly aggregates?: true;
}

/** A command of the query language, with what follows its name. */
export interface InsightsCommand {
  readonly name: string;
  readonly does: string;
  readonly example: string;
}

/** Commands that the portal offers. Source: Amazon CloudWatch Logs, "Supported commands in the Logs Insights query language". */
export const COMMANDS: readonly InsightsCommand[] = [
  { name: "fields", does: "shows fields, or values that are calculated from them", example: "fields @timestamp, @message" },
  { name: "filter", does: "keeps the events that match", example: 'filter level = "error" and ms > 250' },
  { name: "stats", does: "counts and calculates, for all events or by group", example: "stats count(*) as requests by bin(5m)" },
  { name: "sort", does: "sorts the rows", example: "sort @timestamp desc" },
  { name: "limit", does: "returns at most this many rows", example: "limit 100" },
  { name: "parse", does: "reads fields out of text", example: 'parse @message "user=* took * ms" as user, took' },
  { name: "display", does: "shows only these fields", example: "display @timestamp, path" },
  { name: "dedup", does: "keeps one row for each value", example: "dedup request_id" },
  { name: "pattern", does: "groups similar events into patterns", example: "pattern @message" },
  { name: "diff", does: "compares with the period before", example: "diff" },
  { name: "unnest", does: "makes a row of each element of a list", example: "unnest items into item" },
  { name: "filterIndex", does: "reads only events whose indexed field matches", example: 'filterIndex requestId = "abc"' },
];

/** Words that are part of a command. */
export const KEYWORDS: readonly string[] = ["and", "as", "asc", "by", "desc", "in", "into", "like", "not", "or"];

/** Fields that CloudWatch Logs adds to every event. Source: "Supported logs and discovered fields". */
export const SYSTEM_FIELDS: readonly string[] = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@ptr"];

const aggregate = (name: string, takes: string, does: string, example?: string): InsightsFunction => ({
  name,
  takes,
  returns: /^(min|max|earliest|latest|sorts)/.test(name) ? "any" : "number",
  does,
  aggregates: true,
  ...(example ? { example } : {}),
});
const one = (name: string, takes: string, returns: InsightsFunction["returns"], does: string, example?: string): InsightsFunction => ({
  name,
  takes,
  returns,
  does,
  ...(example ? { example } : {}),
});

/** Source: Amazon CloudWatch Logs, "stats" and "Supported operations and functions". */
export const FUNCTIONS: readonly InsightsFunction[] = [
  aggregate("count", "*", "How many events there are. With a field, only events that have it.", "stats count(*) by status"),
  aggregate("count_distinct", "field", "How many different values there are. An estimate if there are very many."),
  aggregate("sum", "number", "The sum."),
  aggregate("avg", "number", "The average."),
  aggregate("min", "value", "The smallest value."),
  aggregate("max", "value", "The largest value."),
  aggregate(
    "pct",
    "number, percent",
    "A percentile: with 99, 99% of the values are at most this value.",
    "stats pct(ms, 99) as p99 by bin(5m)",
  ),
  aggregate("stddev", "number", "The standard deviation."),
  aggregate("earliest", "field", "The value of the oldest event."),
  aggregate("latest", "field", "The value of the newest event."),
  aggregate("sortsFirst", "field", "The value that comes first in sort order."),
  aggregate("sortsLast", "field", "The value that comes last in sort order."),
  one("bin", "period", "time", "Rounds @timestamp down to the period.", "stats count(*) by bin(5m)"),
  one("datefloor", "time, period", "time", "Rounds a time down to the period."),
  one("dateceil", "time, period", "time", "Rounds a time up to the period."),
  one("fromMillis", "number", "time", "The time for milliseconds since 1970."),
  one("toMillis", "time", "number", "Milliseconds since 1970."),
  one("now", "", "number", "Seconds since 1970, when the query runs."),
  one(
    "strcontains",
    "text, part",
    "1 or 0",
    "1 if part occurs in text, otherwise 0. Case-sensitive.",
    'filter strcontains(path, "/cart") = 1',
  ),
  one("strlen", "text", "number", "The number of characters."),
  one("substr", "text, from, length", "text", "A part of the text. The first character is 0."),
  one("replace", "text, part, with", "text", "The text with each part replaced."),
  one("concat", "text, text, …", "text", "The text values, one after the other."),
  one("toupper", "text", "text", "The text in upper case."),
  one("tolower", "text", "text", "The text in lower case."),
  one("trim", "text, characters", "text", "The text without these characters at both ends. Without them, spaces."),
  one("ltrim", "text, characters", "text", "The text without these characters at its beginning."),
  one("rtrim", "text, characters", "text", "The text without these characters at its end."),
  one("isempty", "field", "1 or 0", "1 if the field is missing or empty text."),
  one("isblank", "field", "1 or 0", "1 if the field is missing, empty, or only spaces."),
  one("ispresent", "field", "1 or 0", "1 if the event has the field.", "filter ispresent(status)"),
  one("coalesce", "field, field, …", "any", "The first value that exists."),
  one("abs", "number", "number", "The absolute value."),
  one("ceil", "number", "number", "Rounds up."),
  one("floor", "number", "number", "Rounds down."),
  one("greatest", "number, number, …", "number", "The largest of the values."),
  one("least", "number, number, …", "number", "The smallest of the values."),
  one("log", "number", "number", "The natural logarithm."),
  one("sqrt", "number", "number", "The square root."),
  one("jsonParse", "text", "map", "The JSON in text, so that its fields can be used."),
  one("jsonStringify", "map", "text", "JSON text of a map or a list."),
  one("isValidIp", "text", "1 or 0", "1 if the text is an IPv4 or IPv6 address."),
  one("isValidIpv4", "text", "1 or 0", "1 if the text is an IPv4 address."),
  one("isValidIpv6", "text", "1 or 0", "1 if the text is an IPv6 address."),
  one("isIpInSubnet", "address, subnet", "1 or 0", "1 if the address is in the subnet.", 'filter isIpInSubnet(srcAddr, "10.0.0.0/8")'),
  one("isIpv4InSubnet", "address, subnet", "1 or 0", "1 if the IPv4 address is in the subnet."),
  one("isIpv6InSubnet", "address, subnet", "1 or 0", "1 if the IPv6 address is in the subnet."),
];
