import type { GrafanaTheme2 } from '@grafana/data';

/** The media query of a window in which nothing has room beside something else. */
export const narrow = (theme: GrafanaTheme2) => theme.breakpoints.down('md');
