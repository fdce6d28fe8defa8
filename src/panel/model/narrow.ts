import type { DataFrame, Field } from '@grafana/data';

/** The rows of one journey, of frames that hold several; what is about all of them together is left out. */
export function narrow(frames: DataFrame[], traceId: string): DataFrame[] {
  return frames.flatMap((frame) => {
    const ids = traceIds(frame);
    return ids ? [withRows(frame, rowsOf(ids, traceId))] : [];
  });
}

/** Whether the frames tell the steps of the journey, so that nobody need be asked for them. */
export function holdsSteps(frames: DataFrame[], traceId: string): boolean {
  return frames.some((frame) => frame.name === 'steps' && rowsOf(traceIds(frame), traceId).length > 0);
}

function traceIds({ fields }: DataFrame): Field | undefined {
  return fields.find(({ name }) => name.toLowerCase() === 'traceid');
}

function rowsOf(ids: Field | undefined, traceId: string): number[] {
  return (ids?.values ?? []).flatMap((id, row) => (id === traceId ? [row] : []));
}

function withRows(frame: DataFrame, rows: number[]): DataFrame {
  const fields = frame.fields.map((field): Field => {
    const { getLinks } = field;
    return {
      ...field,
      values: rows.map((row) => field.values[row]),
      // Links go by the number of the row.
      getLinks: getLinks && ((config) => getLinks({ ...config, valueRowIndex: rows[config.valueRowIndex ?? 0] })),
    };
  });
  return { ...frame, fields, length: rows.length };
}
