import React, { useMemo } from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { Badge, Collapse, Text, useStyles2 } from '@grafana/ui';

import { CodeBlock } from './CodeBlock';
import { type RankedSnippet, rankSnippets } from './rankSnippets';
import { snippets } from './snippets';
import { targetsOf } from './targets';
import type { CheckResult } from './types';

/** Configuration to copy: what closes a gap that was found comes first. */
export function Snippets({ uid, results }: { uid: string; results: CheckResult[] }) {
  const styles = useStyles2(getStyles);
  const ranked = useMemo(() => {
    const settings = getDataSourceSrv().getInstanceSettings(uid);
    return rankSnippets(snippets(targetsOf(settings)), results);
  }, [uid, results]);
  const closing = ranked.filter(({ gaps }) => gaps.length > 0);

  return (
    <section aria-label="Configuration to copy" className={styles.section}>
      <Text element="h2" variant="h4">
        Configuration to copy
      </Text>
      <Text color="secondary">
        {closing.length > 0
          ? 'The snippets contain the addresses of this data source. Those that close a gap come first.'
          : 'The snippets contain the addresses of this data source. None of them closes a gap that was found.'}
      </Text>
      {ranked.map((snippet) => (
        <SnippetRow key={snippet.id} snippet={snippet} isFirst={snippet === closing[0]} />
      ))}
    </section>
  );
}

function SnippetRow({ snippet, isFirst }: { snippet: RankedSnippet; isFirst: boolean }) {
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = React.useState(isFirst);
  const label = (
    <span className={styles.label}>
      {snippet.title}
      {snippet.isSeen && <Badge color="blue" text="In use here" />}
      {snippet.isNeeded && <Badge color="orange" text="Closes a gap" />}
    </span>
  );

  return (
    <Collapse label={label} isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
      <Text color="secondary">{snippet.purpose}</Text>
      {snippet.code.map((code) => (
        <CodeBlock key={code.title} code={code} />
      ))}
    </Collapse>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginTop: theme.spacing(2) }),
  label: css({ display: 'inline-flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center' }),
});
