/*
 * Sends picture files to the library, one at a time.
 */
import { fetchJSON, settings } from "desk/story/lookups";

/** Return whether the file is surely no picture. If the browser doesn't know its type, the desk decides. */
const isOther = (file) => file.type && !file.type.startsWith("image/");

/** Return whether a drag event carries files. */
export const hasFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

const headers = () => ({
  Accept: "application/json",
  "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "",
});

/** Post fields to an address of the desk and return its answer. */
export const postFields = (address, body) => fetchJSON(address, { method: "POST", body, headers: headers() });

/** Send a file to the library and return the picture it became. Raises an Error with a sentence for the editor. */
export async function uploadPicture(file) {
  if (isOther(file)) throw new Error("This file isn’t a picture. A story takes only pictures.");
  const body = new FormData();
  body.append("file", file);
  return postFields(settings().upload, body);
}
