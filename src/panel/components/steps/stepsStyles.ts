import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { Health } from '../../model/types';
import { healthColor } from '../health';

/** What a closed row takes; an open one is measured. */
export const STEP_HEIGHT = 28;

export const stepsStyles = (theme: GrafanaTheme2) => {
  const clip = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  const level = (health: Health) => css({ color: healthColor(theme, health) });
  return {
    view: css({ display: 'flex', flexDirection: 'column', flex: 1, minWidth: 0, minHeight: 0 }),
    filters: css({
      flex: 'none',
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(0.75, 1.5),
      borderTop: `1px solid ${theme.colors.border.weak}`,
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      background: theme.colors.background.secondary,
    }),
    search: css({ flex: '1 1 160px', minWidth: 120, maxWidth: 360 }),
    count: css({ marginLeft: 'auto', fontSize: 12, color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
    none: css({ margin: 'auto', padding: theme.spacing(2), color: theme.colors.text.secondary }),
    scroll: css({
      flex: 1,
      minHeight: 0,
      overflow: 'auto',
      overflowAnchor: 'none',
      '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
      '&:focus-visible [data-active]': { outline: `1px solid ${theme.colors.primary.border}`, outlineOffset: -1 },
    }),
    content: css({ position: 'relative' }),
    row: css({
      position: 'absolute',
      top: 0,
      left: 0,
      width: '100%',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      '&:hover': { background: theme.colors.action.hover },
    }),
    linked: css({ background: theme.colors.action.selected, '&:hover': { background: theme.colors.action.selected } }),
    selected: css({
      // Not the primary colour, on which that of errors is hard to read.
      background: theme.colors.action.selected,
      boxShadow: `inset 3px 0 0 ${theme.colors.primary.border}`,
      '&:hover': { background: theme.colors.action.selected },
    }),
    line: css({
      display: 'flex',
      alignItems: 'center',
      height: STEP_HEIGHT - 1,
      paddingRight: theme.spacing(1.5),
      cursor: 'pointer',
    }),
    fold: css({
      flex: 'none',
      display: 'inline-flex',
      justifyContent: 'center',
      width: 24,
      color: theme.colors.text.secondary,
      '&:hover': { color: theme.colors.text.primary },
    }),
    offset: css({
      flex: '0 0 68px',
      paddingRight: theme.spacing(1.5),
      textAlign: 'right',
      fontSize: 12,
      fontVariantNumeric: 'tabular-nums',
      color: theme.colors.text.secondary,
    }),
    swatch: css({ flex: 'none', width: 4, height: 16, marginRight: theme.spacing(0.75), borderRadius: 2 }),
    hollow: css({ boxSizing: 'border-box', border: `1px solid ${theme.colors.text.disabled}` }),
    quiet: css({ color: theme.colors.text.secondary }),
    service: css({ flex: '0 0 132px', paddingRight: theme.spacing(1), fontSize: 13, ...clip }),
    serviceNarrow: css({ flexBasis: 72 }),
    kind: css({ flex: '0 0 24px', color: theme.colors.text.secondary }),
    level: css({ flex: '0 0 62px', fontSize: 12, fontWeight: theme.typography.fontWeightMedium, ...clip }),
    error: level('error'),
    warning: level('warning'),
    ok: level('ok'),
    body: css({ flex: 1, minWidth: 0, fontFamily: theme.typography.fontFamilyMonospace, fontSize: 12, ...clip }),
    span: css({ fontWeight: theme.typography.fontWeightMedium }),
    duration: css({ flex: 'none', paddingLeft: theme.spacing(1), fontSize: 12, fontVariantNumeric: 'tabular-nums' }),
    opened: css({ padding: theme.spacing(0.5, 1.5, 1, 3), cursor: 'auto' }),
  };
};

export type StepsStyles = ReturnType<typeof stepsStyles>;
