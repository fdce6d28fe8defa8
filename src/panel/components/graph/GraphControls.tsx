import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import { Panel, useReactFlow } from '@xyflow/react';
import React from 'react';
import { strings } from '../../strings';

/** Zoom and fit. */
export function GraphControls({ onFit }: { onFit: () => void }) {
  const styles = useStyles2(getStyles);
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <Panel position="bottom-right" className={styles.controls}>
      <IconButton name="plus" tooltip={strings.graph.zoomIn} onClick={() => zoomIn()} />
      <IconButton name="minus" tooltip={strings.graph.zoomOut} onClick={() => zoomOut()} />
      <IconButton name="capture" tooltip={strings.graph.fit} onClick={onFit} />
    </Panel>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0.75),
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
});
