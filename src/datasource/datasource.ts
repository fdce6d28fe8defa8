import type { CoreApp, DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import { DEFAULT_LIMIT, type JourneyQuery } from '../contract';
import { interpolateQuery } from './interpolate';
import type { JourneySettings } from './types';

/** Sends queries to the backend, which asks Loki and Tempo; nothing is joined in the browser. */
export class JourneyDataSource extends DataSourceWithBackend<JourneyQuery, JourneySettings> {
  constructor(
    settings: DataSourceInstanceSettings<JourneySettings>,
    private readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
  }

  getDefaultQuery(_: CoreApp): Partial<JourneyQuery> {
    return { queryType: 'search', limit: DEFAULT_LIMIT };
  }

  /** Explore and dashboards show the text as it is; an empty query is not worth a request. */
  filterQuery(query: JourneyQuery): boolean {
    return !query.hide && hasQuestion(query);
  }

  getQueryDisplayText(query: JourneyQuery): string {
    const parts = query.queryType === 'journey' ? [query.traceId] : [query.logql, query.traceql];
    return parts.filter(Boolean).join(' and ');
  }

  applyTemplateVariables(query: JourneyQuery, scopedVars: ScopedVars): JourneyQuery {
    return interpolateQuery(query, this.templates.replace.bind(this.templates), scopedVars);
  }
}

function hasQuestion({ queryType, traceId, logql, traceql }: JourneyQuery): boolean {
  const texts = queryType === 'journey' ? [traceId] : [logql, traceql];
  return texts.some((text) => text?.trim());
}
