import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';
import { useElementSize } from '../../hooks/elementSize';
import type { Selection } from '../../hooks/selection';
import type { QueryResult } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { graphStyles } from './graphStyles';
import { GraphContent } from './GraphContent';

interface Props {
  result: QueryResult;
  direction: Direction;
  /** The room there is while nothing else is open: it decides the direction, so that opening details turns nothing. */
  width: number;
  height: number;
  selection?: Selection;
  onSelect: (selection: Selection) => void;
}

/** Services and hops as a layered graph that can be zoomed, panned, searched, walked by keyboard and saved. */
export function ServiceGraph({ result, width, height, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const drawn = useStyles2(graphStyles);
  const ref = useRef<HTMLDivElement>(null);
  const paneSize = useElementSize(ref, { width, height });
  const label = strings.graph.label(result.services.length, result.hops.length);
  return (
    <div ref={ref} className={cx(styles.graph, drawn)} role="group" aria-label={label}>
      <GraphContent {...{ ...rest, result, width, height, paneSize, frame: ref }} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  graph: css({
    position: 'relative',
    flex: 1,
    minWidth: 0,
    minHeight: 0,
    overflow: 'hidden',
    '&:fullscreen': { background: theme.colors.background.primary },
  }),
});
