/*
 * Picture files that come into a story go to the library first; the story has them from there.
 */
import { crel } from "django-prose-editor/editor";
import { wordsOf } from "../signed_out.js";
import { putBox } from "desk/story/filling";
import { fetched, told } from "desk/story/lookups";

/** A file whose kind the browser doesn't know may be a picture: the desk looks. */
const isOther = (file) => file.type && !file.type.startsWith("image/");

/** The picture that the library made of a file, as the desk tells it. */
function sent(file, token) {
  if (isOther(file)) throw new Error("This is no picture. A story takes pictures only.");
  const body = new FormData();
  body.append("file", file);
  return fetched(told().upload, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
}

function added({ address, remark }) {
  const link = crel("a", { href: address, target: "_blank", rel: "noopener" }, [
    "Give it a credit and rights",
    crel("span", { className: "vh", textContent: " (opens in a new tab)" }),
  ]);
  return [`${remark} The picture is in the library. `.trimStart(), link, ": without them it can’t be published."];
}

/** Files into the library one after the other, each then a picture of the story. `say` tells how each went. */
export async function takePictures(editor, files, say) {
  if (!told().upload) {
    say("Pictures come from the library: add the file there, then use Picture in the toolbar.");
    return;
  }
  const token = editor.view.dom.closest("form")?.elements.csrfmiddlewaretoken?.value ?? "";
  const answers = [];
  for (const [place, file] of files.entries()) {
    say(`Adding picture ${place + 1} of ${files.length} to the library…`);
    const answer = crel("span", { className: "story-note__one" }, files.length > 1 ? [`${file.name}: `] : []);
    try {
      const picture = await sent(file, token);
      putBox("figureRef", { picture: picture.public_id }, editor);
      answer.append(...added(picture));
    } catch (failure) {
      answer.append(...wordsOf(failure));
    }
    answers.push(answer);
  }
  say(...answers);
}
