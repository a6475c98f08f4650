/** A line as web servers write it: plain text, columns divided by spaces. */
export function writeAccessLine(index: number, random: number, timestamp: number): string {
  const status = random % 50 === 0 ? 502 : random % 11 === 0 ? 404 : 200;
  const when = new Date(timestamp).toISOString().slice(0, 19);
  return `10.${random % 4}.${(random >>> 4) % 256}.${(random >>> 12) % 256} - - [${when}Z] "GET /items/${index % 5000} HTTP/1.1" ${status} ${200 + (random % 9000)} ${(random % 900) / 1000}`;
}
