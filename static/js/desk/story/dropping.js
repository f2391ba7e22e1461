/*
 * Picture files that come into a story go to the library first; the story has them from there.
 */
import { putBox } from "desk/story/filling";
import { fetched, told } from "desk/story/lookups";

/** Files into the library one after the other, each then a picture of the story. `say` tells how it went. */
export async function takePictures(editor, files, say) {
  const { upload } = told();
  if (!upload) {
    say("Pictures come from the library: add the file there, then use Picture in the toolbar.");
    return;
  }
  for (const [place, file] of files.entries()) {
    say(`Adding picture ${place + 1} of ${files.length} to the library…`);
    const form = new FormData();
    form.append("file", file);
    const token = editor.view.dom.closest("form")?.elements.csrfmiddlewaretoken?.value ?? "";
    try {
      const { public_id: picture, remark } = await fetched(upload, {
        method: "POST",
        body: form,
        headers: { Accept: "application/json", "X-CSRFToken": token },
      });
      putBox("figureRef", { picture }, editor);
      say(`${remark} The picture is in the library. Give it a credit and rights there: without them it can’t be published.`.trim());
    } catch (failure) {
      say(failure.message);
      return;
    }
  }
}
