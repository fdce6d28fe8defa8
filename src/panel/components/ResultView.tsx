import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { KeyboardEvent } from 'react';
import { useSelection } from '../hooks/selection';
import { HEIGHTS, useViews } from '../hooks/views';
import { isOneJourney } from '../model/model';
import type { Journey, QueryResult } from '../model/types';
import { strings } from '../strings';
import type { PanelOptions } from '../types';
import { DetailsDrawer } from './details/DetailsDrawer';
import { EmptyResult, hasNothing, remarksToShow } from './EmptyResult';
import { FindingsStrip } from './FindingsStrip';
import { JourneyList } from './JourneyList';
import { Remarks } from './Remarks';
import { Summary } from './Summary';
import { Views } from './views/Views';
import { ViewSwitch } from './views/ViewSwitch';

export interface ResultProps {
  result: QueryResult;
  options: PanelOptions;
  width: number;
  height: number;
  timeZone: string;
  onChooseJourney?: (journey: Journey) => void;
}

/** Below this width things stand below each other. */
const NARROW_BELOW_PX = 700;
/** About how much of the height is left for the graph. */
const GRAPH_SHARE = { alone: 0.85, withList: 0.5 };

/** One query's answer: how it went, what broke, the graph, the selection's details, and the journeys to choose from. */
export function ResultView({ result, options, width, height, timeZone, onChooseJourney }: ResultProps) {
  const styles = useStyles2(getStyles);
  const state = useSelection(result);
  const { selection, selected, select } = state;
  const { views, view, choose, lowers, lower, chooseLower } = useViews(result, height, options.views);
  const narrow = width < NARROW_BELOW_PX;
  const low = height < HEIGHTS.graph;
  const drawer = options.showDetails ? selected : undefined;
  // Where the height is short, as in Explore, the list stands beside the graph, and details take its place.
  const beside = !narrow && height < HEIGHTS.all;
  const isEmpty = hasNothing(result);
  const list = showsList(result) && !isEmpty && !low && !(beside && drawer);
  const showsFindings = options.showFindings && !low && !(drawer && narrow);
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && selection) {
      // Grafana would leave the panel's view.
      event.stopPropagation();
      select(undefined);
    }
  };
  return (
    <div className={styles.result} onKeyDown={closeOnEscape}>
      <Remarks
        remarks={showsFindings || isEmpty ? remarksToShow(result) : result.remarks}
        initialCount={height < HEIGHTS.all ? 1 : 3}
        brief={narrow && height < HEIGHTS.all && !isEmpty}
      />
      {!isEmpty && (
        <Summary result={result}>
          {views.length > 1 && (
            <ViewSwitch label={strings.views.label} views={views} view={view} narrow={narrow} onChoose={choose} />
          )}
        </Summary>
      )}
      {showsFindings && !isEmpty && (
        <FindingsStrip result={result} initialCount={narrow ? 1 : 3} linked={state.linked} onSelect={select} />
      )}
      {isEmpty && <EmptyResult result={result} />}
      <div className={beside ? styles.beside : styles.below}>
        {!isEmpty && (
          <div className={cx(styles.stage, narrow && styles.stacked)}>
            <Views
              {...{ result, view, lowers, lower, state, width }}
              direction={options.direction}
              height={height * (list && !beside ? GRAPH_SHARE.withList : GRAPH_SHARE.alone)}
              onLower={chooseLower}
            />
            {drawer && (
              <DetailsDrawer
                result={result}
                selected={drawer}
                below={narrow}
                timeZone={timeZone}
                onSelect={select}
                onClose={() => select(undefined)}
              />
            )}
          </div>
        )}
        {list && (
          <section className={styles.journeys} aria-label={strings.journeys.label} tabIndex={-1}>
            <JourneyList
              timeZone={timeZone}
              narrow={narrow || beside}
              journeys={result.journeys}
              inPlace={onChooseJourney !== undefined}
              chosen={selected?.type === 'journey' ? selected.journey.traceId : undefined}
              onChoose={(journey) => {
                select({ type: 'journey', id: journey.key });
                onChooseJourney?.(journey);
              }}
            />
          </section>
        )}
      </div>
    </div>
  );
}

/** The one journey that is shown whole needs no list to choose it from. */
function showsList(result: QueryResult): boolean {
  return result.journeys.length > 1 || (result.journeys.length === 1 && !isOneJourney(result));
}

const getStyles = (theme: GrafanaTheme2) => ({
  result: css({ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, minWidth: 0 }),
  stage: css({ display: 'flex', flex: '1 1 55%', minHeight: 0, borderTop: `1px solid ${theme.colors.border.weak}` }),
  stacked: css({ flexDirection: 'column' }),
  below: css({ display: 'contents' }),
  beside: css({
    display: 'flex',
    flex: '1 1 0',
    minHeight: 0,
    '& > section': {
      width: '30%',
      minWidth: 340,
      maxHeight: 'none',
      borderLeft: `1px solid ${theme.colors.border.weak}`,
    },
  }),
  journeys: css({
    flex: '0 1 auto',
    maxHeight: '42%',
    overflow: 'auto',
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
