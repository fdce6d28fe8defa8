import { map, type Observable } from 'rxjs';

import { type TimeRange, urlUtil } from '@grafana/data';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';

import { rulesOfFields } from '../../components/derivedFields/derivedFields';
import { linkedSource } from '../../components/derivedFields/linkedSource';
import { APP_ID } from '../../contract';
import { jsonLines } from './jsonLines';
import type { SetupMessage } from './types';

/** A derived field as the backend reads it: RE2, and of trace IDs alone. */
interface DerivedField {
  name: string;
  matcherRegex: string;
  matcherType: 'regex' | 'label';
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
  const { traces } = rulesOfFields(
    (core?.jsonData as { derivedFields?: unknown } | undefined)?.derivedFields,
    linkedSource
  );
  return traces
    .map(({ name, source, key, pattern }): DerivedField =>
      source === 'label'
        ? { name, matcherType: 'label', matcherRegex: key ?? '' }
        : { name, matcherType: 'regex', matcherRegex: pattern ?? '' }
    )
    .filter(isFirst);
}

/** A field that leads to several data sources has an entry for each. */
function isFirst({ name, matcherRegex }: DerivedField, at: number, all: DerivedField[]): boolean {
  return all.findIndex((other) => other.name === name && other.matcherRegex === matcherRegex) === at;
}
