// This prints a style sheet without the parts that its licence does not cover: font faces, the GDS Transport
// name, and every rule that names a crown, crest or logotype or loads a file.
import { readFileSync } from "node:fs";

const FONT = "Helvetica Neue,Arial,sans-serif";
const UNLICENSED = /crown|crest|logotype|url\(/i;

/** This splits text into rules: [prelude, body] with body null for statements such as @charset. */
function rules(css) {
  const found = [];
  let start = 0;
  let at = 0;
  while (at < css.length) {
    if (css[at] === '"' || css[at] === "'") {
      at = css.indexOf(css[at], at + 1) + 1;
    } else if (css[at] === ";") {
      found.push([css.slice(start, at + 1), null]);
      start = at += 1;
    } else if (css[at] === "{") {
      const end = closing(css, at);
      found.push([css.slice(start, at), css.slice(at + 1, end)]);
      start = at = end + 1;
    } else {
      at += 1;
    }
  }
  return found;
}

/** This finds the brace that closes the one at `open`. */
function closing(css, open) {
  let depth = 0;
  for (let at = open; at < css.length; at += 1) {
    if (css[at] === '"' || css[at] === "'") at = css.indexOf(css[at], at + 1);
    else if (css[at] === "{") depth += 1;
    else if (css[at] === "}" && (depth -= 1) === 0) return at;
  }
  throw new Error("a brace is not closed");
}

/** This keeps a rule, keeps part of it, or drops it. */
function kept([prelude, body]) {
  if (body === null) return prelude;
  if (/^@font-face/i.test(prelude.trim())) return "";
  if (/^@(media|supports|layer)/i.test(prelude.trim())) {
    const inner = rules(body).map(kept).join("");
    return inner === "" ? "" : `${prelude}{${inner}}`;
  }
  return UNLICENSED.test(prelude) || UNLICENSED.test(body) ? "" : `${prelude}{${body}}`;
}

const css = readFileSync(process.argv[2], "utf8")
  .replace(/\/\*[\s\S]*?\*\//g, "")
  .replace(/GDS Transport\s*,\s*arial\s*,\s*sans-serif/gi, FONT)
  .replace(/\/\*# sourceMappingURL.*$/m, "");
process.stdout.write(rules(css).map(kept).join("") + "\n");
