/*
 * Titles in headlines, which are stored as plain text with the titles in *stars*. The same rule as articles/titles.py.
 */
const TITLE = /(?<![\p{L}\p{N}_*])\*(?![\s*])([^\n]{1,300}?)(?<![\s*])\*(?![\p{L}\p{N}_*])/gu;
const KEPT = "\u0000"; // stands for a star that a backslash keeps as it is

/** Where titles are in the text, with their stars: [{ from, to }]. */
export function titlesIn(text) {
  return [...text.replaceAll("\\*", `\\${KEPT}`).matchAll(TITLE)].map(({ 0: { length }, index }) => ({ from: index, to: index + length }));
}

/** The text as [words, whether they are a title], its titles without their stars. */
export function runsOf(text) {
  const runs = [];
  let end = 0;
  for (const { from, to } of titlesIn(text)) {
    runs.push([text.slice(end, from), false], [text.slice(from + 1, to - 1), true]);
    end = to;
  }
  return [...runs, [text.slice(end), false]].filter(([words]) => words);
}

/**
 * The runs as stored text. White space at the ends of a title stands outside it; what no stars can say, such as a title
 * that is a part of a word, is plain.
 */
export function stored(runs) {
  const tidy = runs.flatMap(([words, isTitle]) => {
    if (!isTitle) return [[words, false]];
    const [, before, inner, after] = /^(\s*)(.*?)(\s*)$/su.exec(words);
    return [[before, false], [inner, true], [after, false]].filter(([part]) => part);
  });
  const plain = tidy.map(([words]) => words).join("");
  const all = tidy.map(([words, isTitle]) => (isTitle ? `*${words}*` : words)).join("");
  const said = (text) => JSON.stringify(joined(runsOf(text)));
  const meant = JSON.stringify(joined(tidy.flatMap((run) => (run[1] ? [run] : runsOf(run[0]))))); // stars that are there count
  if (said(all) === meant) return all;
  const kept = tidy.map(([words, isTitle]) => (isTitle ? `*${words}*` : words.replace(/(?<!\\)\*/g, "\\*"))).join("");
  if (said(kept).replaceAll("\\\\*", "*") === meant.replaceAll("\\\\*", "*")) return kept;
  // One title after the other, as long as the text still says what it should.
  let text = plain;
  let moved = 0;
  let at = 0;
  for (const [words, isTitle] of tidy) {
    if (isTitle) {
      const [from, to] = [at + moved, at + moved + words.length];
      const tried = `${text.slice(0, from)}*${text.slice(from, to)}*${text.slice(to)}`;
      if (titlesIn(tried).some((title) => title.from === from && title.to === to + 2)) {
        text = tried;
        moved += 2;
      }
    }
    at += words.length;
  }
  return text;
}

/** Neighbours of one kind as one. */
function joined(runs) {
  const all = [];
  for (const [words, isTitle] of runs) {
    if (all.at(-1)?.[1] === isTitle) all.at(-1)[0] += words;
    else all.push([words, isTitle]);
  }
  return all;
}
