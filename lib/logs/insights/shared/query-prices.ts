/** What AWS bills for queries and live tails of CloudWatch Logs in one Region, in US dollars. */
interface RegionPrices {
  /** For each GB (1,000,000,000 bytes) that a query scans. */
  readonly scannedGb: number;
  /** For each minute of a live tail; null if it is not known. */
  readonly tailMinute: number | null;
}

/**
 * The only prices of the portal. Source: AWS Price List, offer `AmazonCloudWatch`, usage types `DataScanned-Bytes` and Live Tail
 * minutes, as of August 2026. A Region that is not listed was not checked, so its price is unknown: the portal shows bytes and
 * minutes only, and never guesses.
 */
const PRICES: Readonly<Record<string, RegionPrices>> = {
  "us-east-1": { scannedGb: 0.005, tailMinute: 0.01 },
  "eu-west-1": { scannedGb: 0.0057, tailMinute: 0.01 },
  "eu-central-1": { scannedGb: 0.0063, tailMinute: 0.01 },
};

const GB = 1_000_000_000;

const pricesOf = (region: string): RegionPrices | undefined => (Object.hasOwn(PRICES, region) ? PRICES[region] : undefined);

/** US dollars for each GB that a query scans in this Region, or null if the portal doesn't know it. */
export function pricePerGb(region: string): number | null {
  return pricesOf(region)?.scannedGb ?? null;
}

/** What scanning these bytes costs in US dollars, or null if the portal doesn't know the price of the Region. */
export function costOf(region: string, bytes: number): number | null {
  const price = pricePerGb(region);
  return price === null ? null : (bytes / GB) * price;
}

/** US dollars for each minute of a live tail in this Region, or null if the portal doesn't know it. */
export function pricePerTailMinute(region: string): number | null {
  return pricesOf(region)?.tailMinute ?? null;
}

/** What these seconds of live tails cost in US dollars, or null if the portal doesn't know the price of the Region. */
export function tailCostOf(region: string, seconds: number): number | null {
  const price = pricePerTailMinute(region);
  return price === null ? null : (seconds / 60) * price;
}

/** The prices by Region, for a statement that adds up costs. */
export function priceList(): readonly { readonly region: string; readonly gb: number; readonly minute: number | null }[] {
  return Object.entries(PRICES).map(([region, { scannedGb, tailMinute }]) => ({ region, gb: scannedGb, minute: tailMinute }));
}
