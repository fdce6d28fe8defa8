import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { MARKS } from './elements';

/** React Flow's class for what is pressed, not panned: a hand that shakes while clicking must not move the graph. */
export const PRESSABLE = 'nopan';

/**
 * The part of React Flow's base style sheet that a graph without dragging,
 * connecting and selecting needs. A Grafana plugin's module cannot import CSS.
 */
export const flowStyles = (theme: GrafanaTheme2): string => {
  const focusRing = { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 3 };
  return css({
    direction: 'ltr',
    '.react-flow__container': { position: 'absolute', width: '100%', height: '100%', top: 0, left: 0 },
    '.react-flow__pane': { zIndex: 1, touchAction: 'none' },
    '.react-flow__pane.draggable': { cursor: 'grab' },
    '.react-flow__pane.dragging': { cursor: 'grabbing' },
    '.react-flow__viewport': { transformOrigin: '0 0', zIndex: 2, pointerEvents: 'none' },
    '.react-flow__renderer': { zIndex: 4 },
    // A layer of its own that moves without being painted anew; only meanwhile, or it would stay blurred after zooming.
    '.react-flow__pane.dragging .react-flow__viewport': { willChange: 'transform' },
    // The hops, below the cards.
    '.react-flow__viewport-portal': { position: 'absolute', zIndex: -1, pointerEvents: 'none' },
    '.react-flow__viewport-portal > svg': { overflow: 'visible', position: 'absolute', pointerEvents: 'none' },
    '.react-flow__nodes': { pointerEvents: 'none', transformOrigin: '0 0' },
    '.react-flow__node': { position: 'absolute', transformOrigin: '0 0', boxSizing: 'border-box' },
    '.react-flow__panel': { position: 'absolute', zIndex: 5, margin: theme.spacing(1) },
    '.react-flow__panel.right': { right: 0 },
    '.react-flow__panel.left': { left: 0 },
    '.react-flow__panel.bottom': { bottom: 0 },
    '.react-flow__minimap': {
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      overflow: 'hidden',
    },
    '.react-flow__minimap svg': { display: 'block' },
    '.react-flow__minimap-mask': { fill: theme.colors.background.canvas, opacity: 0.7 },
    '.react-flow__panel.center': { left: '50%', transform: 'translateX(-50%)' },
    '.react-flow__attribution': { margin: 0 },
    '.react-flow__attribution a': { fontSize: 10, color: theme.colors.text.secondary },
    [`.${MARKS.dim}`]: { opacity: 0.25 },
    // Opaque, or the line below would run through the text.
    [`.react-flow__viewport-portal > .${MARKS.dim}`]: {
      opacity: 1,
      color: theme.colors.text.disabled,
      borderColor: theme.colors.border.weak,
    },
    [`.react-flow__node.${MARKS.current} > div`]: focusRing,
    [`div.${MARKS.current}`]: { borderRadius: theme.shape.radius.default },
    [`.react-flow__viewport-portal > .${MARKS.current}`]: { ...focusRing, borderRadius: theme.shape.radius.pill },
    [`g.${MARKS.current} path`]: { stroke: theme.colors.primary.border },
    [theme.transitions.handleMotion('no-preference')]: {
      '.react-flow__node, .react-flow__viewport-portal g, .react-flow__viewport-portal > div': {
        transition: 'opacity 150ms',
      },
    },
    // React Flow describes its own keys to screen readers; the graph here has others.
    '[id^="react-flow__node-desc"], [id^="react-flow__edge-desc"], [id^="react-flow__aria-live"]': { display: 'none' },
  });
};
