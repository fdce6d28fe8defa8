import type { GrafanaTheme2, IconName } from '@grafana/data';
import type { Ink } from '../layout/parts';
import type { Outcome, ServiceKind, Severity } from '../model/types';
import { inkOf } from './inks';

/** Colour and icon of a health: never the one without the other. */
export function healthColor(theme: GrafanaTheme2, health: Outcome): string {
  return inkOf(theme, healthInks[health]);
}

export const healthInks: Record<Outcome, Ink> = {
  error: 'error',
  warning: 'warning',
  ok: 'secondary',
  unknown: 'secondary',
};

export const healthIcons: Record<Outcome, IconName> = {
  error: 'exclamation-circle',
  warning: 'exclamation-triangle',
  ok: 'check-circle',
  unknown: 'question-circle',
};

export const severityIcons: Record<Severity, IconName> = {
  error: 'exclamation-circle',
  warning: 'exclamation-triangle',
  info: 'info-circle',
};

export const serviceIcons: Record<ServiceKind, IconName> = {
  service: 'cube',
  gateway: 'signin',
  ghost: 'eye-slash',
  database: 'database',
  queue: 'exchange-alt',
  external: 'external-link-alt',
  group: 'layers-alt',
  proxy: 'shield',
};

export function severityColor(theme: GrafanaTheme2, severity: Severity): string {
  return theme.colors[severity].text;
}
