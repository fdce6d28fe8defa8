import { CoreApp, DataFrame, DataQueryRequest, LoadingState, PanelData } from '@grafana/data';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { DATASOURCE_ID, JourneyQuery } from '../../contract';
import { linkToFollow } from '../model/journeys';
import { holdsSteps, narrow } from '../model/narrow';
import type { Journey } from '../model/types';
import { Answer, askSource, toAnswer, toFailure } from './ask';

export interface ChosenJourney {
  /** What is known of the chosen journey; undefined while none is. */
  answer?: Answer;
  /** What the answer is to; undefined where nobody can be asked. */
  request?: DataQueryRequest;
  /** Undefined where a journey cannot be shown in place: its source cannot be asked, or Explore shows it beside. */
  choose?: (journey: Journey) => void;
  back: () => void;
}

const loading: Answer = { frames: [], state: LoadingState.Loading, errors: [] };

/**
 * Shows a journey that is chosen from a search's list, unless the dashboard's
 * data links lead elsewhere: from the steps that the search brought along, else
 * our data source is asked for it.
 */
export function useChosenJourney({ request, series }: PanelData): ChosenJourney {
  const [chosen, setChosen] = useState<{ traceId: string; answer: Answer }>();
  const traceId = chosen?.traceId;
  const target = request?.targets.find(({ datasource }) => datasource?.type === DATASOURCE_ID);
  const choose = useCallback(
    (journey: Journey) => {
      if (!linkToFollow(journey, true)) {
        setChosen({ traceId: journey.traceId, answer: known(series, journey.traceId) ?? loading });
      }
    },
    [series]
  );
  const back = useCallback(() => setChosen(undefined), []);
  useEffect(() => {
    if (!request || traceId === undefined || chosen?.answer !== loading) {
      return;
    }
    const subscription = askSource(request, journeyQuery(request, traceId), 'journey').subscribe({
      next: (response) => setChosen({ traceId, answer: toAnswer(response) }),
      error: (error: unknown) => setChosen({ traceId, answer: toFailure(error) }),
    });
    return () => subscription.unsubscribe();
    // A refresh of the list is no reason to ask again: a journey that is over does not change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [traceId]);
  const isInPlace = request?.app !== CoreApp.Explore;
  const canShow = target !== undefined || series.some(({ name }) => name === 'steps');
  const own = useMemo(
    () => (request && target && traceId ? { ...request, targets: [journeyQuery(request, traceId)] } : undefined),
    [request, target, traceId]
  );
  return { answer: chosen?.answer, request: own, choose: isInPlace && canShow ? choose : undefined, back };
}

function known(frames: DataFrame[], traceId: string): Answer | undefined {
  return holdsSteps(frames, traceId)
    ? { frames: narrow(frames, traceId), state: LoadingState.Done, errors: [] }
    : undefined;
}

function journeyQuery(request: DataQueryRequest, traceId: string): JourneyQuery {
  const target = request.targets.find(({ datasource }) => datasource?.type === DATASOURCE_ID);
  return { refId: target?.refId ?? 'A', datasource: target?.datasource, queryType: 'journey', traceId };
}
