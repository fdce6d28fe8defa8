import { PanelProps } from '@grafana/data';
import React from 'react';
import type { PanelOptions } from '../types';
import { JourneyView } from './JourneyView';

/** The view as a dashboard's or Explore's panel. */
export function JourneyPanel({ data, options, width, height, timeZone }: PanelProps<PanelOptions>) {
  return (
    <JourneyView
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
