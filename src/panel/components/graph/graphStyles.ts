import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { MARK_CLASSES } from './marks';

/** Where things are drawn and how they are marked; each has its own looks. */
export const graphStyles = (theme: GrafanaTheme2): string => {
  return css({
    direction: 'ltr',
    [`.${GRAPH_CLASSES.pane}`]: {
      ...{ position: 'absolute', inset: 0, overflow: 'hidden' },
      ...{ cursor: 'grab', touchAction: 'none', userSelect: 'none' },
    },
    [`.${GRAPH_CLASSES.pane}[data-dragged]`]: { cursor: 'grabbing' },
    [`.${GRAPH_CLASSES.world} > div`]: { userSelect: 'text' },
    [`.${GRAPH_CLASSES.world}`]: { position: 'absolute', top: 0, left: 0, transformOrigin: '0 0', pointerEvents: 'none' },
    [`.${GRAPH_CLASSES.world} > svg`]: { overflow: 'visible', position: 'absolute', pointerEvents: 'none' },
    [`.${MARK_CLASSES.dim}`]: { opacity: 0.25 },
    [`.${GRAPH_CLASSES.label}.${MARK_CLASSES.dim}`]: { opacity: 1 },
    [`g.${MARK_CLASSES.current} path`]: { stroke: theme.colors.primary.border },
    [theme.transitions.handleMotion('no-preference')]: {
      [`.${GRAPH_CLASSES.world} > div, .${GRAPH_CLASSES.world} g`]: { transition: 'opacity 150ms' },
    },
  });
};

/** Class names that the parts of the graph know each other by. */
export const GRAPH_CLASSES = { pane: 'journey-pane', world: 'journey-world', card: 'journey-card', label: 'journey-label' };
