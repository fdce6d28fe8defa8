import React, { useMemo } from 'react';

import { dateTime, type TimeRange } from '@grafana/data';
import { TimeRangePicker } from '@grafana/ui';

import { fromRawRange, type PageState, toTimeRange } from './pageState';

type Bounds = Pick<PageState, 'from' | 'to'>;

interface Props extends Bounds {
  onChange: (bounds: Bounds) => void;
}

/** Grafana's time range picker over the page's address. */
export function RangePicker({ from, to, onChange }: Props) {
  const range = useMemo(() => toTimeRange({ from, to }), [from, to]);
  // Shifting is by half of the range, as on a dashboard.
  const half = (range.to.valueOf() - range.from.valueOf()) / 2;

  return (
    <TimeRangePicker
      value={range}
      onChange={({ raw }) => onChange(fromRawRange(raw))}
      onChangeTimeZone={() => undefined}
      onMoveBackward={() => onChange(moved(range, -half, -half))}
      onMoveForward={() => onChange(moved(range, half, half))}
      onZoom={() => onChange(moved(range, -half, half))}
      isOnCanvas
    />
  );
}

function moved({ from, to }: TimeRange, byFrom: number, byTo: number): Bounds {
  return fromRawRange({ from: dateTime(from.valueOf() + byFrom), to: dateTime(to.valueOf() + byTo) });
}
