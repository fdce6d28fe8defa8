import { DataQueryRequest, LoadingState } from '@grafana/data';
import { createContext, useCallback, useEffect, useState } from 'react';
import { DATASOURCE_ID, JourneyQuery } from '../../contract';
import { hasNearby } from '../model/nearby';
import { strings } from '../strings';
import { Answer, askSource, toAnswer, toFailure } from './ask';

/** The switch that shows lines without any ID. */
export interface NearbySwitch {
  isOn: boolean;
  isAsking: boolean;
  toggle: () => void;
}

/** Undefined where nothing can be switched: the answer has no such lines, and nobody can be asked for them. */
export const NearbyContext = createContext<NearbySwitch | undefined>(undefined);

interface Asked {
  /** What the answer is to be shown in place of. */
  of: Answer;
  answer: Answer;
}

/**
 * Shows or hides the nearby lines of an answer. What the answer lacks is asked for, with the same
 * query. `request` has one query for a journey, or nobody is asked.
 */
export function useNearby(
  shown: Answer,
  request: DataQueryRequest | undefined
): { answer: Answer; nearby?: NearbySwitch } {
  const target = journeyTarget(request);
  const [wanted, setWanted] = useState<boolean>();
  const [asked, setAsked] = useState<Asked>();
  const own = hasNearby(shown.frames);
  const isOn = wanted ?? (own || target?.nearby === true);
  const current = asked?.of.frames === shown.frames ? asked : undefined;
  const lacks = isOn && !own && target !== undefined && !target.nearby && shown.state === LoadingState.Done;

  useEffect(() => {
    if (!lacks || !request || !target || current?.answer) {
      return undefined;
    }
    const subscription = askSource(request, { ...target, nearby: true }, 'nearby').subscribe({
      next: (response) => setAsked({ of: shown, answer: toAnswer(response) }),
      error: (error: unknown) => setAsked({ of: shown, answer: toFailure(error) }),
    });
    return () => subscription.unsubscribe();
    // The frames stand for the whole answer; asking changes what was asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lacks, shown.frames]);

  const toggle = useCallback(() => setWanted(!isOn), [isOn]);
  const canSwitch = own || target !== undefined;
  const isAsking = lacks && current?.answer === undefined;
  return {
    answer: (isOn && merged(shown, current?.answer)) || shown,
    nearby: canSwitch ? { isOn, isAsking, toggle } : undefined,
  };
}

/** The new answer, or the old one with the reason why there is no new one. */
function merged(shown: Answer, answer: Answer | undefined): Answer | undefined {
  if (answer === undefined || answer.errors.length === 0) {
    return answer;
  }
  const errors = answer.errors.map(({ message = '' }) => ({ message: strings.nearby.failed(message) }));
  return { ...shown, errors: [...shown.errors, ...errors] };
}

function journeyTarget(request: DataQueryRequest | undefined): JourneyQuery | undefined {
  const [target, ...others] = (request?.targets ?? []).filter(({ hide }) => !hide) as JourneyQuery[];
  const isJourney = target?.datasource?.type === DATASOURCE_ID && target.queryType === 'journey';
  return isJourney && others.length === 0 ? target : undefined;
}
