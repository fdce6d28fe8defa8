import { DataFrame, LoadingState } from '@grafana/data';
import { useMemo, useState } from 'react';
import { readModel } from '../model/model';
import type { JourneyModel } from '../model/types';

/** The model of the panel's frames; while a refresh runs without frames yet, the one before. */
export function useModel(frames: DataFrame[], state: LoadingState): JourneyModel {
  const model = useMemo(() => readModel(frames), [frames]);
  const [lastModel, setLastModel] = useState(model);
  const waiting = state === LoadingState.Loading && model.results.length === 0;
  if (!waiting && lastModel !== model) {
    setLastModel(model);
  }
  return waiting ? lastModel : model;
}
