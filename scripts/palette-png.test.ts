import { crc32, deflateSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { palettePng } from "./palette-png.ts";

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** An image one pixel high; kind 2 is RGB, 0 gray. */
function pngOf(colors: readonly number[], kind = 2): Buffer {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 8, kind, 0, 0, 0]);
  head.writeUInt32BE(colors.length, 0);
  const row = Buffer.from([0, ...colors.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])]);
  return Buffer.concat([Buffer.alloc(8), chunk("IHDR", head), chunk("IDAT", deflateSync(row)), chunk("IEND", Buffer.alloc(0))]);
}

function colorsOf(png: Buffer): readonly number[] {
  const part = (name: string) => {
    const at = png.indexOf(name, 0, "latin1");
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  };
  const palette = part("PLTE");
  return [...inflateSync(part("IDAT")).subarray(1)].map((n) => palette.readUIntBE(n * 3, 3));
}

test("another kind of PNG is rejected", () => {
  expect(() => palettePng(pngOf([0x000000], 0))).toThrow("not a PNG as Chromium produces it");
});

test("up to 256 colors do not change", () => {
  const colors = Array.from({ length: 256 }, (_, n) => n * 0x010100);
  expect(colorsOf(palettePng(pngOf(colors)))).toEqual(colors);
});

test("a rare color that is very different from all others is kept", () => {
  const grays = Array.from({ length: 4000 }, (_, n) => (n % 250) * 0x010101 + (n % 3));
  const kept = colorsOf(palettePng(pngOf([...grays, 0xff0000])));
  expect(kept.at(-1)).toBe(0xff0000);
  expect(new Set(kept).size).toBeLessThanOrEqual(256);
});
