import * as emotionCss from '@emotion/css';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import i18next from 'i18next';
import * as React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as ReactDom from 'react-dom';
import * as rxjs from 'rxjs';

/** Components of @grafana/runtime that Grafana itself fills in when it starts. */
type Hosted = Pick<typeof grafanaRuntime, 'PanelRenderer' | 'PluginPage'>;

/** What Grafana shares with plugins, so far as ours asks for it; PluginLoader says when it asks for more. */
export function sharedModules(hosted: Hosted): Record<string, unknown> {
  return {
    '@emotion/css': emotionCss,
    '@grafana/data': grafanaData,
    '@grafana/runtime': { ...grafanaRuntime, ...hosted },
    '@grafana/ui': grafanaUi,
    i18next,
    react: React,
    'react/jsx-runtime': jsxRuntime,
    'react-dom': ReactDom,
    rxjs,
  };
}
