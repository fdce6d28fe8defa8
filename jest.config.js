// Tests read and write times; they must not depend on where they run.
process.env.TZ = 'UTC';

const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');
const scaffold = require('./.config/jest.config');

// Packages that ship ES modules only, and that jest must therefore transform.
const esModules = [...grafanaESModules, 'd3-[a-z]+', 'internmap', 'delaunator', 'robust-predicates'];

// The scaffold's pattern leaves out .mjs, which d3 and @grafana/* ship.
const [[, swc]] = Object.entries(scaffold.transform);

module.exports = {
  ...scaffold,
  transform: { '^.+\\.(m?js|jsx|ts|tsx)$': swc },
  transformIgnorePatterns: [nodeModulesToTransform(esModules)],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache'],
  testTimeout: 30_000, // for a loaded machine; no test waits for it
};
