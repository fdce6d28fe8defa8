import type { Observable } from 'rxjs';

import type { DataQueryRequest, DataQueryResponse, DataSourceApi, TimeRange } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';

import type { JourneyQuery } from '../contract';
import type { Catalog } from './catalog';
import type { JourneySettings } from './types';

export type VariableKind = 'services' | 'namespaces' | 'operations' | 'tenants' | 'traceIDs';

/** Where a template variable's values come from. */
export interface VariableQuery extends DataQuery {
  kind?: VariableKind;
  /** Kind `operations`: only the operations of this service. */
  service?: string;
  /** Kind `traceIDs`: the search that finds them. */
  logql?: string;
  traceql?: string;
  limit?: number;
}

/** What template variables need from the data source. */
export interface VariableSource extends DataSourceApi<JourneyQuery, JourneySettings> {
  query(request: DataQueryRequest<JourneyQuery>): Observable<DataQueryResponse>;
  catalog(range: TimeRange | undefined): Catalog;
  tenants(): string[];
  interpolate: TemplateSrv['replace'];
}
