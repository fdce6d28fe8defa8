import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** React Flow's class for what is pressed, not panned: a hand that shakes while clicking must not move the graph. */
export const PRESSABLE = 'nopan';

/**
 * The part of React Flow's base style sheet that a graph without dragging,
 * connecting and selecting needs. A Grafana plugin's module cannot import CSS.
 */
export const flowStyles = (theme: GrafanaTheme2): string =>
  css({
    direction: 'ltr',
    '.react-flow__container': { position: 'absolute', width: '100%', height: '100%', top: 0, left: 0 },
    '.react-flow__pane': { zIndex: 1, touchAction: 'none' },
    '.react-flow__pane.draggable': { cursor: 'grab' },
    '.react-flow__pane.dragging': { cursor: 'grabbing' },
    '.react-flow__viewport': { transformOrigin: '0 0', zIndex: 2, pointerEvents: 'none' },
    '.react-flow__renderer': { zIndex: 4 },
    '.react-flow__edges': { position: 'absolute' },
    '.react-flow__edges svg': { overflow: 'visible', position: 'absolute', pointerEvents: 'none' },
    '.react-flow__edge': { pointerEvents: 'visibleStroke', cursor: 'pointer', outline: 'none' },
    '.react-flow__edge-path': { fill: 'none' },
    '.react-flow__nodes': { pointerEvents: 'none', transformOrigin: '0 0' },
    '.react-flow__node': { position: 'absolute', transformOrigin: '0 0', boxSizing: 'border-box' },
    '.react-flow__handle': { position: 'absolute', visibility: 'hidden', pointerEvents: 'none' },
    '.react-flow__edgelabel-renderer': {
      position: 'absolute',
      width: '100%',
      height: '100%',
      top: 0,
      left: 0,
      pointerEvents: 'none',
    },
    '.react-flow__panel': { position: 'absolute', zIndex: 5, margin: theme.spacing(1) },
    '.react-flow__panel.bottom': { bottom: 0 },
    '.react-flow__panel.right': { right: 0 },
    '.react-flow__panel.left': { left: 0 },
    '.react-flow__attribution a': { fontSize: 10, color: theme.colors.text.disabled },
    // React Flow describes its own keys to screen readers; the graph here has others.
    '[id^="react-flow__node-desc"], [id^="react-flow__edge-desc"], [id^="react-flow__aria-live"]': { display: 'none' },
  });
