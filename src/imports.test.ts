import { readdirSync, readFileSync } from 'fs';
import { dirname, join, normalize } from 'path';
import ts from 'typescript';

/**
 * Files of the front end that import each other in a circle fail this test. Which
 * folder may import which is in eslint.config.mjs.
 */

const root = __dirname;

type Imports = Map<string, string[]>;

function importsOf(folder: string): Imports {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const known = new Set(names);
  return new Map(
    names.map((name) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, name), 'utf8'));
      return [name, importedFiles.flatMap(({ fileName }) => resolve(name, fileName, known))];
    })
  );
}

/** The file of this folder that a relative import leads to; none for a package. */
function resolve(from: string, imported: string, known: Set<string>): string[] {
  const path = normalize(join(dirname(from), imported));
  const file = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((name) => known.has(name));
  return imported.startsWith('.') && file ? [file] : [];
}

/** The circles that a depth-first search meets, each as the files from one to the next. */
function circlesIn(imports: Imports): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    } else if (!done.has(file)) {
      imports.get(file)?.forEach((next) => visit(next, [...path, file]));
      done.add(file);
    }
  };
  [...imports.keys()].sort().forEach((file) => visit(file, []));
  return circles;
}

describe('imports', () => {
  it('have no circles', () => {
    const imports = importsOf(root);
    expect(imports.get('panel/layout/layout.ts')).toContain('panel/layout/layered/types.ts');
    expect(circlesIn(imports)).toEqual([]);
  });

  it('are reported when they form a circle', () => {
    const imports = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', ['b.ts']],
      ['d.ts', []],
    ]);
    expect(circlesIn(imports)).toEqual(['b.ts → c.ts → b.ts']);
  });
});
