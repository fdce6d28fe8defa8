import type { TimeRange } from '@grafana/data';

import type { AttributeValue, Names } from '../components/lang/suggest';

/** GET of one of the data source's resources. */
export type GetResource = <T>(path: string, params?: Record<string, string | number>) => Promise<T>;

interface List {
  values: string[];
}

interface Scopes {
  scopes: Array<{ name: string; tags: string[] }>;
}

/** Lists are kept this long: names change slowly, and typing asks often. */
const CACHE_MS = 60_000;

/** The names that Loki and Tempo know within a time range, each list asked for once a minute. */
export class Catalog implements Names {
  private readonly cached = new Map<string, { until: number; list: Promise<unknown> }>();

  constructor(
    private readonly getResource: GetResource,
    private readonly range: () => Pick<TimeRange, 'from' | 'to'> | undefined,
    private readonly now = Date.now
  ) {}

  labels = (selector: string) => this.values('loki/labels', { selector });

  labelValues = (label: string, selector: string) => this.values('loki/label-values', { label, selector });

  fields = (logql: string) => this.values('loki/fields', { logql });

  services = () => this.values('services', {});

  namespaces = () => this.values('namespaces', {});

  operations = (service: string) => this.values('operations', { service });

  attributes = async (): Promise<string[]> => {
    const { scopes } = await this.ask<Scopes>('tempo/tags', {});
    return scopes.flatMap(({ name, tags }) => tags.map((tag) => (name === 'intrinsic' ? tag : `${name}.${tag}`)));
  };

  attributeValues = async (tag: string): Promise<AttributeValue[]> =>
    (await this.ask<{ values: AttributeValue[] }>('tempo/tag-values', { tag })).values;

  private async values(path: string, params: Record<string, string>): Promise<string[]> {
    return (await this.ask<List>(path, params)).values;
  }

  private ask<T>(path: string, params: Record<string, string>): Promise<T> {
    const key = JSON.stringify([path, params]);
    const cached = this.cached.get(key);
    if (cached && cached.until > this.now()) {
      return cached.list as Promise<T>;
    }
    const list = this.getResource<T>(path, { ...params, ...this.times() });
    this.cached.set(key, { until: this.now() + CACHE_MS, list });
    list.catch(() => this.cached.delete(key)); // a failure is no answer to keep
    return list;
  }

  private times(): Record<string, number> {
    const range = this.range();
    return range ? { from: range.from.valueOf(), to: range.to.valueOf() } : {};
  }
}
