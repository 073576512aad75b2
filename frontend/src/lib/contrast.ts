type Colour = [red: number, green: number, blue: number];

/** Reads a colour as browsers compute it, "rgb(6, 48, 63)", or as it is written, "#06303f". */
export function readColour(text: string): Colour {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  const parts = hex
    ? hex.slice(1).map((part) => parseInt(part, 16))
    : (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  if (parts.length !== 3) throw new Error(`not a colour: ${text}`);
  return parts as Colour;
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours by WCAG, from 1 to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The pairs of colour tokens that meet on a page, and the least contrast each needs. */
export const pairs = [
  { colour: 'ink', ground: 'ground', least: 4.5 },
  { colour: 'ink', ground: 'surface', least: 4.5 },
  { colour: 'ink-soft', ground: 'ground', least: 4.5 },
  { colour: 'ink-soft', ground: 'sunken', least: 4.5 },
  { colour: 'link', ground: 'ground', least: 4.5 },
  { colour: 'surface', ground: 'link', least: 4.5 },
  { colour: 'on-sky', ground: 'sky', least: 4.5 },
  { colour: 'on-sky-soft', ground: 'sky', least: 4.5 },
  { colour: 'on-notice', ground: 'notice', least: 4.5 },
  { colour: 'dye-ink-0', ground: 'surface', least: 4.5 },
  { colour: 'dye-ink-1', ground: 'surface', least: 4.5 },
  { colour: 'dye-ink-2', ground: 'surface', least: 4.5 },
  { colour: 'edge', ground: 'ground', least: 3 },
  { colour: 'focus', ground: 'ground', least: 3 },
  { colour: 'gold', ground: 'sky', least: 3 },
] as const;
