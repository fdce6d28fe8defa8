import { css } from '@emotion/css';
import { GrafanaTheme2, LinkModel, locationUtil } from '@grafana/data';
import { ClipboardButton, LinkButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { useShare } from '../../hooks/share';
import { useSources } from '../../hooks/sources';
import { exploreUrl, logQl, scopeOf, Timed, TimeSpan, timeSpanOf, traceQl } from '../../model/explore';
import type { QueryResult } from '../../model/types';
import { strings } from '../../strings';
import { Section } from './Section';

interface Props {
  result: QueryResult;
  traceId: string;
  /** Whose time range the links have. */
  steps: Timed[];
  /** The dashboard's own links. */
  links?: LinkModel[];
}

/** The ways on: the trace in Tempo, its lines in Loki, the dashboard's links, and the IDs and queries to copy. */
export function SourceLinks({ result, traceId, steps, links = [] }: Props) {
  const styles = useStyles2(getStyles);
  const { links: words } = strings;
  const lines = result.steps.filter(({ kind }) => kind === 'log');
  const { logScope = scopeOf(lines) } = useSources(result);
  const share = useShare(result);
  if (traceId === '' && links.length === 0) {
    return null;
  }
  const copies = [
    { name: words.copyTraceId, text: traceId },
    { name: words.copyLogQl, text: logQl(traceId, logScope) },
    { name: words.copyTraceQl, text: traceQl(traceId) },
    { name: words.share, text: share.addressOf(traceId, rangeOf(result, steps)) },
  ];
  return (
    <Section title={words.title}>
      <div className={styles.links}>
        <ExploreLinks {...{ result, traceId, steps, logScope }} />
        {links.map((link) => (
          <LinkButton
            key={`${link.title} ${link.href}`}
            size="sm"
            variant="secondary"
            icon="external-link-alt"
            href={link.href}
            target={link.target}
            onClick={(event) => link.onClick?.(event)}
          >
            {link.title || words.untitled}
          </LinkButton>
        ))}
        {traceId !== '' &&
          copies.map(({ name, text }) => (
            <ClipboardButton key={name} size="sm" variant="secondary" fill="text" icon="copy" getText={() => text}>
              {name}
            </ClipboardButton>
          ))}
      </div>
    </Section>
  );
}

function ExploreLinks({ result, traceId, steps, logScope }: Omit<Props, 'links'> & { logScope: string }) {
  const { links: words } = strings;
  const { tempo, loki } = useSources(result);
  const range = rangeOf(result, steps);
  if (traceId === '' || !range) {
    return null;
  }
  const byTraceId = { queryType: 'traceql', query: traceId };
  const byLine = { queryType: 'range', expr: logQl(traceId, logScope) };
  return (
    <>
      {tempo && <Explore name={words.tempo} icon="gf-traces" url={exploreUrl(tempo, 'tempo', byTraceId, range)} />}
      {loki && <Explore name={words.loki} icon="gf-logs" url={exploreUrl(loki, 'loki', byLine, range)} />}
    </>
  );
}

/** When the journey was; without steps of its own, when all was that is shown. */
function rangeOf(result: QueryResult, steps: Props['steps']): TimeSpan | undefined {
  return timeSpanOf(steps.length > 0 ? steps : result.steps);
}

function Explore({ name, icon, url }: { name: string; icon: 'gf-traces' | 'gf-logs'; url: string }) {
  return (
    <LinkButton size="sm" variant="secondary" icon={icon} href={locationUtil.assureBaseUrl(url)} target="_blank">
      {name}
    </LinkButton>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.75) }),
});
