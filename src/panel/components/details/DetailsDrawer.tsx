import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';
import { useFocusWhileOpen } from '../../hooks/focus';
import type { Selected, Selection } from '../../hooks/selection';
import type { Picture } from '../../model/types';
import { strings } from '../../strings';
import { HopDetails } from './HopDetails';
import { ServiceDetails } from './ServiceDetails';

interface Props {
  picture: Picture;
  selected: Selected;
  /** Below the graph instead of beside it. */
  below: boolean;
  onSelect: (selection: Selection) => void;
  onClose: () => void;
}

/** What is known of the selected service or hop. */
export function DetailsDrawer({ picture, selected, below, onSelect, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusWhileOpen(heading);
  const name = nameOf(picture, selected);
  return (
    <aside className={cx(styles.drawer, below ? styles.below : styles.beside)} aria-label={strings.details.of(name)}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h3 ref={heading} tabIndex={-1} className={styles.heading}>
            {name}
          </h3>
          {selected.type === 'service' && <div className={styles.subtitle}>{subtitleOf(selected)}</div>}
        </div>
        <IconButton name="times" size="lg" aria-label={strings.details.close} onClick={onClose} />
      </header>
      <div className={styles.body}>
        {selected.type === 'service' ? (
          <ServiceDetails key={selected.service.id} picture={picture} service={selected.service} onSelect={onSelect} />
        ) : (
          <HopDetails picture={picture} hop={selected.hop} onSelect={onSelect} />
        )}
      </div>
    </aside>
  );
}

function nameOf(picture: Picture, selected: Selected): string {
  if (selected.type === 'service') {
    return selected.service.name;
  }
  const { source, target } = selected.hop;
  const name = (id: string) => picture.services.find((service) => service.id === id)?.name ?? id;
  return `${name(source)} → ${name(target)}`;
}

function subtitleOf({ service }: Extract<Selected, { type: 'service' }>): string {
  const kind = service.kind === 'ghost' ? strings.service.ghostHint : strings.service.kind[service.kind];
  return [kind, service.subtitle].filter(Boolean).join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  drawer: css({
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    background: theme.colors.background.primary,
    borderColor: theme.colors.border.weak,
  }),
  beside: css({ flex: 'none', width: 'min(44%, 520px)', borderLeft: `1px solid ${theme.colors.border.weak}` }),
  below: css({ flex: '0 0 62%', width: '100%', borderTop: `1px solid ${theme.colors.border.weak}` }),
  header: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  titles: css({ minWidth: 0 }),
  heading: css({
    margin: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    '&:focus': { outline: 'none' },
  }),
  subtitle: css({ fontSize: 12, color: theme.colors.text.secondary }),
  body: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    padding: theme.spacing(1.5),
  }),
});
