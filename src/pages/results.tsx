import React, { useMemo } from 'react';

import { type DataFrame, LoadingState, type PanelData, type QueryResultMeta } from '@grafana/data';
import { Button, EmptyState, LoadingPlaceholder, Stack, Text } from '@grafana/ui';

import { JourneyList } from './JourneyList';
import { JourneyPanel } from './JourneyPanel';
import { type JourneyRow, journeyRows } from './journeyRows';
import { hasRemarks, Remarks } from './Remarks';
import { SearchProgress } from './SearchProgress';

interface SearchProps {
  /** Undefined until the question is sent. */
  data: PanelData | undefined;
  /** The search goes on with requests as they happen. */
  isLive: boolean;
  chosen: string;
  onChoose: (traceId: string) => void;
}

/** The journeys found, and, until one is chosen, the graph of them all. */
export function SearchResult({ data, isLive, chosen, onChoose }: SearchProps) {
  const rows = useMemo(() => journeyRows(data?.series ?? []), [data]);

  if (!data || data.state === LoadingState.Loading) {
    return <LoadingPlaceholder text="Searching Loki and Tempo…" />;
  }
  return (
    <>
      <Remarks data={data} notices />
      <SearchProgress data={data} isLive={isLive} />
      {rows.length > 0 && <FoundJourneys rows={rows} data={data} chosen={chosen} onChoose={onChoose} />}
      {rows.length === 0 && data.state !== LoadingState.Streaming && !hasRemarks(data) && <NothingFound />}
    </>
  );
}

interface FoundProps {
  rows: JourneyRow[];
  data: PanelData;
  chosen: string;
  onChoose: (traceId: string) => void;
}

function FoundJourneys({ rows, data, chosen, onChoose }: FoundProps) {
  const graph = useMemo(() => withoutList(data), [data]);
  const failed = rows.filter(({ status }) => status === 'error').length;

  return (
    <>
      <Text element="h2" variant="h5">
        {`${rows.length} ${rows.length === 1 ? 'journey' : 'journeys'}, ${failed} failed`}
      </Text>
      <JourneyList rows={rows} chosen={chosen} onChoose={onChoose} />
      {chosen === '' && <JourneyPanel title="All journeys" data={graph} />}
    </>
  );
}

/** For a backend that leaves it to us to say so. */
function NothingFound() {
  return (
    <EmptyState variant="not-found" message="No request matches" role="status">
      Widen the time range, or make the query less strict.
    </EmptyState>
  );
}

/** The page shows the list and the remarks itself; what is left is the graph. Whose findings they are, a journey tells. */
function withoutList(data: PanelData): PanelData {
  const names = ['nodes', 'edges'];
  const series = data.series.filter(({ name }) => names.includes(name ?? ''));
  return { ...data, series: series.map((frame) => ({ ...frame, meta: { ...frame.meta, ...withoutNotices(frame) } })) };
}

/** The panel tells limits that were reached, too. */
function withoutNotices({ meta }: DataFrame): QueryResultMeta {
  const withoutReport = (source: object | undefined) => ({ ...source, cut: '', error: '' });
  const { loki, tempo } = meta?.custom?.sources ?? {};
  return { notices: undefined, custom: { ...meta?.custom, sources: { loki: withoutReport(loki), tempo: withoutReport(tempo) } } };
}

interface JourneyProps {
  data: PanelData | undefined;
  /** Back to the graph of all; undefined when there was no search. */
  onClose?: () => void;
}

/** One journey, whole. */
export function JourneyResult({ data, onClose }: JourneyProps) {
  if (!data || data.state === LoadingState.Loading) {
    return <LoadingPlaceholder text="Fetching the journey…" />;
  }
  const isKnown = journeyRows(data.series).some(({ verdict }) => verdict !== 'not-found');
  return (
    <>
      {onClose && (
        <Stack>
          <Button variant="secondary" size="sm" icon="arrow-left" onClick={onClose}>
            All journeys
          </Button>
        </Stack>
      )}
      {/* The panel tells the notices of what it draws. */}
      <Remarks data={data} notices={!isKnown} />
      {isKnown && <JourneyPanel title="Journey" data={data} />}
    </>
  );
}
