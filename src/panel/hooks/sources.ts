import { DataQueryRequest } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { createContext, useContext, useMemo } from 'react';
import { DATASOURCE_ID } from '../../contract';
import { mergeSources, Sources, sourcesOfSettings } from '../model/sources';
import type { QueryResult } from '../model/types';

/** The sources by query, for what the answers themselves do not say. */
export type SourcesByQuery = Record<string, Sources>;

export const SourcesContext = createContext<SourcesByQuery>({});

/** Where the picture's trace and lines can be looked at in Grafana. */
export function useSources({ refId, sources }: QueryResult): Sources {
  const settings = useContext(SourcesContext)[refId];
  return useMemo(() => mergeSources(sources, settings ?? {}), [sources, settings]);
}

/** The sources that the settings of the asked data sources name. */
export function useRequestSources(request: DataQueryRequest | undefined): SourcesByQuery {
  const targets = request?.targets;
  return useMemo(
    () => Object.fromEntries((targets ?? []).map(({ refId, datasource }) => [refId, fromSettings(datasource?.uid)])),
    [targets]
  );
}

function fromSettings(uid: string | undefined): Sources {
  try {
    const settings = getDataSourceSrv().getInstanceSettings(uid);
    const own = settings?.type === DATASOURCE_ID ? settings.uid : undefined;
    return { ...sourcesOfSettings(settings?.jsonData), own };
  } catch {
    // Without a data source service, as in tests and exports, there is nothing to link to.
    return {};
  }
}
