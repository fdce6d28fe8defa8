import { DataFrame, LoadingState } from '@grafana/data';
import { useMemo, useState } from 'react';
import { readModel } from '../model/model';
import type { JourneyModel } from '../model/types';

/** The model of the panel's frames; while a refresh runs without frames yet, the one before. */
export function useModel(frames: DataFrame[], state: LoadingState): JourneyModel {
  const model = useMemo(() => readModel(frames), [frames]);
  const [kept, setKept] = useState(model);
  const waiting = state === LoadingState.Loading && model.pictures.length === 0;
  if (!waiting && kept !== model) {
    setKept(model);
  }
  return waiting ? kept : model;
}
