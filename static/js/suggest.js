/*
 * Offers names of the record while a reader types into a search form.
 *
 * Found by form[data-suggest], whose action has "suggest/" under it: that answers with a list of links, of which this
 * makes a list box (the combobox pattern of ARIA). Arrows walk through it, Enter follows the link that is marked or
 * sends the form, Escape closes it. Without script the form works as it is.
 */
const WAIT = 140; // ms without a key before anything is asked
const SHORTEST = 2;

/** @param {HTMLFormElement} form  @param {number} number unlike that of any other form */
function suggests(form, number) {
  const input = form.querySelector("input[type=search]");
  const box = document.createElement("div");
  box.className = "suggest";
  box.id = `suggest-${number}`;
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Suggestions");
  box.hidden = true;
  form.append(box);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", box.id]]) {
    input.setAttribute(name, value);
  }

  let options = [];
  let marked = -1;
  let timer;
  let asking;

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    box.hidden = true;
    mark(-1);
    input.setAttribute("aria-expanded", "false");
  };
  const mark = (place) => {
    marked = place;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === place)));
    options[place]?.scrollIntoView({ block: "nearest" });
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options[place].id);
  };
  const show = (html) => {
    const meant = options[marked]?.href; // by an arrow, while this was on its way
    const links = new DOMParser().parseFromString(html, "text/html").querySelectorAll("a");
    options = [...links].map((link, i) => {
      link.id = `${box.id}-${i}`;
      link.setAttribute("role", "option");
      link.tabIndex = -1;
      return link;
    });
    box.replaceChildren(...options);
    mark(options.findIndex((option) => option.href === meant));
    box.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!box.hidden));
  };
  const ask = async () => {
    const typed = input.value.trim();
    asking?.abort();
    if (typed.length < SHORTEST) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.action}suggest/?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
      if (answer.ok) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the form still works
    }
  };

  input.setAttribute("aria-expanded", "false");
  input.addEventListener("input", () => {
    mark(-1); // what was found for other words is nothing that Enter may choose
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || box.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      // One place before the first is the field itself.
      mark(((marked + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      options[marked].click();
    }
  });
  form.addEventListener("submit", close);
  input.addEventListener("blur", close);
  box.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
}

document.querySelectorAll("form[data-suggest]").forEach(suggests);
