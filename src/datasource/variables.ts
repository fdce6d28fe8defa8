import { from, map, type Observable } from 'rxjs';

import {
  CustomVariableSupport,
  type DataFrame,
  DataFrameView,
  type DataQueryRequest,
  type DataQueryResponse,
  dateTimeFormat,
  type MetricFindValue,
} from '@grafana/data';

import type { JourneyQuery } from '../contract';
import { VariableEditor } from './VariableEditor';
import type { VariableQuery, VariableSource } from './variableQuery';

interface JourneyRow {
  traceID: string;
  time: number | null;
  service: string;
  body: string;
}

/** Fills template variables with services, namespaces, operations, tenants, or the trace IDs of a search. */
export class JourneyVariables extends CustomVariableSupport<VariableSource, VariableQuery> {
  editor = VariableEditor;

  constructor(private readonly datasource: VariableSource) {
    super();
  }

  query(request: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const [query] = request.targets;
    if (query.kind === 'traceIDs') {
      return this.traceIDs(request, query);
    }
    return from(this.names(request, query)).pipe(map((names) => ({ data: names.map((text) => ({ text })) })));
  }

  private async names(request: DataQueryRequest<VariableQuery>, { kind, service }: VariableQuery): Promise<string[]> {
    const catalog = this.datasource.catalog(request.range);
    switch (kind) {
      case 'tenants':
        return this.datasource.tenants();
      case 'namespaces':
        return catalog.namespaces();
      case 'operations':
        return catalog.operations(this.datasource.interpolate(service ?? '', request.scopedVars));
      default:
        return catalog.services();
    }
  }

  private traceIDs(request: DataQueryRequest<VariableQuery>, query: VariableQuery): Observable<DataQueryResponse> {
    const { logql, traceql, limit } = query;
    const target: JourneyQuery = { refId: 'A', queryType: 'search', logql, traceql, limit, frames: ['journeys'] };
    return this.datasource
      .query({ ...request, targets: [target] })
      .pipe(map(({ data, ...rest }) => ({ ...rest, data: data.flatMap(choices) })));
  }
}

/** People choose by time, service and request; the value is the trace ID. */
function choices(frame: DataFrame): MetricFindValue[] {
  return new DataFrameView<JourneyRow>(frame).toArray().map(({ traceID, time, service, body }) => ({
    text: [time !== null && dateTimeFormat(time, { format: 'HH:mm:ss' }), service, body].filter(Boolean).join(' '),
    value: traceID,
  }));
}
