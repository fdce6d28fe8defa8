import grafanaI18n from '@grafana/i18n/eslint-plugin';
import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

/** The parts of the front end. They know `src/contract.ts` and never each other. */
const parts = ['datasource', 'pages', 'panel'];

/** The panel's layers: each may import those to its left. */
const panelLayers = ['model', 'layout', 'hooks', 'components'];

/** Refuses imports, in `files`, of any path that has one of `folders` in it. */
function forbid(files, folders, message) {
  const regex = `^(\\.{1,2}/(.*/)?)?(${folders.join('|')})(/|$)`;
  return {
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message, caseSensitive: true }] }] },
  };
}

const separateParts = parts.map((part) =>
  forbid(
    [`src/${part}/**/*.{ts,tsx}`],
    parts.filter((other) => other !== part),
    'The data source, the pages and the panel do not import each other; what they share is in src/contract.ts.'
  )
);

// A file obeys the last entry that matches it, so each layer names the other parts again.
const panelImportsPointLeft = panelLayers.map((layer, i) =>
  forbid(
    [`src/panel/${layer}/**/*.{ts,tsx}`],
    [...parts.filter((part) => part !== 'panel'), ...panelLayers.slice(i + 1)],
    'Within the panel imports point left: model ← layout ← hooks ← components; other parts are out of reach.'
  )
);

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.cache/',
      '.config/',
      'coverage/',
      'test-results/',
      'playwright-report/',
    ],
  },
  ...baseConfig,
  ...separateParts,
  ...panelImportsPointLeft,
  {
    // The panel's words are in src/panel/strings, where they can be translated.
    files: ['src/panel/components/**/*.tsx', 'src/panel/strings/*.ts'],
    ignores: ['**/*.test.*'],
    plugins: { '@grafana/i18n': grafanaI18n },
    rules: {
      '@grafana/i18n/no-untranslated-strings': 'error',
      '@grafana/i18n/no-translation-top-level': 'error',
    },
  },
  {
    files: ['tests/checks/e2e/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.property.name='waitForTimeout']", message: 'Wait for what the user sees.' },
      ],
    },
  },
]);
