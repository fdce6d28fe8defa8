import type { GrafanaTheme2, IconName } from '@grafana/data';
import type { Outcome, ServiceKind, Severity } from '../model/types';

/** Colour and icon of a health: never the one without the other. */
export function healthColor(theme: GrafanaTheme2, health: Outcome): string {
  const colors: Record<Outcome, string> = {
    error: theme.colors.error.text,
    warning: theme.colors.warning.text,
    ok: theme.colors.text.secondary,
    unknown: theme.colors.text.secondary,
  };
  return colors[health];
}

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
