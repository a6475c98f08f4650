/**
 * US dollars for each GB that a query scans, by Region. Source: Amazon CloudWatch pricing, "Logs", "Analyze (Logs Insights
 * queries)", as of November 2026. A Region that is not listed has no price here: the portal shows bytes only.
 */
const PRICES: Readonly<Record<string, number>> = {
  "us-east-1": 0.005,
  "us-east-2": 0.005,
  "us-west-2": 0.005,
  "eu-west-1": 0.0057,
  "eu-central-1": 0.0063,
  "ap-northeast-1": 0.0076,
};

/** AWS bills a GB of 1,000,000,000 bytes here. */
const GB = 1_000_000_000;

/** US dollars for each GB in this Region, or null if the portal doesn't know it. */
export function pricePerGb(region: string): number | null {
  return PRICES[region] ?? null;
}

/** What scanning these bytes costs in US dollars, or null if the portal doesn't know the price of the Region. */
export function costOf(region: string, bytes: number): number | null {
  const price = pricePerGb(region);
  return price === null ? null : (bytes / GB) * price;
}
