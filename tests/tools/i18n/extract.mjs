// Reads from code what translators need: i18next's own tool wants a newer Node
// than this repository, and would not know `plural`, which says how many.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

/** What each function that says something says: texts by their keys, of its arguments. */
const sayers = {
  t: ([key, text]) => [[key, text]],
  plural: ([key, one, other]) => [
    [`${key}_one`, one],
    [`${key}_other`, other],
  ],
};

/** The texts in a folder of code, as i18next nests them and in the order of their keys. */
export function extract(folder) {
  const texts = new Map();
  for (const [key, text] of readdirSync(folder).flatMap((name) => said(join(folder, name)))) {
    if (texts.has(key) && texts.get(key) !== text) {
      throw new Error(`The key ${key} has two texts: "${texts.get(key)}" and "${text}"`);
    }
    texts.set(key, text);
  }
  return nest([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function said(path) {
  const found = [];
  const visit = (node) => {
    const read = ts.isCallExpression(node) && sayers[node.expression.text];
    if (read && ts.isStringLiteralLike(node.arguments[0])) {
      found.push(...read(node.arguments.map(({ text }) => text)));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

function nest(texts) {
  const nested = {};
  for (const [key, text] of texts) {
    const path = key.split('.');
    const last = path.pop();
    const parent = path.reduce((branch, name) => (branch[name] ??= {}), nested);
    if (typeof parent !== 'object' || last in parent) {
      throw new Error(`The key ${key} is both a text and a group of texts`);
    }
    parent[last] = text;
  }
  return nested;
}
