import { css } from '@emotion/css';
import { DataFrame, DataQueryError, LoadingState } from '@grafana/data';
import { LoadingBar, useStyles2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { useComparison } from '../hooks/comparison';
import { GraphSettingsProvider } from '../hooks/graphSettings';
import { useModel } from '../hooks/model';
import { NearbyContext, NearbySwitch } from '../hooks/nearby';
import { SourcesByQuery, SourcesContext } from '../hooks/sources';
import { isOneJourney } from '../model/model';
import { withoutNearby } from '../model/nearby';
import type { JourneyModel, QueryResult, Remark } from '../model/types';
import { strings } from '../strings';
import { QuerySwitch } from './QuerySwitch';
import { ResultProps, ResultView } from './ResultView';
import { Remarks } from './Remarks';
import { StateMessage } from './StateMessage';

export interface JourneyViewProps extends Omit<ResultProps, 'result'> {
  frames: DataFrame[];
  state: LoadingState;
  errors?: DataQueryError[];
  /** Shows lines without any ID, or not; undefined where there are none to be had. */
  nearby?: NearbySwitch;
  /** Where each query's answer came from, as far as the answer itself does not say. */
  sources?: SourcesByQuery;
}

const noSources: SourcesByQuery = {};

/** Everything that the panel shows, for a dashboard's panel as for the app's own page. */
export function JourneyView({ frames, state, errors = [], sources = noSources, nearby, ...rest }: JourneyViewProps) {
  const styles = useStyles2(getStyles);
  const model = useModel(frames, state);
  const [refId, setRefId] = useState('');
  const whole = choose(model.results, refId);
  const result = useMemo(() => (whole && !nearby?.isOn ? withoutNearby(whole) : whole), [whole, nearby?.isOn]);
  const compare = useComparison(model.results, result);
  const { comparison } = compare;
  const { options } = rest;
  const settings = useMemo(() => ({ options, comparison }), [options, comparison]);
  const loading = state === LoadingState.Loading;
  return (
    <div className={styles.view} style={{ width: rest.width, height: rest.height }} aria-busy={loading}>
      {loading && (
        <div className={styles.loading} role="status" aria-label={strings.state.loading}>
          <LoadingBar width={rest.width} />
        </div>
      )}
      {result && <Remarks remarks={errors.map(toRemark)} />}
      {model.results.length > 1 && (
        <QuerySwitch results={model.results} shown={result?.refId} compare={compare} onChoose={setRefId} />
      )}
      {result ? (
        <SourcesContext.Provider value={sources}>
          <GraphSettingsProvider value={settings}>
            <NearbyContext.Provider value={nearby}>
              <ResultView key={result.refId} result={comparison?.result ?? result} {...rest} />
            </NearbyContext.Provider>
          </GraphSettingsProvider>
        </SourcesContext.Provider>
      ) : (
        <NoResult model={model} loading={loading} errors={errors} asked={frames.length > 0} />
      )}
    </div>
  );
}

/** The chosen query; else the first that tells one journey, since a list beside it leads there. */
function choose(results: QueryResult[], refId: string): QueryResult | undefined {
  return results.find((result) => result.refId === refId) ?? results.find(isOneJourney) ?? results[0];
}

interface NoResultProps {
  model: JourneyModel;
  loading: boolean;
  errors: DataQueryError[];
  asked: boolean;
}

/** Says why there is nothing to see. */
function NoResult({ model, loading, errors, asked }: NoResultProps) {
  const { state } = strings;
  if (errors.length > 0) {
    const messages = errors.map(messageOf).join(' ');
    return <StateMessage failed icon="exclamation-circle" title={state.error} advice={messages || state.errorAdvice} />;
  }
  if (model.unknown.length > 0) {
    const fields = [...new Set(model.unknown)].slice(0, 12).join(', ');
    return <StateMessage icon="sitemap" title={state.foreign} advice={state.foreignAdvice(fields)} />;
  }
  if (loading) {
    return <StateMessage icon="search" title={state.loading} advice="" />;
  }
  return asked ? (
    <StateMessage icon="search" title={state.empty} advice={state.emptyAdvice} />
  ) : (
    <StateMessage icon="sitemap" title={state.noQuery} advice={state.noQueryAdvice} />
  );
}

function toRemark(error: DataQueryError): Remark {
  const text = messageOf(error) || strings.state.errorAdvice;
  return { severity: 'error', text: error.refId ? `${error.refId}: ${text}` : text };
}

function messageOf(error: DataQueryError): string {
  return error.message || error.data?.message || error.statusText || '';
}

const getStyles = () => ({
  view: css({ position: 'relative', display: 'flex', flexDirection: 'column', minWidth: 0, overflow: 'hidden' }),
  loading: css({ position: 'absolute', top: 0, left: 0, right: 0, zIndex: 10, overflow: 'hidden' }),
});
