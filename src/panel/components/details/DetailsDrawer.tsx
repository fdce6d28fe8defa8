import { css, cx } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { useRef } from 'react';
import { useFocusWhileOpen } from '../../hooks/focus';
import type { Selected, Selection } from '../../hooks/selection';
import { displayText } from '../../model/text';
import type { QueryResult, Step } from '../../model/types';
import { strings } from '../../strings';
import { FindingDetails } from './FindingDetails';
import { HopDetails } from './HopDetails';
import { JourneyDetails } from './JourneyDetails';
import { ServiceDetails } from './ServiceDetails';
import { StepDetails } from './StepDetails';

interface Props {
  result: QueryResult;
  selected: Selected;
  /** Below the graph instead of beside it. */
  below: boolean;
  timeZone: string;
  onSelect: (selection: Selection) => void;
  onClose: () => void;
}

/** What is known of what is selected. */
export function DetailsDrawer({ result, selected, below, timeZone, onSelect, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusWhileOpen(heading);
  const name = nameOf(result, selected);
  return (
    <aside className={cx(styles.drawer, below ? styles.below : styles.beside)} aria-label={strings.details.of(name)}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <h3 ref={heading} tabIndex={-1} className={styles.heading}>
            {name}
          </h3>
          <div className={styles.subtitle}>{subtitleOf(selected)}</div>
        </div>
        <IconButton name="times" size="lg" aria-label={strings.details.close} onClick={onClose} />
      </header>
      <div className={styles.body}>
        <Details {...{ result, selected, timeZone, onSelect }} />
      </div>
    </aside>
  );
}

function Details({ result, selected, timeZone, onSelect }: Omit<Props, 'below' | 'onClose'>) {
  switch (selected.type) {
    case 'service': {
      const { service } = selected;
      return <ServiceDetails key={service.id} result={result} service={service} onSelect={onSelect} />;
    }
    case 'hop':
      return <HopDetails result={result} hop={selected.hop} onSelect={onSelect} />;
    case 'step': {
      const { step, finding } = selected;
      return <StepDetails key={step.key} {...{ result, step, finding, timeZone, onSelect }} />;
    }
    case 'finding':
      return <FindingDetails finding={selected.finding} />;
    case 'journey':
      return <JourneyDetails result={result} journey={selected.journey} timeZone={timeZone} />;
  }
}

function nameOf(result: QueryResult, selected: Selected): string {
  switch (selected.type) {
    case 'service':
      return selected.service.name;
    case 'hop': {
      const { source, target } = selected.hop;
      const name = (id: string) => result.services.find((service) => service.id === id)?.name ?? id;
      return `${name(source)} → ${name(target)}`;
    }
    case 'step':
      return stepName(selected.step);
    case 'finding':
      return strings.severity[selected.finding.severity];
    case 'journey':
      return selected.journey.operation || strings.journeys.unnamed;
  }
}

/** A span by its operation; a line has no name, its text is the first of its details. */
function stepName({ kind, body, service }: Step): string {
  return (kind === 'span' && displayText(body, 200)) || strings.details.lineOf(service);
}

function subtitleOf(selected: Selected): string {
  switch (selected.type) {
    case 'service': {
      const { kind, subtitle } = selected.service;
      const name = kind === 'ghost' ? strings.service.ghostHint : strings.service.kind[kind];
      return [name, subtitle].filter(Boolean).join(' · ');
    }
    case 'hop':
      return strings.details.hop.kind[selected.hop.kind];
    case 'step':
      return [strings.steps.kind[selected.step.kind], selected.step.service].filter(Boolean).join(' · ');
    case 'finding':
      return strings.details.finding;
    case 'journey':
      return [strings.journeys.one, selected.journey.service].filter(Boolean).join(' · ');
  }
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
