import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_COLORS = 256;

/**
 * Reduces a screenshot to at most 256 colors, which makes the file a third as large. Keeps the colors that are common or very different from
 * all others; every other color becomes the nearest of these. Written here because the project has no image library and needs this for its
 * documentation only.
 * @param png 8 bits per channel, RGB or opaque RGBA, not interlaced: what Chromium produces
 * @throws Error for any other kind of PNG
 */
export function palettePng(png: Buffer): Buffer {
  const { width, height, pixels } = pixelsOf(png);
  const counts = new Map<number, number>();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const palette = paletteOf(counts);
  const index = new Map([...counts.keys()].map((color) => [color, nearest(palette, color)]));
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((color, n) => {
    rows[n + Math.floor(n / width) + 1] = index.get(color) ?? 0;
  });
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const colors = Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255]));
  const parts = [
    chunk("IHDR", head),
    chunk("PLTE", colors),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...parts]);
}

/** Chooses the colors one by one: each time the color with the largest error, weighted by how common it is. */
function paletteOf(counts: ReadonlyMap<number, number>): readonly number[] {
  const remaining = [...counts].map(([color, count]) => ({ color, weight: Math.sqrt(count), distance: Number.MAX_SAFE_INTEGER }));
  const palette: number[] = [];
  while (palette.length < Math.min(MAX_COLORS, counts.size)) {
    const next = remaining.reduce((worst, each) => (each.weight * each.distance > worst.weight * worst.distance ? each : worst));
    palette.push(next.color);
    for (const each of remaining) each.distance = Math.min(each.distance, distance(each.color, next.color));
  }
  return palette;
}

function nearest(palette: readonly number[], color: number): number {
  return palette.reduce((best, other, n) => (distance(other, color) < distance(palette[best] ?? 0, color) ? n : best), 0);
}

function distance(one: number, other: number): number {
  const [red, green, blue] = [(one >> 16) - (other >> 16), ((one >> 8) & 255) - ((other >> 8) & 255), (one & 255) - (other & 255)];
  return red * red + green * green + blue * blue;
}

function pixelsOf(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const [width, height, kind] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25]];
  if (png[24] !== 8 || (kind !== 2 && kind !== 6) || png[28] !== 0) throw new Error("not a PNG as Chromium produces it");
  const size = kind === 2 ? 3 : 4;
  const bytes = unfiltered(inflateSync(imageData(png)), width * size, size, height);
  const pixels = new Uint32Array(width * height);
  for (let n = 0; n < pixels.length; n += 1) pixels[n] = bytes.readUIntBE(n * size, 3);
  return { width, height, pixels };
}

function imageData(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return Buffer.concat(parts);
}

/** Reverses the filter of each row (PNG specification, section 9 "Filtering"). */
function unfiltered(filtered: Buffer, row: number, size: number, height: number): Buffer {
  const bytes = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const at = y * row + x;
      const left = x < size ? 0 : (bytes[at - size] ?? 0);
      const above = y === 0 ? 0 : (bytes[at - row] ?? 0);
      const corner = x < size || y === 0 ? 0 : (bytes[at - row - size] ?? 0);
      bytes[at] = (filtered[y * (row + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return bytes;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
