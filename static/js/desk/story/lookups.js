/*
 * What the editor asks the desk: names of the record, contests, pictures. configure() says at which addresses.
 *
 * Every failure is an Error whose message is a sentence for the editor.
 */
import { SignedOut } from "../signed_out.js";

let config = { lookups: {}, hosts: {}, site: "", upload: "" };

export const configure = (given) => {
  config = { ...config, ...given };
};
export const settings = () => config;

/** Ask the desk: lookUp("records", { q: "ruff" }). */
export const lookUp = (what, query = {}, signal = undefined) =>
  fetchJSON(`${config.lookups[what]}?${new URLSearchParams(query)}`, { signal });

/** Return only the rows of the desk's answer. */
export const findRows = async (what, query, signal) => (await lookUp(what, query, signal)).rows;

/** Fetch JSON from the desk. */
export async function fetchJSON(address, options = {}) {
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" }, ...options });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Error("The desk can’t be reached. Your text is still here: try again in a moment.");
  }
  const isJSON = response.headers.get("Content-Type")?.includes("json");
  if (response.redirected) throw new SignedOut(response.url, "try again");
  if (response.status === 403) throw new Error("Your account may not do this. Ask a managing editor.");
  const answer = isJSON ? await response.json() : {};
  if (!response.ok) throw new Error(answer.error ?? `The desk couldn’t answer (${response.status}). Try again.`);
  return answer;
}

const cache = new Map();
let pending = null;

/** Return the row with a public id, or null: findRow("picture", "twins"). Calls of one turn are one request; rows are cached. */
export function findRow(kind, id) {
  const key = `${kind} ${id}`;
  if (!cache.has(key)) {
    pending ??= { query: new URLSearchParams(), answer: null };
    pending.query.append(kind, id);
    const batch = pending;
    batch.answer ??= Promise.resolve().then(() => {
      pending = null;
      return lookUp("shown", batch.query);
    });
    const row = batch.answer.then((found) => found[kind][id] ?? null);
    row.catch(() => cache.delete(key));
    cache.set(key, row);
  }
  return cache.get(key);
}

/** Cache a row that is known already. */
export const remember = (kind, row) => cache.set(`${kind} ${row.id}`, Promise.resolve(row));

/** Return the path of an address on this site, or "" for one elsewhere. */
export function ownPath(address) {
  if (/^\/(?!\/)/.test(address)) return address;
  try {
    const url = new URL(address);
    const own = [location.origin, config.site && new URL(config.site).origin];
    return own.includes(url.origin) ? url.pathname + url.search + url.hash : "";
  } catch {
    return "";
  }
}

const OF_THE_RECORD = /^\/(people|productions|companies|awards)\/./;

/** Return the row of the entity whose page an address leads to, or null. */
export async function recordAt(address) {
  const path = ownPath(address);
  if (!OF_THE_RECORD.test(path)) return null;
  const [row] = await findRows("records", { address: path });
  return row ?? null;
}

/** Return whether the text is an address that a link may have. */
export const isAddress = (text) => /^(https?:\/\/[^\s@<>"\\`]+|mailto:[^\s@]+@[^\s@]+|\/(?!\/)[^\s<>"\\`]*)$/i.test(text);

/** Return the name of the service whose post or video is at an address, or "". */
export function embedService(address) {
  try {
    const url = new URL(address);
    const host = url.hostname.replace(/^(www|m)\./, "");
    return url.protocol === "https:" && url.pathname.length > 1 && !url.port ? (config.hosts[host] ?? "") : "";
  } catch {
    return "";
  }
}
