import type { GrafanaTheme2 } from '@grafana/data';
import type { Ink } from '../layout/parts';

type Colors = GrafanaTheme2['colors'];

const inks: Record<Ink, (colors: Colors) => string> = {
  text: ({ text }) => text.primary,
  secondary: ({ text }) => text.secondary,
  disabled: ({ text }) => text.disabled,
  page: ({ background }) => background.primary,
  surface: ({ background }) => background.secondary,
  edge: ({ border }) => border.strong,
  faint: ({ border }) => border.weak,
  marked: ({ primary }) => primary.border,
  busy: ({ primary }) => primary.text,
  error: ({ error }) => error.text,
  warning: ({ warning }) => warning.text,
  success: ({ success }) => success.text,
  info: ({ info }) => info.text,
  failure: ({ error }) => error.main,
  onFailure: ({ error }) => error.contrastText,
  failureTint: ({ error }) => error.transparent,
};

/** The theme's colour for a purpose. */
export function inkOf(theme: GrafanaTheme2, ink: Ink): string {
  return inks[ink](theme.colors);
}
