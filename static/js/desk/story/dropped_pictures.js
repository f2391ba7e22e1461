/*
 * Adds picture files that were dropped on a story, or pasted into it, to the library and then to the story.
 */
import { crel } from "django-prose-editor/editor";
import { messageOf } from "../signed_out.js";
import { putBox } from "desk/story/box_dialogs";
import { settings } from "desk/story/lookups";
import { uploadPicture } from "desk/story/uploads";

function messageFor({ address, remark }) {
  const link = crel("a", { href: address, target: "_blank", rel: "noopener" }, [
    "Give it a credit and rights",
    crel("span", { className: "vh", textContent: " (opens in a new tab)" }),
  ]);
  return [`${remark} The picture is in the library. `.trimStart(), link, ": without them it can’t be published."];
}

/** Add files to the library one at a time, and each to the story. `say` reports how each of them went. */
export async function takePictures(editor, files, say) {
  if (!settings().upload) {
    say("Pictures come from the library: add the file there, then use Picture in the toolbar.");
    return;
  }
  const answers = [];
  for (const [place, file] of files.entries()) {
    say(`Adding picture ${place + 1} of ${files.length} to the library…`);
    const answer = crel("span", { className: "story-note__one" }, files.length > 1 ? [`${file.name}: `] : []);
    try {
      const picture = await uploadPicture(file);
      putBox("figureRef", { picture: picture.public_id }, editor);
      answer.append(...messageFor(picture));
    } catch (failure) {
      answer.append(...messageOf(failure));
    }
    answers.push(answer);
  }
  say(...answers);
}
