import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';

import { copyFilePatterns } from './.config/bundler/copyFiles.ts';
import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** What tests read lies beside them in these folders and is not shipped. */
const testData = ['**/__fixtures__/**', '**/testdata/**'];

/** The scaffold copies the logos that the app's own plugin.json names; nested plugins have theirs. */
const nestedLogos = { from: '*/img/**', to: '.', noErrorOnMissing: true };

const copyFiles = new CopyWebpackPlugin({
  patterns: [...copyFilePatterns.map((pattern) => ({ ...pattern, globOptions: { ignore: testData } })), nestedLogos],
});

const config = async (env: Env): Promise<Configuration> => {
  const base = await baseConfig(env);
  const otherPlugins = base.plugins?.filter((plugin) => !(plugin instanceof CopyWebpackPlugin)) ?? [];
  return merge(
    { ...base, plugins: otherPlugins },
    {
      plugins: [copyFiles],
      // The graph and layout libraries are most of the panel; there is nothing to gain from a warning.
      performance: { hints: false },
    }
  );
};

export default config;
