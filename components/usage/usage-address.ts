/** What the page shows, as stored in its URL. */
export interface UsageAddress {
  readonly range: string;
  readonly people?: number;
  readonly connections?: number;
}

/** The page as a URL; first pages and the usual range are left out. */
export function usageHref({ range, people = 1, connections = 1 }: UsageAddress): string {
  const words = new URLSearchParams({
    ...(range !== "30d" && { range }),
    ...(people > 1 && { people: String(people) }),
    ...(connections > 1 && { connections: String(connections) }),
  });
  return words.size === 0 ? "/usage" : `/usage?${words}`;
}

/** The same days as a file. */
export const usageFileHref = (from: string, to: string): string => `/api/usage?${new URLSearchParams({ from, to })}`;
