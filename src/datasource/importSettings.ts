import type { DataSourceSettings } from '@grafana/data';

import { type Settings, withOption, withSource } from './settings';
import type { SourceName, SourceSettings, TraceIdRule } from './types';

/** The settings of a core Loki or Tempo data source, as Grafana's API gives them. */
export type CoreSettings = DataSourceSettings<Record<string, unknown>>;

export interface Imported {
  settings: Settings;
  /** What could not be brought along, since Grafana hands out no secrets: one phrase each. */
  toType: string[];
}

/** A derived field of a core Loki data source. */
interface DerivedField {
  name?: string;
  matcherRegex?: string;
  matcherType?: string;
}

/**
 * Takes over how a core data source reaches its server: all but the secrets. Trace ID
 * rules come from Loki's derived fields.
 */
export function importSource(settings: Settings, source: SourceName, core: CoreSettings): Imported {
  const imported = withSource(settings, source, sourceOf(core));
  const rules = source === 'loki' ? rulesOf(core.jsonData.derivedFields) : [];
  const known = imported.jsonData.traceIdRules ?? [];
  const traceIdRules = [...known, ...rules.filter((rule) => known.every(({ name }) => name !== rule.name))];
  return {
    settings: rules.length > 0 ? withOption(imported, { traceIdRules }) : imported,
    toType: secretsOf(core),
  };
}

function sourceOf({ uid, url, basicAuth, basicAuthUser, jsonData }: CoreSettings): SourceSettings {
  const headers = headersOf(jsonData);
  const tenant = headers.find(({ name }) => isTenant(name));
  return {
    url,
    datasourceUid: uid,
    ...(basicAuth && { basicAuth, basicAuthUser }),
    ...(Number(jsonData.timeout) > 0 && { timeout: Number(jsonData.timeout) }),
    ...(jsonData.tlsSkipVerify === true && { tlsSkipVerify: true }),
    ...(typeof jsonData.serverName === 'string' && jsonData.serverName && { serverName: jsonData.serverName }),
    ...(headers.length > (tenant ? 1 : 0) && {
      headers: headers.filter((header) => header !== tenant).map(({ name }) => name),
    }),
  };
}

/** Grafana numbers headers: httpHeaderName1 with the secret httpHeaderValue1. */
function headersOf(jsonData: CoreSettings['jsonData']) {
  return Object.entries(jsonData)
    .filter(([key, name]) => /^httpHeaderName\d+$/.test(key) && typeof name === 'string' && name !== '')
    .map(([, name]) => ({ name: String(name) }));
}

function isTenant(header: string): boolean {
  return header.toLowerCase() === 'x-scope-orgid';
}

function secretsOf({ basicAuth, jsonData, secureJsonFields = {} }: CoreSettings): string[] {
  const headers = headersOf(jsonData).map(({ name }) =>
    isTenant(name) ? 'the tenant' : `the value of the header ${name}`
  );
  return [
    ...(basicAuth ? ['the password'] : []),
    ...(secureJsonFields.tlsCACert ? ['the CA certificate'] : []),
    ...(secureJsonFields.tlsClientKey ? ['the client certificate and its key'] : []),
    ...headers,
  ];
}

/** Derived fields on the line become rules by pattern, those on a label rules by its name. */
function rulesOf(derivedFields: unknown): TraceIdRule[] {
  const fields: DerivedField[] = Array.isArray(derivedFields) ? derivedFields : [];
  return fields.flatMap(({ name, matcherRegex, matcherType }): TraceIdRule[] => {
    if (!name || !matcherRegex) {
      return [];
    }
    return matcherType === 'label'
      ? [{ name, source: 'label', key: matcherRegex }]
      : [{ name, source: 'line', pattern: matcherRegex }];
  });
}
