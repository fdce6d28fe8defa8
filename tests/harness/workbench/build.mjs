// Bundles the page that hosts the built plugin. The result is no part of the
// plugin: it goes to a folder that git and the linter ignore.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..', '..', '..');
const out = resolve(root, process.argv[2] ?? '.cache/workbench');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await build({
  entryPoints: [join(here, 'page', 'main.tsx')],
  outfile: join(out, 'workbench.js'),
  bundle: true,
  format: 'iife',
  minify: true,
  sourcemap: false,
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  // Fonts of an editor that is in @grafana/ui and not on this page.
  loader: { '.ttf': 'empty' },
  tsconfig: join(root, 'tsconfig.json'),
  logLevel: 'warning',
});

// Grafana serves its icons here; @grafana/ui fetches them one by one.
cpSync(join(root, 'node_modules/@grafana/ui/dist/public/img'), join(out, 'public/build/img'), { recursive: true });
// Some that its components use are in Grafana alone.
cpSync(join(here, 'page', 'icons'), join(out, 'public/build/img/icons/unicons'), { recursive: true });
// Last, since its presence says that the build is whole.
cpSync(join(here, 'page', 'index.html'), join(out, 'index.html'));
