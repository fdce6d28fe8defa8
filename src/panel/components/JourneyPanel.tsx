import { PanelProps } from '@grafana/data';
import React, { useMemo } from 'react';
import { useChosenJourney } from '../hooks/chosenJourney';
import { useNearby } from '../hooks/nearby';
import { useRequestSources } from '../hooks/sources';
import { readOptions } from '../options';
import type { PanelOptions } from '../types';
import { ChosenJourney } from './ChosenJourney';
import { JourneyView } from './JourneyView';

/** The view as a dashboard's or Explore's panel. */
export function JourneyPanel({ data, options, width, height, timeZone }: PanelProps<PanelOptions>) {
  const sources = useRequestSources(data.request);
  // As provisioned or saved by whatever version.
  const known = useMemo(() => readOptions(options), [options]);
  const chosen = useChosenJourney(data);
  const asked = { frames: data.series, state: data.state, errors: data.errors ?? [] };
  const { answer, nearby } = useNearby(chosen.answer ?? asked, chosen.answer ? chosen.request : data.request);
  const view = { sources, nearby, options: known, width, height, timeZone };
  return chosen.answer ? (
    <ChosenJourney {...view} answer={answer} onBack={chosen.back} />
  ) : (
    <JourneyView {...view} {...answer} onChooseJourney={chosen.choose} />
  );
}
