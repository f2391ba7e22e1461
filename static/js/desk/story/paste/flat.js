/*
 * Joins pasted blocks for a place that holds only words: a table cell, a headline.
 */
import { pm } from "django-prose-editor/editor";

/** Return a slice of the words alone, with their marks and a space between two blocks. */
export function flat(slice, schema) {
  const words = [];
  const take = (node) => {
    if (node.isText) words.push(node);
    else if (node.isTextblock && node.content.size && words.length) words.push(schema.text(" "));
    if (!node.isText) node.forEach(take);
  };
  slice.content.forEach(take);
  return new pm.model.Slice(pm.model.Fragment.from(words), 0, 0);
}
