import { Button } from '@grafana/ui';
import React from 'react';
import type { Selection } from '../../hooks/selection';
import { formatCount, formatMilliseconds } from '../../model/format';
import type { Hop, QueryResult } from '../../model/types';
import { strings } from '../../strings';
import { serviceIcons } from '../health';
import { HopLayer4 } from './HopLayer4';
import { HopViews } from './HopViews';
import { Section } from './Section';
import { SourceLinks } from './SourceLinks';
import { Stats } from './Stats';

interface Props {
  result: QueryResult;
  hop: Hop;
  onSelect: (selection: Selection) => void;
}

/** What is known of a hop, and the ways to both its ends. */
export function HopDetails({ result, hop, onSelect }: Props) {
  const ends = [hop.source, hop.target].map((id) => result.services.find((service) => service.id === id));
  const [source, target] = ends.map((end) => end?.name ?? '');
  return (
    <>
      {hop.client || hop.server ? (
        <Section title={strings.hop.views}>
          <HopViews hop={hop} source={source} target={target} />
        </Section>
      ) : (
        <Stats stats={plainStats(hop)} />
      )}
      {hop.layer4 && <HopLayer4 layer4={hop.layer4} />}
      <SourceLinks result={result} traceId={traceIdOf(result)} steps={result.steps} links={hop.links()} />
      <div>
        {ends.map((end) => {
          return (
            end && (
              <Button
                key={end.id}
                variant="secondary"
                fill="text"
                icon={serviceIcons[end.kind]}
                onClick={() => onSelect({ type: 'service', id: end.id })}
              >
                {end.name}
              </Button>
            )
          );
        })}
      </div>
    </>
  );
}

/** Of one journey. */
function traceIdOf({ steps }: QueryResult): string {
  return steps[0]?.traceId ?? '';
}

/** For graphs that know no views. */
function plainStats(hop: Hop) {
  const { calls, errors, p95 } = strings.hop.columns;
  const ours = [
    { name: calls, known: hop.calls, value: formatCount(hop.calls) },
    { name: errors, known: hop.errors, value: formatCount(hop.errors), bad: Boolean(hop.errors) },
    { name: p95, known: hop.p95, value: formatMilliseconds(hop.p95) },
  ].filter(({ known }) => known !== undefined);
  return ours.length > 0
    ? ours
    : hop.stats.map(({ title, text, suffix }) => ({ name: title ?? '', value: text + (suffix ?? '') }));
}
