import { PanelProps } from '@grafana/data';
import React, { useMemo } from 'react';
import { useChosenJourney } from '../hooks/chosenJourney';
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
  const { answer, choose, back } = useChosenJourney(data);
  const view = { sources, options: known, width, height, timeZone };
  return answer ? (
    <ChosenJourney {...view} answer={answer} onBack={back} />
  ) : (
    <JourneyView {...view} frames={data.series} state={data.state} errors={data.errors} onChooseJourney={choose} />
  );
}
