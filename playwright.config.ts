import { dirname, join } from 'node:path';

import { defineConfig, devices } from '@playwright/test';

const wide = { width: 1600, height: 1000 };
// Grafana's own pages come on top of ours, and its dashboards ask a dozen queries at once.
const patience = process.env.GRAFANA_URL ? 3 : 1;
const user = process.env.GRAFANA_URL && process.env.GRAFANA_ADMIN_USER;

// `go tool mage test` starts what the tests need (Loki, Tempo, a mesh that has sent
// its requests, and the workbench) and sets WORKBENCH_URL and MESH_TRUTH. Instead of
// the workbench, GRAFANA_URL may name a Grafana with the plugin, such as that of
// `GRAFANA_HOME=… go tool mage demo`; if it asks for a login, GRAFANA_ADMIN_USER and
// GRAFANA_ADMIN_PASSWORD are used by @grafana/plugin-e2e, once for all tests. What only a Grafana can show is
// tested there by @grafana/plugin-e2e, which knows the parts of each of its versions.
export default defineConfig({
  testDir: 'tests/checks/e2e',
  globalSetup: './tests/checks/e2e/findTruth.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Deadlines, not expectations: what takes this long on a busy machine is stuck.
  timeout: patience * 120_000,
  expect: { timeout: patience * 30_000 },
  workers: 2,
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  ...(user && {
    projects: [login(), { name: 'tests', dependencies: ['login'], use: { storageState: session(user) } }],
  }),
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.GRAFANA_URL ?? process.env.WORKBENCH_URL,
    viewport: wide,
    // A trace makes a test a third slower: `--trace retain-on-failure` asks for it.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox'],
    },
  },
});

function login() {
  return { name: 'login', testDir: join(dirname(require.resolve('@grafana/plugin-e2e')), 'auth'), testMatch: '*.js' };
}

/** Where @grafana/plugin-e2e keeps what Grafana knows the user by. */
function session(name: string) {
  return `playwright/.auth/${name}.json`;
}
