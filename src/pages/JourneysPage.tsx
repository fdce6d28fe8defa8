import React, { useState } from 'react';

import { css } from '@emotion/css';
import { type GrafanaTheme2, PageLayoutType } from '@grafana/data';
import { getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { EmptyState, Stack, useStyles2 } from '@grafana/ui';

import { QueryHints } from '../components/QueryHints';
import { DATASOURCE_ID } from '../contract';
import { Connect } from './connect/Connect';
import { ExploreLinks } from './ExploreLinks';
import { LiveButton } from './LiveButton';
import { isQuestion, type PageState } from './pageState';
import { QueryForm } from './QueryForm';
import { useQuestions } from './questions';
import { RangePicker } from './RangePicker';
import { JourneyResult, SearchResult } from './results';
import { ShareButton } from './ShareButton';
import { SourcePicker } from './SourcePicker';
import { useNames } from './useNames';
import { usePageState } from './usePageState';
import { useQuery } from './useQuery';

/** Find requests, choose one, see it whole. */
export default function JourneysPage() {
  const styles = useStyles2(getStyles);
  const [state, change] = usePageState();
  const [run, setRun] = useState(0);
  const sources = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
  const uid = state.ds || sources[0]?.uid;
  const names = useNames(uid, state);

  const ask = (asked: Partial<PageState>) => {
    change(asked);
    setRun((n) => n + 1);
  };

  return (
    <PluginPage layout={PageLayoutType.Canvas} pageNav={{ text: 'Journeys' }}>
      {sources.length === 0 ? (
        <Connect then="journeys" />
      ) : (
        <div className={styles.page}>
          <QueryForm state={state} names={names} onRun={ask}>
            <RangePicker from={state.from} to={state.to} onChange={ask} />
            <LiveButton isOn={state.live !== ''} onChange={(isOn) => ask({ live: isOn ? 'on' : '' })} />
            <SourcePicker sources={sources} uid={uid} onChange={(ds) => ask({ ds, trace: '' })} />
            <div className={styles.links}>
              <ExploreLinks uid={uid} state={state} />
              <ShareButton state={state} />
            </div>
          </QueryForm>
          {isQuestion(state) ? (
            <Results state={state} uid={uid} run={run} onChoose={(trace) => change({ trace })} />
          ) : (
            <NothingAsked hasRun={run > 0} onPick={ask} />
          )}
        </div>
      )}
    </PluginPage>
  );
}

interface ResultsProps {
  state: PageState;
  uid: string;
  /** How often Run was pressed. */
  run: number;
  onChoose: (traceId: string) => void;
}

function Results({ state, uid, run, onChoose }: ResultsProps) {
  const questions = useQuestions(state, uid, run);
  const search = useQuery(questions.search);
  const journey = useQuery(questions.journey);

  return (
    <>
      {questions.search && (
        <SearchResult
          data={search}
          isLive={Boolean(questions.search.query.live)}
          chosen={state.trace}
          onChoose={onChoose}
        />
      )}
      {questions.journey && <JourneyResult data={journey} onClose={questions.search && (() => onChoose(''))} />}
    </>
  );
}

/** Said as an alert to who ran an empty question. */
function NothingAsked({ hasRun, onPick }: { hasRun: boolean; onPick: (search: Partial<PageState>) => void }) {
  const hint = 'Enter LogQL, TraceQL or both, or a trace ID. Then press Run.';
  return (
    <>
      <EmptyState variant="call-to-action" hideImage={hasRun} role={hasRun ? 'alert' : undefined} message={hint} />
      <Stack justifyContent="center">
        <QueryHints onPick={onPick} />
      </Stack>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), flex: '1 1 auto', minWidth: 0 }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
});
