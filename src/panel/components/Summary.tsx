import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Badge, Icon, useStyles2 } from '@grafana/ui';
import React, { PropsWithChildren } from 'react';
import { formatMilliseconds } from '../model/format';
import { worst } from '../model/graph/merge';
import { durationOf, isOneJourney } from '../model/model';
import type { Health, Outcome, QueryResult, Step } from '../model/types';
import { strings } from '../strings';
import { healthColor, healthIcons } from './health';

/** The first line to read: how the request, or the many, went; at its end what the view is controlled by. */
export function Summary({ result, children }: PropsWithChildren<{ result: QueryResult }>) {
  const oneJourney = isOneJourney(result);
  const outcome = oneJourney ? outcomeOfJourney(result) : healthOfMany(result);
  const styles = useStyles2(getStyles, outcome);
  return (
    <header className={styles.summary}>
      <div className={styles.outcome}>
        <Icon name={healthIcons[outcome]} size="lg" className={styles.icon} />
        <h2 className={styles.title}>{oneJourney ? titleOfJourney(result, outcome) : titleOfMany(result)}</h2>
        {oneJourney && <Verdict verdict={result.verdict} />}
      </div>
      <div className={styles.end}>
        <span className={styles.counts}>{counts(result, oneJourney)}</span>
        {children}
      </div>
    </header>
  );
}

/** A complete answer needs no badge: that is what one expects. */
function Verdict({ verdict }: { verdict: string }) {
  if (verdict === '' || verdict === 'complete') {
    return null;
  }
  return <Badge color="darkgrey" text={strings.verdict(verdict).name} />;
}

/** As the journey's row says; without one, as its root span fared. A request can succeed although something in it failed. */
function outcomeOfJourney(result: QueryResult): Outcome {
  const { journeys, services } = result;
  if (journeys.length === 1) {
    return journeys[0].outcome;
  }
  const inside = worst(services) === 'ok' ? 'ok' : 'warning';
  return rootOf(result)?.health === 'error' ? 'error' : inside;
}

/** Of a graph without a list of journeys, only the state of its services is known. */
function healthOfMany({ journeys, services }: QueryResult): Health {
  return worst(journeys.length > 0 ? journeys.map(({ outcome }) => ({ health: outcome })) : services);
}

function rootOf({ steps }: QueryResult): Step | undefined {
  return steps.find(({ kind, parentSpanId }) => kind === 'span' && parentSpanId === '');
}

function titleOfJourney(result: QueryResult, outcome: Outcome): string {
  const { summary } = strings;
  const operation = result.journeys[0]?.operation || rootOf(result)?.body || summary.request;
  return `${operation} ${summary.outcome[outcome](formatMilliseconds(durationOf(result)))}`;
}

function titleOfMany({ journeys, services }: QueryResult): string {
  const { summary } = strings;
  const ended = (as: Outcome) => journeys.filter(({ outcome }) => outcome === as).length;
  return journeys.length > 0
    ? summary.journeys(journeys.length, ended('error'), ended('warning'))
    : summary.services(services.length, services.filter(({ health }) => health === 'error').length);
}

function counts({ services, hops, steps }: QueryResult, oneJourney: boolean): string {
  const { counts } = strings.summary;
  const spans = steps.filter(({ kind }) => kind === 'span').length;
  const lines = steps.filter(({ kind, nearby }) => kind === 'log' && !nearby).length;
  const ofJourney = [counts.spans(spans), counts.lines(lines)];
  const ofMany = [counts.hops(hops.length)];
  return [counts.services(services.length), ...(oneJourney ? ofJourney : ofMany)].join(' · ');
}

const getStyles = (theme: GrafanaTheme2, outcome: Outcome) => ({
  summary: css({
    flex: 'none',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.25, 2),
    padding: theme.spacing(0.75, 1.5),
  }),
  outcome: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minWidth: 0 }),
  icon: css({ flex: 'none', color: outcome === 'ok' ? theme.colors.success.text : healthColor(theme, outcome) }),
  title: css({
    margin: 0,
    minWidth: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
  }),
  end: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 2) }),
  counts: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
});
