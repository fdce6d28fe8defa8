import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';
import { useElementSize } from '../../hooks/elementSize';
import type { SelectionState } from '../../hooks/selection';
import type { LowerView, ViewName } from '../../hooks/views';
import type { Picture } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { ServiceGraph } from '../graph/ServiceGraph';
import { StepsView } from '../steps/StepsView';
import { Timeline } from '../timeline/Timeline';
import { ViewSwitch } from './ViewSwitch';

interface Props {
  picture: Picture;
  direction: Direction;
  view: ViewName;
  lower: LowerView;
  onLower: (view: LowerView) => void;
  state: SelectionState;
  /** The room while nothing else is open. */
  width: number;
  height: number;
}

const lowerViews: LowerView[] = ['timeline', 'steps'];
/** How much of the height the graph has above another view. */
const UPPER = 0.45;

/** The chosen view, or the graph with another view below it; all of them show one selection. */
export function Views({ view, lower, onLower, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const showsGraph = view === 'all' || view === 'graph';
  const below = view === 'all' ? lower : view === 'graph' ? undefined : view;
  const { picture, direction, state, width, height } = rest;
  return (
    <div className={styles.views}>
      {showsGraph && (
        <div className={styles.graph}>
          <ServiceGraph
            picture={picture}
            direction={direction}
            width={width}
            height={height * (view === 'all' ? UPPER : 1)}
            selection={state.linked.graph}
            onSelect={state.select}
          />
        </div>
      )}
      {view === 'all' && (
        <div className={styles.bar}>
          <ViewSwitch label={strings.views.below} views={lowerViews} view={lower} onChoose={onLower} />
        </div>
      )}
      {below && <Below {...rest} view={below} />}
    </div>
  );
}

function Below({
  picture,
  state,
  view,
  width,
  height,
}: Pick<Props, 'picture' | 'state' | 'width' | 'height'> & { view: LowerView }) {
  const styles = useStyles2(getStyles);
  const ref = useRef<HTMLDivElement>(null);
  const room = useElementSize(ref, { width, height: height / 2 });
  const View = view === 'timeline' ? Timeline : StepsView;
  return (
    <div ref={ref} className={styles.below}>
      <View
        picture={picture}
        selection={state.selection}
        linked={state.linked}
        onSelect={state.select}
        width={room.width}
        height={room.height}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const part = { display: 'flex', minWidth: 0, minHeight: 0 } as const;
  return {
    views: css({ ...part, flex: 1, flexDirection: 'column' }),
    graph: css({ ...part, flex: `${100 * UPPER} 1 0` }),
    below: css({ ...part, flex: `${100 * (1 - UPPER)} 1 0` }),
    bar: css({
      flex: 'none',
      padding: theme.spacing(0.5, 1.5),
      borderTop: `1px solid ${theme.colors.border.weak}`,
    }),
  };
};
