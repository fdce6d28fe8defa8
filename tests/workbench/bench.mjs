// Opens the workbench's benchmark page in a Chromium without a window, prints its
// figures, and writes them, with the sizes of what is shipped, to
// docs/panel-performance.md. `go tool mage panelBench` starts what this needs.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';

import { chromium } from '@playwright/test';

const { WORKBENCH_URL, CHROMIUM } = process.env;
const TEN_MINUTES = 600_000;

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.goto(`${WORKBENCH_URL}/bench`);
  // The page says what ails it in place of itself.
  const done = page.locator('[data-testid=figures][aria-busy=false], body:not(:has(#root))');
  await done.waitFor({ timeout: TEN_MINUTES });
  const figures = (await done.textContent()).trim();
  if (!figures.startsWith('|')) {
    throw new Error(figures);
  }
  console.log(figures);
  writeFileSync('docs/panel-performance.md', report(figures));
} finally {
  await browser.close();
}

function report(figures) {
  const bundles = ['module.js', 'datasource/module.js', 'panel/module.js'].map((name) => {
    const code = readFileSync(`dist/${name}`);
    return `| \`${name}\` | ${code.length.toLocaleString('en')} | ${gzipSync(code).length.toLocaleString('en')} |`;
  });
  const machine = `${cpus()[0].model}, ${cpus().length} cores; the load average was ${loadavg()[0].toFixed(1)}`;
  return `# Performance of the panel

Made by \`go tool mage panelBench\`, which opens the page \`/bench\` of the workbench
with the built panel in a Chromium without a window or graphics card, 1600 × 1000
pixels. The page makes its own data, the same each time; \`/bench\` of
\`go tool mage demo\` shows the same in a browser of your own.

Machine: ${machine}.

| what | measured | wanted |
|---|---|---|
${figures}

A large layout runs in slices of 8 ms, between which the page draws and answers.
Panning drags the graph by 16 pixels a frame, zooming turns the wheel each frame.

## Sizes

| file | bytes | with gzip |
|---|---|---|
${bundles.join('\n')}

React, \`@grafana/data\`, \`@grafana/ui\`, \`@grafana/runtime\`, Emotion, RxJS and i18next come from
Grafana. Most of the panel's own weight is React Flow; \`@grafana/i18n\`, which
Grafana does not share, has 23 kB in it, 8 kB with gzip.
`;
}
