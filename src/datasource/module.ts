import { DataSourcePlugin } from '@grafana/data';

import type { JourneyQuery } from '../contract';
import { ConfigEditor } from './ConfigEditor';
import { JourneyDataSource } from './datasource';
import { QueryEditor } from './QueryEditor';
import type { JourneySecrets, JourneySettings } from './types';

// Imports are static: a lazy chunk of a nested plugin would be searched under the wrong plugin id.
export const plugin = new DataSourcePlugin<JourneyDataSource, JourneyQuery, JourneySettings, JourneySecrets>(
  JourneyDataSource
)
  .setQueryEditor(QueryEditor)
  .setConfigEditor(ConfigEditor);
