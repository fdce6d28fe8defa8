import { of } from 'rxjs';

import {
  type AnnotationEvent,
  type AnnotationQuery,
  type AnnotationSupport,
  type DataFrame,
  DataFrameView,
  textUtil,
} from '@grafana/data';

import type { JourneyQuery } from '../contract';

/** A row of the journeys frame. */
interface Row {
  traceID: string;
  time: number | null;
  duration: number;
  service: string;
  body: string;
  status: string;
  verdict: string;
}

/** Marks the journeys that a search finds on the time axis, each where it began. */
export const journeyAnnotations: AnnotationSupport<JourneyQuery> = {
  prepareQuery: ({ target }: AnnotationQuery<JourneyQuery>) =>
    target && { ...target, refId: 'Annotations', queryType: 'search', frames: ['journeys'] },
  processEvents: (_, frames) => of(frames.filter(({ name }) => name === 'journeys').flatMap(eventsOf)),
};

export function eventsOf(frame: DataFrame): AnnotationEvent[] {
  return new DataFrameView<Row>(frame).toArray().flatMap((row) => (row.time === null ? [] : [eventOf(row, row.time)]));
}

/**
 * Grafana shows the text as HTML: a log line must stay text. It draws what has an end as wide as
 * it took, and milliseconds among minutes have no width at all; a point is always seen.
 */
function eventOf({ traceID, duration, service, body, status, verdict }: Row, time: number): AnnotationEvent {
  return {
    id: traceID,
    time,
    title: textUtil.escapeHtml(service),
    text: `${textUtil.escapeHtml(body)} (${duration.toFixed(1)} ms, trace ${textUtil.escapeHtml(traceID)})`,
    tags: [status, verdict].filter((tag) => tag && tag !== 'unset'),
  };
}
