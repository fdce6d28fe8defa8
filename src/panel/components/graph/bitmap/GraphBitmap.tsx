import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { MouseEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Camera } from '../../../hooks/camera';
import { PRESSABLE } from '../../../hooks/gestures';
import { meets, Size } from '../../../layout/fit';
import type { PositionedGraph } from '../../../layout/types';
import type { DrawnHop, DrawnService } from '../drawn';
import { fetchIcons, iconNames, IconPaths } from '../icons';
import { BitmapRenderer } from './bitmapRenderer';

interface Props {
  camera: Camera;
  paneSize: Size;
  graph: PositionedGraph;
  services: DrawnService[];
  hops: DrawnHop[];
  /** It stands in for the things themselves: while they move, or always. */
  shown: boolean;
}

/**
 * The graph as one bitmap. To move a thousand cards and their texts, the browser
 * paints them again, which takes longer than a frame; a bitmap it moves in time.
 */
export function GraphBitmap({ camera, paneSize, graph, services, hops, shown }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const ref = useRef<HTMLCanvasElement>(null);
  const icons = useIcons(services, hops, theme);
  const renderer = useMemo(() => new BitmapRenderer(graph, { services, hops, icons, theme }), [graph, services, hops, icons, theme]);
  const { width, height } = paneSize;

  useLayoutEffect(() => {
    let frame = 0;
    const draw = () => {
      frame = 0;
      const isComplete = !ref.current || renderer.draw(ref.current, camera);
      if (!isComplete) {
        follow();
      }
    };
    const follow = () => {
      frame ||= requestAnimationFrame(draw);
    };
    follow();
    const leave = camera.subscribe(follow);
    return () => {
      leave();
      cancelAnimationFrame(frame);
    };
  }, [camera, renderer, width, height]);

  const [pointed, setPointed] = useState<DrawnService>();
  const point = ({ buttons, nativeEvent: { offsetX, offsetY } }: MouseEvent) => {
    const { x, y, zoom } = camera.now;
    const spot = { left: (offsetX - x) / zoom, top: (offsetY - y) / zoom };
    if (buttons === 0) {
      setPointed(services.find(({ area }) => meets(area, { ...spot, right: spot.left, bottom: spot.top })));
    }
  };
  const ratio = window.devicePixelRatio;
  return (
    <canvas
      ref={ref}
      className={cx(styles.bitmap, pointed && PRESSABLE)}
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      style={{ width, height, visibility: shown ? 'visible' : 'hidden', cursor: pointed && 'pointer' }}
      title={pointed?.service.name}
      aria-hidden
      onMouseMove={point}
      onClick={() => pointed?.onSelect(pointed.id)}
    />
  );
}

const none: IconPaths = new Map();

/** The icons of the services and hops, once they are there. */
function useIcons(services: DrawnService[], hops: DrawnHop[], theme: GrafanaTheme2): IconPaths {
  const [icons, setIcons] = useState(none);
  const names = useMemo(() => iconNames(services, hops, theme).join(), [services, hops, theme]);
  useEffect(() => {
    let isOutdated = false;
    fetchIcons(names.split(',').filter(Boolean)).then((fetched) => isOutdated || setIcons(fetched));
    return () => {
      isOutdated = true;
    };
  }, [names]);
  return icons;
}

const getStyles = () => ({
  // A layer of its own, or what lies below would be painted with it.
  bitmap: css({ position: 'absolute', top: 0, left: 0, willChange: 'transform' }),
});
