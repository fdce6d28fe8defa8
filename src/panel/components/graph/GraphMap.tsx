import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef } from 'react';
import type { Camera } from '../../hooks/camera';
import { useMapGestures } from '../../hooks/mapGestures';
import { areaIn, Size } from '../../layout/fit';
import type { PositionedGraph } from '../../layout/types';
import { strings } from '../../strings';
import { healthColor } from '../health';
import type { DrawnService } from './drawn';

interface Props {
  camera: Camera;
  paneSize: Size;
  graph: PositionedGraph;
  services: DrawnService[];
  onMove: () => void;
}

const SIZE = { width: 200, height: 150, air: 6 };

/** The whole graph in small, with the part in sight left bright: it can be dragged, and the wheel zooms. */
export function GraphMap({ camera, paneSize, graph, services, onMove }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const map = useRef<HTMLDivElement>(null);
  const dots = useRef<HTMLCanvasElement>(null);
  const visible = useRef<HTMLDivElement>(null);
  const { width, height } = graph;
  const [wide, high] = [SIZE.width - 2 * SIZE.air, SIZE.height - 2 * SIZE.air];
  const scale = Math.min(wide / Math.max(width, 1), high / Math.max(height, 1));
  const left = (SIZE.width - width * scale) / 2;
  const top = (SIZE.height - height * scale) / 2;
  useMapGestures(map, scale, { camera, paneSize, onMove });

  useLayoutEffect(() => {
    const canvas = dots.current?.getContext('2d');
    if (!canvas) {
      return;
    }
    const ratio = window.devicePixelRatio;
    canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
    canvas.clearRect(0, 0, SIZE.width, SIZE.height);
    for (const { place, context } of services) {
      canvas.fillStyle = context.tone === 'ok' ? theme.colors.text.disabled : healthColor(theme, context.tone);
      canvas.fillRect(left + place.x * scale, top + place.y * scale, place.width * scale, place.height * scale);
    }
  }, [services, theme, scale, left, top]);

  useLayoutEffect(() => {
    const follow = () => {
      const area = areaIn(camera.now, paneSize);
      Object.assign(visible.current?.style ?? {}, {
        transform: `translate(${left + area.left * scale}px, ${top + area.top * scale}px)`,
        width: `${(area.right - area.left) * scale}px`,
        height: `${(area.bottom - area.top) * scale}px`,
      });
    };
    follow();
    return camera.subscribe(follow);
  }, [camera, paneSize, scale, left, top]);

  const ratio = window.devicePixelRatio;
  return (
    <div ref={map} className={styles.map} role="img" aria-label={strings.graph.map}>
      <canvas ref={dots} className={styles.dots} width={SIZE.width * ratio} height={SIZE.height * ratio} />
      <div ref={visible} className={styles.visible} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  map: css({
    position: 'absolute',
    zIndex: 5,
    left: theme.spacing(1),
    bottom: theme.spacing(1),
    boxSizing: 'content-box',
    width: SIZE.width,
    height: SIZE.height,
    overflow: 'hidden',
    contain: 'strict',
    touchAction: 'none',
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  dots: css({ width: SIZE.width, height: SIZE.height }),
  visible: css({
    position: 'absolute',
    top: 0,
    left: 0,
    opacity: 0.7,
    boxShadow: `0 0 0 ${SIZE.width + SIZE.height}px ${theme.colors.background.canvas}`,
  }),
});
