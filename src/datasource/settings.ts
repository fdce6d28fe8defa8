import type { DataSourceSettings } from '@grafana/data';

import {
  type JourneySecrets,
  type JourneySettings,
  type SecretKey,
  secretKey,
  type SourceName,
  type SourceSecret,
  type TempoSettings,
} from './types';

export type Settings = DataSourceSettings<JourneySettings, JourneySecrets>;

/** Changes the top level of the settings. */
export function withOption(settings: Settings, change: Partial<JourneySettings>): Settings {
  return { ...settings, jsonData: { ...settings.jsonData, ...change } };
}

/** Changes how one source is reached. */
export function withSource(settings: Settings, source: SourceName, change: Partial<TempoSettings>): Settings {
  return withOption(settings, { [source]: { ...settings.jsonData[source], ...change } });
}

/** Sets a secret that is to be stored; what was stored before is replaced on save. */
export function withSecret(settings: Settings, source: SourceName, secret: SourceSecret, value: string): Settings {
  return { ...settings, secureJsonData: { ...settings.secureJsonData, [secretKey(source, secret)]: value } };
}

/** Forgets a stored secret; Grafana keeps a secret whose key it is not sent. */
export function withoutSecret(settings: Settings, source: SourceName, secret: SourceSecret): Settings {
  const key = secretKey(source, secret);
  return {
    ...withSecret(settings, source, secret, ''),
    secureJsonFields: { ...settings.secureJsonFields, [key]: false },
  };
}

export function isSecretSet(settings: Settings, key: SecretKey): boolean {
  return Boolean(settings.secureJsonFields?.[key]);
}

/** Adds a header without a value, unless it is there already or is no header name. */
export function withHeader(settings: Settings, source: SourceName, name: string): Settings {
  const headers = settings.jsonData[source]?.headers ?? [];
  const isThere = headers.some((header) => header.toLowerCase() === name.toLowerCase());
  return isThere || !isHeaderName(name) ? settings : withSource(settings, source, { headers: [...headers, name] });
}

/** Removes a header together with its stored value. */
export function withoutHeader(settings: Settings, source: SourceName, name: string): Settings {
  const headers = settings.jsonData[source]?.headers?.filter((header) => header !== name);
  return withoutSecret(withSource(settings, source, { headers }), source, `header.${name}`);
}

/** A token as RFC 9110 section 5.6.2 has it. */
export function isHeaderName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}
