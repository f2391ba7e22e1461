/*
 * Reads the styles of pasted markup without letting the browser apply them.
 *
 * The desk's Content-Security-Policy makes a browser ignore `style=` in whatever is parsed, and report each one; Google
 * Docs' wrapper <b style="font-weight:normal"> would then turn a whole paste bold. So `style=` is renamed before
 * anything is parsed, and read by hand; `onclick=` and the like are renamed too, for their reports. Style sheets are
 * read separately: in Apple's programs (Notes, Mail, Pages, TextEdit) and LibreOffice they say what is bold, italic or
 * struck out.
 */
const RENAMED = "data-was-"; // what a renamed attribute's name begins with
const OPENING = /<!--|<([a-z][^\s/>]*)/gi;
const ATTRIBUTE = /([\s/]*)([^\s/>][^\s/>=]*)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?/y;
const READ = ["font-weight", "font-style", "text-decoration-line", "display", "visibility", "white-space"];

/** Return { text, sheets }: the markup without styles and scripts that a browser would act on, and its style sheets. */
export function disarmed(html) {
  const sheets = [];
  let text = "";
  let end = 0; // of what has been read
  const lower = html.toLowerCase();
  const upTo = (close, from) => {
    const found = lower.indexOf(close, from);
    return found < 0 ? html.length : found;
  };
  for (let found = OPENING.exec(html); found; found = OPENING.exec(html)) {
    text += html.slice(end, found.index);
    end = found.index;
    if (found[0] === "<!--") {
      end = Math.min(upTo("-->", end + 2) + 3, html.length);
      text += html.slice(found.index, end);
    } else {
      let tag = found[0];
      end += tag.length;
      ATTRIBUTE.lastIndex = end;
      for (let given = ATTRIBUTE.exec(html); given; given = ATTRIBUTE.exec(html)) {
        const [all, space, name, value = ""] = given;
        tag += `${space}${/^(style|on[a-z]+)$/i.test(name) ? RENAMED : ""}${name}${value}`;
        end += all.length;
      }
      const name = found[1].toLowerCase();
      if (name === "style" || name === "script") {
        const start = html.indexOf(">", end) + 1 || html.length;
        end = upTo(`</${name}`, start);
        if (name === "style") sheets.push(html.slice(start, end));
        end = html.indexOf(">", end) + 1 || html.length;
      } else text += tag;
    }
    OPENING.lastIndex = end;
  }
  OPENING.lastIndex = 0;
  return { text: text + html.slice(end), sheets };
}

export const unstyled = (html) => disarmed(html).text;

/** Return the declarations of a style attribute as a Map, in lower case. Quotes and brackets may hold a semicolon. */
function declarations(text) {
  const found = new Map();
  for (const [one] of text.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/(?:"[^"]*"|'[^']*'|\([^)]*\)|[^;])+/g)) {
    const colon = one.indexOf(":");
    if (colon < 0) continue;
    const value = one.slice(colon + 1).replace(/!\s*important\s*$/i, "");
    found.set(one.slice(0, colon).trim().toLowerCase(), value.trim().toLowerCase());
  }
  return found;
}

/** Return a function from an element to its declarations, a Map: its own, or else those of the style sheets. */
export function stylesOf(body, sheets) {
  const bySheet = new WeakMap();
  for (const rule of sheets.flatMap(rulesOf)) {
    const said = READ.map((name) => [name, rule.style.getPropertyValue(name)]).filter(([, value]) => value);
    if (!said.length) continue;
    for (const element of matching(body, rule.selectorText)) {
      bySheet.set(element, new Map([...(bySheet.get(element) ?? []), ...said])); // the later rule wins
    }
  }
  const known = new WeakMap();
  return (element) => {
    if (!known.has(element)) {
      const own = declarations(element.getAttribute(`${RENAMED}style`) ?? "");
      known.set(element, new Map([...(bySheet.get(element) ?? []), ...own]));
    }
    return known.get(element);
  };
}

function rulesOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.replace(/@import[^;]*;?/gi, ""));
  return [...sheet.cssRules].filter((rule) => rule.selectorText);
}

function matching(body, selector) {
  try {
    return body.querySelectorAll(selector);
  } catch {
    return []; // a selector that browsers don’t know
  }
}
