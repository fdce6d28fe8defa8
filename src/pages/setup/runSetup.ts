import { map, type Observable } from 'rxjs';

import { type TimeRange, urlUtil } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';

import { APP_ID } from '../../contract';
import { jsonLines } from './jsonLines';
import type { SetupMessage } from './types';

/** An entry of derivedFields of Grafana's Loki data source. */
interface DerivedField {
  name: string;
  matcherRegex: string;
  matcherType?: string;
  datasourceUid?: string;
}

/** Runs the setup check of a data source; unsubscribing stops it. */
export function runSetup(uid: string, range: TimeRange): Observable<SetupMessage> {
  const url = urlUtil.renderUrl(`/api/datasources/uid/${uid}/resources/setup`, {
    from: range.from.valueOf(),
    to: range.to.valueOf(),
  });
  const request = { url, method: 'POST', data: { derivedFields: derivedFields(uid) }, requestId: `${APP_ID}-setup` };
  return jsonLines<SetupMessage>(
    getBackendSrv()
      .chunked(request)
      .pipe(map(({ data }) => data))
  );
}

/** Those of the Loki data source that ours is linked to, so far as they lead to traces. */
function derivedFields(uid: string): DerivedField[] {
  const { loki } = (getDataSourceSrv().getInstanceSettings(uid)?.jsonData ?? {}) as {
    loki?: { datasourceUid?: string };
  };
  const core = loki?.datasourceUid ? getDataSourceSrv().getInstanceSettings(loki.datasourceUid) : undefined;
  const fields = (core?.jsonData as { derivedFields?: DerivedField[] } | undefined)?.derivedFields ?? [];
  return fields.filter(leadsToTraces);
}

function leadsToTraces({ name, datasourceUid }: DerivedField): boolean {
  const target = datasourceUid ? getDataSourceSrv().getInstanceSettings(datasourceUid) : undefined;
  return target ? Boolean(target.meta.tracing) : /trace/i.test(name);
}
