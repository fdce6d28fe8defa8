import { defineConfig, devices } from '@playwright/test';

const wide = { width: 1600, height: 1000 };

// `go tool mage test` starts what the tests need (Loki, Tempo, a mesh that has sent
// its requests, and the workbench) and sets WORKBENCH_URL and MESH_TRUTH. Instead of
// the workbench, GRAFANA_URL may name a Grafana with the plugin that asks for no login,
// such as that of `GRAFANA_HOME=… go tool mage demo`. What only a Grafana can show is
// tested there by @grafana/plugin-e2e, which knows the parts of each of its versions.
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/findTruth.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Deadlines, not expectations: what takes this long on a busy machine is stuck.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 2,
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
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
