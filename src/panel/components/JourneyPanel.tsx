import { PanelProps } from '@grafana/data';
import React from 'react';
import { useRequestSources } from '../hooks/sources';
import type { PanelOptions } from '../types';
import { JourneyView } from './JourneyView';

/** The view as a dashboard's or Explore's panel. */
export function JourneyPanel({ data, options, width, height, timeZone }: PanelProps<PanelOptions>) {
  const sources = useRequestSources(data.request);
  return (
    <JourneyView
      sources={sources}
      frames={data.series}
      state={data.state}
      errors={data.errors}
      options={options}
      width={width}
      height={height}
      timeZone={timeZone}
    />
  );
}
