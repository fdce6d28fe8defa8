import type { DataFrame } from '@grafana/data';
import type { QueryResult } from './types';

/** The result without its nearby lines; the same one if it has none. */
export function withoutNearby(result: QueryResult): QueryResult {
  const steps = result.steps.filter(({ nearby }) => !nearby);
  return steps.length === result.steps.length ? result : { ...result, steps };
}

/** Whether lines that carry no ID are among the steps. */
export function hasNearby(frames: DataFrame[]): boolean {
  return frames.some(
    ({ name, fields }) =>
      name === 'steps' && fields.find(({ name }) => name === 'joinedBy')?.values.includes('nearby') === true
  );
}
