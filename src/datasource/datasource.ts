import { map, type Observable } from 'rxjs';

import type {
  AdHocVariableFilter,
  CoreApp,
  DataFrame,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  MetricFindValue,
  ScopedVars,
  TimeRange,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';

import { questionOf } from '../components/elsewhere/questionOf';
import { DEFAULT_LIMIT, type JourneyQuery, type JourneyQueryType, MAX_JOURNEYS } from '../contract';
import { isAttribute } from './adhoc';
import { isAlerting, newAlertQuery } from './alerting';
import { journeyAnnotations } from './annotations';
import { Catalog } from './catalog';
import { withCoreView } from './coreView';
import { interpolateQuery } from './interpolate';
import { withLinks } from './links';
import { StreamConnection } from './streamConnection';
import { isWatched, streamed } from './streamed';
import type { JourneySettings } from './types';
import { JourneyVariables } from './variables';

/** Sends queries to the backend, which asks Loki and Tempo; nothing is joined in the browser. */
export class JourneyDataSource extends DataSourceWithBackend<JourneyQuery, JourneySettings> {
  annotations = journeyAnnotations;

  private readonly connection: StreamConnection | undefined;

  constructor(
    private readonly settings: DataSourceInstanceSettings<JourneySettings>,
    private readonly templates: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    const { oauthPassThru, keepCookies } = settings.jsonData;
    // Grafana gives a user's token and cookies to queries, not to streams.
    this.connection = oauthPassThru || keepCookies?.length ? undefined : StreamConnection.ofGrafana();
    this.variables = new JourneyVariables(this);
  }

  /** Only what the backend would not do by itself: what is stored here outlives the choice of another type. */
  getDefaultQuery(app: CoreApp): Partial<JourneyQuery> {
    return isAlerting(app) ? newAlertQuery : {};
  }

  /** The limit of a query that names none. */
  defaultLimit(queryType: JourneyQueryType): number {
    const most = this.settings.jsonData.limits?.journeys ?? MAX_JOURNEYS;
    return queryType === 'metrics' ? most : Math.min(DEFAULT_LIMIT, most);
  }

  /** Explore and dashboards show the text as it is; an empty query is not worth a request. */
  filterQuery(query: JourneyQuery): boolean {
    return !query.hide && hasQuestion(query);
  }

  getQueryDisplayText(query: JourneyQuery): string {
    const { queryType, traceId, logql, traceql, metric = 'count', query: unread } = questionOf(query);
    if (queryType === 'journey') {
      return `Journey ${traceId ?? ''}`.trim();
    }
    const found = [logql, traceql, unread].filter((text) => text?.trim()).join(' and ');
    return queryType === 'metrics' ? `${metric} of ${found}` : found;
  }

  query(request: DataQueryRequest<JourneyQuery>): Observable<DataQueryResponse> {
    const targets = request.targets.filter((query) => this.asks(query, request));
    const finish = (frame: DataFrame) => withCoreView(withLinks(frame, this.settings), request);
    return this.answer({ ...request, targets }).pipe(
      map((response) => ({ ...response, data: response.data.map(finish) }))
    );
  }

  /** Searches stream where somebody watches: the newest requests are there before the oldest are read. */
  private answer(request: DataQueryRequest<JourneyQuery>): Observable<DataQueryResponse> {
    if (!isWatched(request)) {
      return super.query(request);
    }
    const { uid, connection } = this;
    const write = (query: JourneyQuery) => this.applyTemplateVariables(query, request.scopedVars, request.filters);
    return streamed(request, { uid, connection, write }, (asked) => super.query(asked));
  }

  /** A query may be empty only once its variables are written: a dashboard whose choice is not made yet. */
  private asks(query: JourneyQuery, { scopedVars, filters }: DataQueryRequest<JourneyQuery>): boolean {
    return hasQuestion(this.applyTemplateVariables(query, scopedVars, filters));
  }

  applyTemplateVariables(query: JourneyQuery, scopedVars: ScopedVars, filters?: AdHocVariableFilter[]): JourneyQuery {
    return interpolateQuery(query, this.interpolate, scopedVars, filters);
  }

  interpolateVariablesInQueries(
    queries: JourneyQuery[],
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): JourneyQuery[] {
    return queries.map((query) => ({
      ...this.applyTemplateVariables(query, scopedVars, filters),
      datasource: this.getRef(),
    }));
  }

  /** Replaces template variables in a text that is no query. */
  readonly interpolate: TemplateSrv['replace'] = (...args) => this.templates.replace(...args);

  /** The tenants that the settings name: neither Loki nor Tempo lists those that it has. */
  tenants(): string[] {
    const { loki, tempo } = this.settings.jsonData;
    const named = [loki?.tenant, tempo?.tenant].flatMap((tenants) => tenants?.split('|') ?? []);
    return [...new Set(named.map((tenant) => tenant.trim()).filter(Boolean))].sort();
  }

  /** The names that Loki and Tempo know within a time range. */
  catalog(range: TimeRange | undefined): Catalog {
    return new Catalog(
      (path, params) => this.getResource(path, params, { showErrorAlert: false }),
      () => range
    );
  }

  /** Ad hoc filters are on labels of Loki or on attributes of spans; one server failing leaves the other's. */
  async getTagKeys(options?: DataSourceGetTagKeysOptions<JourneyQuery>): Promise<MetricFindValue[]> {
    const catalog = this.catalog(options?.timeRange);
    const [labels, attributes] = await Promise.allSettled([catalog.labels(''), catalog.attributes()]);
    return [
      ...fulfilled(labels).map((text) => ({ text, group: 'Log labels' })),
      ...fulfilled(attributes)
        .filter(isAttribute)
        .map((text) => ({ text, group: 'Span attributes' })),
    ];
  }

  async getTagValues({ key, timeRange }: DataSourceGetTagValuesOptions<JourneyQuery>): Promise<MetricFindValue[]> {
    const catalog = this.catalog(timeRange);
    const values = isAttribute(key)
      ? (await catalog.attributeValues(key)).map(({ value }) => value)
      : await catalog.labelValues(key, '');
    return values.map((text) => ({ text }));
  }
}

/** A text of a link that cannot be read is sent, too: the backend says what to do about it. */
function hasQuestion(query: JourneyQuery): boolean {
  const { queryType, traceId, logql, traceql, query: unread } = questionOf(query);
  const texts = queryType === 'journey' ? [traceId, unread] : [logql, traceql, unread];
  return texts.some((text) => text?.trim());
}

function fulfilled<T>(result: PromiseSettledResult<T[]>): T[] {
  return result.status === 'fulfilled' ? result.value : [];
}
