import { useEffect, useState } from 'react';

import type { DataSourceApi, TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import type { Names } from '../components/lang/suggest';
import { type PageState, toTimeRange } from './pageState';

/** What our data source can do beyond Grafana's own kind. */
interface WithCatalog extends DataSourceApi {
  catalog(range: TimeRange): Names;
}

/** The names that Loki and Tempo know, for completion; undefined until the data source is there. */
export function useNames(uid: string | undefined, { from, to }: Pick<PageState, 'from' | 'to'>): Names | undefined {
  const [names, setNames] = useState<Names>();

  useEffect(() => {
    let isCurrent = true;
    if (uid) {
      getDataSourceSrv()
        .get({ uid })
        .then((source) => isCurrent && setNames((source as WithCatalog).catalog(toTimeRange({ from, to }))))
        .catch(() => undefined); // the query will say why
    }
    return () => {
      isCurrent = false;
    };
  }, [uid, from, to]);

  return names;
}
