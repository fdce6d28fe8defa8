import React from 'react';

import { dateTimeFormat, LoadingState, type PanelData } from '@grafana/data';
import { Spinner, Stack, Text } from '@grafana/ui';

import type { SearchProgress as Progress } from '../contract';

/** How far a search that still goes on has come. */
export function SearchProgress({ data, isLive }: { data: PanelData; isLive: boolean }) {
  if (data.state !== LoadingState.Streaming) {
    return null;
  }
  return (
    <Stack alignItems="center" gap={1}>
      {!isLive && <Spinner />}
      <div role="status" aria-label="Progress">
        <Text color="secondary" variant="bodySmall">
          {isLive ? 'Live: new requests appear automatically.' : progressText(progressOf(data))}
        </Text>
      </div>
    </Stack>
  );
}

function progressOf({ series }: PanelData): Progress | undefined {
  return series[0]?.meta?.custom?.progress;
}

export function progressText(progress: Progress | undefined): string {
  if (!progress) {
    return 'Searching Loki and Tempo…';
  }
  const { from, linesScanned, tracesFound, tracesFetched } = progress;
  const parts = [
    from !== undefined && `Searched back to ${dateTimeFormat(from, { format: 'YYYY-MM-DD HH:mm:ss' })}`,
    linesScanned > 0 && `${linesScanned.toLocaleString('en-US')} lines`,
    `${tracesFetched} of ${tracesFound} requests fetched`,
  ];
  return parts.filter(Boolean).join(' · ');
}
