import type { DataSourceSettings } from '@grafana/data';

import { type LinkedSource, rulesOfFields } from '../components/derivedFields/derivedFields';
import { type Settings, withOption, withSource } from './settings';
import type { SourceName, SourceSettings, TraceIdRule } from './types';

/** The settings of a core Loki or Tempo data source, as Grafana's API gives them. */
export type CoreSettings = DataSourceSettings<Record<string, unknown>>;

export interface Imported {
  settings: Settings;
  /** What could not be brought along, since Grafana hands out no secrets: one phrase each. */
  missingSecrets: string[];
  /** The trace ID rules that are new. */
  rules: TraceIdRule[];
  /** What of the derived fields was left out, and why: one sentence each. */
  skipped: string[];
}

/** The most trace ID rules that the backend uses. */
const maxRules = 50;

/**
 * Takes over how a core data source reaches its server: all but the secrets. Trace ID
 * rules come from Loki's derived fields.
 */
export function importSource(
  settings: Settings,
  source: SourceName,
  core: CoreSettings,
  linkedSource: (uid: string) => LinkedSource | undefined = () => undefined
): Imported {
  const imported = withSource(settings, source, sourceOf(core));
  const fields = rulesOfFields(source === 'loki' ? core.jsonData.derivedFields : [], linkedSource);
  const known = imported.jsonData.traceIdRules ?? [];
  const newRules = [...fields.traces, ...fields.spans].filter((rule) => known.every(({ name }) => name !== rule.name));
  const rules = newRules.slice(0, Math.max(0, maxRules - known.length));
  const tooMany = newRules.slice(rules.length).map(({ name }) => ({ name, reason: `there are ${maxRules} rules already` }));
  return {
    settings: rules.length > 0 ? withOption(imported, { traceIdRules: [...known, ...rules] }) : imported,
    missingSecrets: secretsOf(core),
    rules,
    skipped: [...fields.skipped, ...tooMany].map(notImported),
  };
}

/** The import without the rules that the backend refuses. */
export function withoutRules(imported: Imported, refused: Map<TraceIdRule, string>): Imported {
  if (refused.size === 0) {
    return imported;
  }
  const traceIdRules = imported.settings.jsonData.traceIdRules?.filter((rule) => !refused.has(rule));
  return {
    ...imported,
    settings: withOption(imported.settings, { traceIdRules: traceIdRules?.length ? traceIdRules : undefined }),
    rules: imported.rules.filter((rule) => !refused.has(rule)),
    skipped: [...imported.skipped, ...[...refused].map(([{ name }, reason]) => notImported({ name, reason }))],
  };
}

function notImported({ name, reason }: { name: string; reason: string }): string {
  return `The derived field “${name}” is not imported: ${reason}.`;
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
