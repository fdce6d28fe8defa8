import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import lodash from 'lodash';
import moment from 'moment';
import * as React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as ReactDom from 'react-dom';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';

/** Components of @grafana/runtime that Grafana itself fills in when it starts. */
type Hosted = Pick<typeof grafanaRuntime, 'PanelRenderer' | 'PluginPage'>;

/** What Grafana shares with plugins, so far as ours may ask for it. */
export function sharedModules(hosted: Hosted): Record<string, unknown> {
  return {
    '@emotion/css': emotionCss,
    '@emotion/react': emotionReact,
    '@grafana/data': grafanaData,
    '@grafana/runtime': { ...grafanaRuntime, ...hosted },
    '@grafana/ui': grafanaUi,
    lodash,
    moment,
    react: React,
    'react/jsx-runtime': jsxRuntime,
    'react-dom': ReactDom,
    rxjs,
    'rxjs/operators': rxjsOperators,
  };
}
