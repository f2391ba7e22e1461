/*
 * Removes invisible characters and needless no-break spaces from pasted text.
 *
 * The same rule as words/characters.py, where the reasons are. One table tests both.
 */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cs}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufff0-\uffff]/u;
const NO_BREAK = /[\u00a0\u2007\u202f]/;
const STRETCH = /[^ \t\n\r\f\v\x85\u2028\u2029]+/g;
const UNIT = new RegExp(
  "^(?:[%‰°º€£¥]|(?:[ap]\\.?m|hundred|thousand|[mbtr]+illion|mn|bn|percent|per|pts?|points?" +
    "|[kcm]?m|km/h|mph|kph|miles?|mi|ft|feet|foot|inch(?:es)?|yards?|acres?|[km]?g|lbs?|oz|tons?" +
    "|[kMG]?Hz|[KMGT]B|fps|mm|ms|s|sec|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?" +
    "|years?|dollars|euros|pounds|cents|USD|EUR|GBP)(?![\\p{L}\\p{N}]))",
  "u",
);

const between = (character, first, last) => character.codePointAt(0) >= first && character.codePointAt(0) <= last;

/** Return whether an invisible character changes how its neighbors are drawn. */
function shapes(character, before, after) {
  if (between(character, 0xfe00, 0xfe0f)) {
    if (/[0-9#*]/.test(before)) return after === "\u20e3";
    return /[\p{S}\p{Po}\p{Pd}\p{Lo}]/u.test(before);
  }
  if (between(character, 0xe0100, 0xe01ef)) return /\p{Lo}/u.test(before);
  if (between(character, 0xe0020, 0xe007f)) return before === "🏴" || between(before, 0xe0020, 0xe007f);
  if (between(character, 0x200c, 0x200d)) {
    if (between(before, 0x0600, 0x0dff) || between(before, 0x1000, 0x109f) || between(before, 0x1780, 0x18af)) return true;
    return character === "\u200d" && (/[\p{So}\p{Sk}]/u.test(before) || before === "\ufe0f") && /\p{So}/u.test(after);
  }
  return between(character, 0x180b, 0x180f) && between(before, 0x1800, 0x18af);
}

export function withoutUnseen(text) {
  if (!UNSEEN.test(text)) return text;
  const all = [...text];
  const result = [];
  all.forEach((character, place) => {
    const stays = !UNSEEN.test(character) || (result.length && shapes(character, result.at(-1), all[place + 1] ?? ""));
    if (stays) result.push(character);
  });
  return result.join("");
}

/** Replace no-break spaces by plain ones, except between a number and its unit. */
export function withPlainSpaces(text) {
  if (!NO_BREAK.test(text)) return text;
  return text.replace(STRETCH, (stretch) =>
    stretch
      .split(NO_BREAK)
      .reduce((before, after) => `${before}${/\p{Nd}$/u.test(before) && UNIT.test(after) ? "\u00a0" : " "}${after}`),
  );
}
