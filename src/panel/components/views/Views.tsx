import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useRef, useState } from 'react';
import { useElementSize } from '../../hooks/elementSize';
import type { SelectionState } from '../../hooks/selection';
import type { LowerView, ViewName } from '../../hooks/views';
import type { QueryResult } from '../../model/types';
import { strings } from '../../strings';
import type { Direction } from '../../types';
import { ServiceGraph } from '../graph/ServiceGraph';
import { Separator, SPLIT } from '../Separator';
import { StepsView } from '../steps/StepsView';
import { Timeline } from '../timeline/Timeline';
import { ViewSwitch } from './ViewSwitch';

interface Props {
  result: QueryResult;
  direction: Direction;
  view: ViewName;
  /** What can stand below the graph. */
  lowers: LowerView[];
  lower: LowerView;
  onLower: (view: LowerView) => void;
  state: SelectionState;
  /** The room while nothing else is open. */
  width: number;
  height: number;
}

/** What the graph takes of the height above another view, in percent. */
const UPPER = { first: 45, least: 20, most: 80 };

/** The chosen view, or the graph with another view below it; all of them show one selection. */
export function Views({ view, lowers, lower, onLower, ...rest }: Props) {
  const styles = useStyles2(getStyles);
  const [upper, setUpper] = useState(UPPER.first);
  const showsGraph = view === 'all' || view === 'graph';
  const below = view === 'all' ? lower : view === 'graph' ? undefined : view;
  const { result, direction, state, width, height } = rest;
  return (
    <div className={styles.views} {...SPLIT}>
      {showsGraph && (
        <div className={styles.part} style={{ flex: below ? `0 1 ${upper}%` : 1 }}>
          <ServiceGraph
            result={result}
            direction={direction}
            width={width}
            // Where it was at first: moving the border must not turn the graph.
            height={height * (view === 'all' ? UPPER.first / 100 : 1)}
            selection={state.linked.graph}
            onSelect={state.select}
          />
        </div>
      )}
      {view === 'all' && (
        <>
          <Separator
            label={strings.views.split}
            orientation="horizontal"
            percent={upper}
            least={UPPER.least}
            most={UPPER.most}
            onMove={setUpper}
          />
          {lowers.length > 1 && (
            <div className={styles.bar}>
              <ViewSwitch label={strings.views.below} views={lowers} view={lower} onChoose={onLower} />
            </div>
          )}
        </>
      )}
      {below && <Below {...rest} view={below} />}
    </div>
  );
}

function Below({
  result,
  state,
  view,
  width,
  height,
}: Pick<Props, 'result' | 'state' | 'width' | 'height'> & { view: LowerView }) {
  const styles = useStyles2(getStyles);
  const ref = useRef<HTMLDivElement>(null);
  const size = useElementSize(ref, { width, height: height / 2 });
  const View = view === 'timeline' ? Timeline : StepsView;
  return (
    <div ref={ref} className={styles.below}>
      <View
        result={result}
        selection={state.selection}
        linked={state.linked}
        onSelect={state.select}
        width={size.width}
        height={size.height}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const part = { display: 'flex', minWidth: 0, minHeight: 0 } as const;
  return {
    views: css({ ...part, flex: 1, flexDirection: 'column' }),
    part: css(part),
    below: css({ ...part, flex: '1 1 0' }),
    bar: css({
      flex: 'none',
      padding: theme.spacing(0.5, 1.5),
    }),
  };
};
