/*
 * Sends picture files to the library, one at a time.
 */
import { fetchJSON, settings } from "desk/story/lookups";

/** A file whose kind the browser doesn't know may be a picture: the desk looks. */
const isOther = (file) => file.type && !file.type.startsWith("image/");

/** Whether an event of a pointer brings files. */
export const hasFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

const headers = () => ({
  Accept: "application/json",
  "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "",
});

/** What the desk answers to fields postFields to one of its addresses. */
export const postFields = (address, body) => fetchJSON(address, { method: "POST", body, headers: headers() });

/** The picture that the library made of a file, as the desk tells it. */
export async function uploadPicture(file) {
  if (isOther(file)) throw new Error("This is no picture. A story takes pictures only.");
  const body = new FormData();
  body.append("file", file);
  return postFields(settings().upload, body);
}
