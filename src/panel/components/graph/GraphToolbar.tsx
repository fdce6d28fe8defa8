import { css } from '@emotion/css';
import { GrafanaTheme2, IconName } from '@grafana/data';
import { IconButton, Input, useStyles2 } from '@grafana/ui';
import React, { KeyboardEvent } from 'react';
import type { GraphSearch } from '../../hooks/graphSearch';
import { strings } from '../../strings';

/** A button that does something, or turns something on and off. */
export interface Tool {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  /** While the pointer rests on the button. */
  onHover?: (over: boolean) => void;
}

interface Props {
  tools: Tool[];
  search?: GraphSearch;
  onZoom: (by: 'in' | 'out' | 'fit') => void;
}

/** What can be done with the graph. */
export function GraphToolbar({ tools, search, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.bar} role="group" aria-label={strings.graph.tools}>
      {search && <Search search={search} />}
      {tools.map((tool) => (
        <span
          key={tool.icon}
          onMouseEnter={() => tool.onHover?.(true)}
          onMouseLeave={() => tool.onHover?.(false)}
          className={styles.tool}
        >
          <IconButton
            name={tool.icon}
            tooltip={tool.label}
            aria-pressed={tool.pressed}
            variant={tool.pressed ? 'primary' : 'secondary'}
            onClick={tool.onClick}
          />
        </span>
      ))}
      {tools.length > 0 && <span className={styles.divider} />}
      <Zoom onZoom={onZoom} />
    </div>
  );
}

function Zoom({ onZoom }: Pick<Props, 'onZoom'>) {
  return (
    <>
      <IconButton name="plus" tooltip={strings.graph.zoomIn} onClick={() => onZoom('in')} />
      <IconButton name="minus" tooltip={strings.graph.zoomOut} onClick={() => onZoom('out')} />
      <IconButton name="capture" tooltip={strings.graph.fit} onClick={() => onZoom('fit')} />
    </>
  );
}

function Search({ search }: { search: GraphSearch }) {
  const styles = useStyles2(getStyles);
  const { label, found } = strings.graph.search;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      search.next(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && search.text !== '') {
      event.stopPropagation();
      search.setText('');
    }
  };
  return (
    <Input
      className={styles.search}
      aria-label={label}
      placeholder={label}
      value={search.text}
      suffix={
        search.text && (
          <span role="status" className={styles.found}>
            {found(search.at, search.count)}
          </span>
        )
      }
      onChange={(event) => search.setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    position: 'absolute',
    zIndex: 5,
    top: theme.spacing(1),
    right: theme.spacing(1),
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 0.75),
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  divider: css({ alignSelf: 'stretch', width: 1, background: theme.colors.border.weak }),
  tool: css({ display: 'inline-flex', alignItems: 'center', minHeight: 24 }),
  search: css({ width: 190, height: 24, '& > div': { height: 24 }, input: { height: 24, fontSize: 12 } }),
  found: css({ fontSize: 11, color: theme.colors.text.secondary }),
});
