/*
 * The editor's icons, drawn in the same style as the rest of the desk's.
 */
const PATHS = {
  heading: "M6 5v14M18 5v14M6 12h12",
  subheading: "M5 6v12M13 6v12M5 12h8M17 11.2c.4-1 3.4-1.2 3.4.6 0 1.6-2.2 1.5-2.2 1.5s2.6-.1 2.6 2c0 2.2-3.4 2.2-3.9.7",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4.5h1.2V9M4 9h2.4M4 14.5c2.6-1 2.8.8 0 4.5h2.6",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2",
  record: "M12 4a4 4 0 1 0 .01 0M4 20.5c.8-4 4-6 8-6s7.2 2 8 6",
  speech: "M4 5h16v11H11l-4.5 4V16H4z",
  pull: "M5 17V11c0-3 1.5-4.6 4-5M14 17v-6c0-3 1.5-4.6 4-5M5 12h4v5H5zM14 12h4v5h-4z",
  picture: "M3.5 5h17v14h-17zM4 17l5-5 4 4 3-3 4 4M15.5 7.6a1.4 1.4 0 1 0 .01 0",
  table: "M3.5 5h17v14h-17zM3.5 10h17M3.5 14.5h17M9.5 10v9M15 10v9",
  tally: "M4 5h16v14H4zM4 10h16M10 10v9",
  nominees: "M7 4h10v5a5 5 0 0 1-10 0zM7 5H4c0 3 1 5 3.4 5M17 5h3c0 3-1 5-3.4 5M12 14v4M8 20h8M9.5 20c0-1.5 1-2 2.5-2s2.5.5 2.5 2",
  embed: "M3.5 5h17v14h-17zM10 9v6l5-3z",
  find: "M10.5 4a6.5 6.5 0 1 0 .01 0M15.5 15.5l5 5",
};
const SVG = "http://www.w3.org/2000/svg";

/** Return a new icon. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  shape.setAttribute("d", PATHS[name]);
  svg.append(shape);
  return svg;
}
