import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import webpack from 'webpack';
import { merge } from 'webpack-merge';

import { copyFilePatterns } from './.config/bundler/copyFiles.ts';
import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** What tests read lies beside them in these folders and is not shipped. */
const testData = ['**/__fixtures__/**', '**/testdata/**'];

/** The scaffold copies the logos that the app's own plugin.json names; nested plugins have theirs. */
const nestedLogos = { from: '*/img/**', to: '.', noErrorOnMissing: true };

/** Screenshots are made for the documentation and shipped from there. */
const shipped = (from: string) => from.replace(/^img\/screenshots\//, '../docs/screenshots/');

/** A release tells the date of its commit, so that building it again gives the same files. */
const released = (content: Buffer, name: string) => {
  const epoch = Number(process.env.SOURCE_DATE_EPOCH);
  if (!epoch || !name.endsWith('plugin.json')) {
    return content;
  }
  return content.toString().replaceAll('%TODAY%', new Date(epoch * 1000).toISOString().substring(0, 10));
};

const copyFiles = new CopyWebpackPlugin({
  patterns: [
    ...copyFilePatterns.map((pattern) => ({
      ...pattern,
      from: shipped(pattern.from),
      transform: released,
      globOptions: { ignore: testData },
    })),
    nestedLogos,
  ],
});

/** Grafana's own translators see this language; Grafana loads it itself. */
const unloaded = new webpack.IgnorePlugin({ resourceRegExp: /^i18next-pseudo$/ });

const config = async (env: Env): Promise<Configuration> => {
  const base = await baseConfig(env);
  const otherPlugins = base.plugins?.filter((plugin) => !(plugin instanceof CopyWebpackPlugin)) ?? [];
  return merge(
    { ...base, plugins: otherPlugins },
    {
      plugins: [copyFiles, unloaded],
      // The graph and layout libraries are most of the panel; there is nothing to gain from a warning.
      performance: { hints: false },
    }
  );
};

export default config;
