import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Badge, Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatMilliseconds } from '../model/format';
import { durationOf, isOneJourney } from '../model/model';
import type { Health, Picture } from '../model/types';
import { strings } from '../strings';
import { healthColor, healthIcons } from './health';

/** The first line to read: how the request, or the many, went. */
export function Summary({ picture }: { picture: Picture }) {
  const oneJourney = isOneJourney(picture);
  const health = oneJourney ? healthOfJourney(picture) : healthOfMany(picture);
  const styles = useStyles2(getStyles, health);
  return (
    <header className={styles.summary}>
      <Icon name={healthIcons[health]} size="lg" className={styles.icon} />
      <h2 className={styles.title}>{oneJourney ? titleOfJourney(picture, health) : titleOfMany(picture)}</h2>
      <Verdict verdict={picture.verdict} />
      <span className={styles.counts}>{counts(picture, oneJourney)}</span>
    </header>
  );
}

/** A complete answer needs no badge: that is what one expects. */
function Verdict({ verdict }: { verdict: string }) {
  if (verdict === '' || verdict === 'complete') {
    return null;
  }
  const { name, sentence } = strings.verdict(verdict);
  return <Badge color="orange" icon="exclamation-triangle" text={name} tooltip={sentence} />;
}

/** As the journey's row says; without one, as its services fared. */
function healthOfJourney({ journeys, services }: Picture): Health {
  if (journeys.length === 1) {
    return journeys[0].health;
  }
  return services.some(({ health }) => health === 'error') ? 'error' : 'ok';
}

function healthOfMany({ journeys }: Picture): Health {
  return journeys.some(({ health }) => health === 'error') ? 'error' : 'ok';
}

function titleOfJourney(picture: Picture, health: Health): string {
  const { summary } = strings;
  const [journey] = picture.journeys;
  const root = picture.steps.find(({ kind, parentSpanId }) => kind === 'span' && parentSpanId === '');
  const operation = journey?.operation || root?.body || summary.request;
  const duration = durationOf(picture);
  const time = duration === undefined ? '' : summary.in(formatMilliseconds(duration));
  return [operation, health === 'error' ? summary.failed : summary.ok, time].filter(Boolean).join(' ');
}

function titleOfMany({ journeys }: Picture): string {
  const { summary } = strings;
  const failed = journeys.filter(({ health }) => health === 'error').length;
  return [summary.journeys(journeys.length), failed > 0 ? summary.failedJourneys(failed) : '']
    .filter(Boolean)
    .join(', ');
}

function counts({ services, steps }: Picture, oneJourney: boolean): string {
  const { summary } = strings;
  const spans = steps.filter(({ kind }) => kind === 'span').length;
  const ofJourney = [summary.spans(spans), summary.lines(steps.length - spans)];
  return [summary.services(services.length), ...(oneJourney ? ofJourney : [])].join(' · ');
}

const getStyles = (theme: GrafanaTheme2, health: Health) => ({
  summary: css({
    flex: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 1),
    padding: theme.spacing(0.75, 1.5),
  }),
  icon: css({ flex: 'none', color: health === 'ok' ? theme.colors.success.text : healthColor(theme, health) }),
  title: css({
    margin: 0,
    minWidth: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
  }),
  counts: css({ marginLeft: 'auto', color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
});
