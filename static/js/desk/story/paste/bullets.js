/*
 * Finds list items in lines of plain text, and their level, by bullets and indents.
 */
const GLYPH = /^(\s*)([•◦▪▫‣⁃●○■□◆◇➢➤✓✔∙·\uf0b7\uf0a7\uf0d8\uf076\uf0fc])\s*(?=\S)/u;
const SIGN = /^(\s*)([-–*+])\s+(?=\S)/; // not an em dash, which begins a line of dialogue
const O_SIGN = /^(\s*)(o)\t+(?=\S)/; // how Word writes its second bullet as text
const NUMBER = /^(\s*)(\d{1,3})([.)])\s+(?=\S)/;

export const width = (indent) => indent.replace(/\t/g, "    ").length;

/** Return for each line its marker { tag, level, cut }, or null if it isn't an item. `cut` is the marker's length. */
export function bullets(lines) {
  const found = lines.map((line) => {
    const bullet = GLYPH.exec(line) ?? O_SIGN.exec(line) ?? SIGN.exec(line);
    const number = bullet ? null : NUMBER.exec(line);
    const [all, indent, sign] = bullet ?? number ?? [];
    if (all === undefined) return null;
    return { tag: number ? "ol" : "ul", indent: width(indent), sign: number ? number[3] : sign, cut: all.length, number: Number(sign) };
  });
  // One dash or one number alone is not a list: it takes two.
  const times = new Map();
  for (const one of found) if (one) times.set(one.sign, (times.get(one.sign) ?? 0) + 1);
  const hasGlyphs = lines.some((line) => GLYPH.test(line));
  const following = []; // the next number at the same indent
  const nearest = new Map();
  for (let at = found.length - 1; at >= 0; at -= 1) {
    following[at] = nearest.get(found[at]?.indent);
    if (found[at]?.tag === "ol") nearest.set(found[at].indent, found[at].number);
  }
  const expected = new Map();
  found.forEach((one, at) => {
    if (!one) return;
    if (one.tag === "ul") {
      const isSure = GLYPH.test(lines[at]) || (hasGlyphs && O_SIGN.test(lines[at]));
      if (!isSure && times.get(one.sign) < 2) found[at] = null;
      return;
    }
    const key = `${one.indent}${one.sign}`;
    const isNext = one.number === 1 ? following[at] === 2 : expected.get(key) === one.number;
    if (isNext) expected.set(key, one.number + 1);
    else found[at] = null;
  });
  let open = [];
  let isAfterText = true;
  found.forEach((one, at) => {
    if (!one) {
      isAfterText ||= Boolean(lines[at].trim()) && !/^\s/.test(lines[at]);
      return;
    }
    if (isAfterText) open = [];
    isAfterText = false;
    const same = open.findLastIndex((other) => other.indent === one.indent && other.tag === one.tag && other.sign === one.sign);
    if (same >= 0) open.length = same + 1;
    else {
      while (open.length && open.at(-1).indent > one.indent) open.pop();
      const isAside = open.at(-1)?.indent === one.indent && !/[•◦▪‣●○■o\uf0b7\uf0a7]/.test(one.sign);
      if (isAside) open.pop();
      open.push(one);
    }
    one.level = open.length;
  });
  return found;
}
