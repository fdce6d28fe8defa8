import React from 'react';

import { css } from '@emotion/css';
import type { PanelData } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';

import { PANEL_ID } from '../contract';
import { useSize } from './useSize';

/** Our panel as a dashboard would show it, as large as there is room. */
export function JourneyPanel({ title, data }: { title: string; data: PanelData }) {
  const styles = useStyles2(getStyles);
  const [ref, size] = useSize<HTMLDivElement>();

  return (
    <section className={styles.room} ref={ref} aria-label={title}>
      {size && <PanelRenderer title={title} pluginId={PANEL_ID} data={data} width={size.width} height={size.height} />}
    </section>
  );
}

const getStyles = () => ({
  room: css({ flex: '1 1 auto', minHeight: 520, minWidth: 0, overflow: 'hidden', position: 'relative' }),
});
