/*
 * Titles in headlines, which are stored as plain text with the titles in *stars*. The same rule as articles/titles.py.
 */
const TITLE = /(?<![\p{L}\p{N}_*])\*(?![\s*])([^\n]{1,300}?)(?<![\s*])\*(?![\p{L}\p{N}_*])/gu;
const KEPT = "\u0000"; // stands in for an escaped star

/** Return the ranges of the titles in the text, stars included: [{ from, to }]. */
export function titlesIn(text) {
  return [...text.replaceAll("\\*", `\\${KEPT}`).matchAll(TITLE)].map(({ 0: { length }, index }) => ({ from: index, to: index + length }));
}

/** Split the text into runs, [words, isTitle], without the stars of titles. */
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
 * Return the text that runs are stored as. White space at the ends of a title moves outside it. What stars can't express,
 * such as a title that is part of a word, becomes plain.
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
  const meant = JSON.stringify(joined(tidy.flatMap((run) => (run[1] ? [run] : runsOf(run[0]))))); // stars in plain words may make titles too
  if (said(all) === meant) return all;
  const kept = tidy.map(([words, isTitle]) => (isTitle ? `*${words}*` : words.replace(/(?<!\\)\*/g, "\\*"))).join("");
  if (said(kept).replaceAll("\\\\*", "*") === meant.replaceAll("\\\\*", "*")) return kept;
  // Add the stars of one title at a time, as long as the text still reads as intended.
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

/** Join neighboring runs of one kind. */
function joined(runs) {
  const all = [];
  for (const [words, isTitle] of runs) {
    if (all.at(-1)?.[1] === isTitle) all.at(-1)[0] += words;
    else all.push([words, isTitle]);
  }
  return all;
}
