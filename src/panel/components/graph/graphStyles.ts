import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { MARKS } from './marks';

/** Where things are drawn and how they are marked; each has its own looks. */
export const graphStyles = (theme: GrafanaTheme2): string => {
  return css({
    direction: 'ltr',
    [`.${PARTS.pane}`]: {
      ...{ position: 'absolute', inset: 0, overflow: 'hidden' },
      ...{ cursor: 'grab', touchAction: 'none', userSelect: 'none' },
    },
    [`.${PARTS.pane}[data-dragged]`]: { cursor: 'grabbing' },
    [`.${PARTS.world} > div`]: { userSelect: 'text' },
    [`.${PARTS.world}`]: { position: 'absolute', top: 0, left: 0, transformOrigin: '0 0', pointerEvents: 'none' },
    [`.${PARTS.world} > svg`]: { overflow: 'visible', position: 'absolute', pointerEvents: 'none' },
    [`.${MARKS.dim}`]: { opacity: 0.25 },
    [`.${PARTS.label}.${MARKS.dim}`]: { opacity: 1 },
    [`g.${MARKS.current} path`]: { stroke: theme.colors.primary.border },
    [theme.transitions.handleMotion('no-preference')]: {
      [`.${PARTS.world} > div, .${PARTS.world} g`]: { transition: 'opacity 150ms' },
    },
  });
};

/** Class names that the parts of the graph know each other by. */
export const PARTS = { pane: 'journey-pane', world: 'journey-world', card: 'journey-card', label: 'journey-label' };
