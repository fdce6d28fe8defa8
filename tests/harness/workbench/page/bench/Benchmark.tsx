import React, { type ComponentType, useEffect, useMemo, useState } from 'react';

import { type DataFrame, dateTime, LoadingState, type PanelData } from '@grafana/data';
import type { PanelRendererProps } from '@grafana/runtime';

import { type Figure, measure } from './stages';

interface Shown {
  frames: DataFrame[];
  options: object;
}

const range = { from: dateTime(0), to: dateTime(), raw: { from: 'now-1h', to: 'now' } };

/** Measures the panel on large data and prints the figures, below the panel itself. */
export function Benchmark({ PanelRenderer }: { PanelRenderer: ComponentType<PanelRendererProps> }) {
  const [{ frames, options }, setShown] = useState<Shown>({ frames: [], options: {} });
  const [figures, setFigures] = useState<Figure[]>([]);
  const [isDone, setDone] = useState(false);
  const data = useMemo<PanelData>(() => ({ state: LoadingState.Done, series: frames, timeRange: range }), [frames]);

  useEffect(() => {
    measure({
      show: (frames, options) => setShown({ frames, options }),
      report: (...more) => setFigures((before) => [...before, ...more]),
    }).then(() => setDone(true));
  }, []);

  return (
    <>
      <PanelRenderer
        title="Panel"
        pluginId="requestjourney-journey-panel"
        data={data}
        options={options}
        width={window.innerWidth}
        height={window.innerHeight - 100}
      />
      <pre data-testid="figures" aria-busy={!isDone}>
        {figures.map((figure) => `${line(figure)}\n`)}
      </pre>
    </>
  );
}

/** A row of a table in Markdown. */
function line({ what, value, unit, bound }: Figure): string {
  const isMost = unit === 'ms';
  const wanted = bound === undefined ? '' : `${isMost ? '≤' : '≥'} ${bound.toLocaleString('en')}`;
  return `| ${what} | ${Math.round(value).toLocaleString('en')} ${unit} | ${wanted} |`;
}
