/*
 * A row of the record made from inside a story, in a window of its own.
 */
import { madeAt } from "../popup.js";
import { ask } from "desk/story/lookups";

/** The row made at an address of the admin, or null if the window was closed without one. */
export async function adding(address) {
  const made = await madeAt(address, "story-adds");
  if (!made) return null;
  const [row] = await ask("records", { key: made.key }).catch(() => []);
  return row ?? null;
}
