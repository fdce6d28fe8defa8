import React, { type FormEvent, useState } from 'react';

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';

import type { Names } from '../components/lang/suggest';
import { LimitField } from '../components/LimitField';
import { QueryTextField } from '../components/QueryTextField';
import { TraceIdField } from '../components/TraceIdField';
import type { PageState } from './pageState';

type Texts = Pick<PageState, 'logql' | 'traceql' | 'trace' | 'limit'>;

interface Props {
  state: PageState;
  /** What is offered while typing. */
  names?: Names;
  onRun: (texts: Texts) => void;
  /** What stands beside the button. */
  children: React.ReactNode;
}

/** What to search for. Nothing is asked before Run, or Shift+Enter. */
export function QueryForm({ state, names, onRun, children }: Props) {
  const styles = useStyles2(getStyles);
  const [draft, edit] = useDraft(state);
  const run = () => onRun(draft);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };

  return (
    <form className={styles.form} onSubmit={submit} role="search" aria-label="Find journeys">
      <div className={styles.fields}>
        <QueryTextField
          label="LogQL"
          language="logql"
          placeholder='{namespace="bookinfo"} |= "error"'
          names={names}
          value={draft.logql}
          onChange={(logql) => edit({ logql })}
          onRun={run}
          onTraceId={(trace) => edit({ trace })}
        />
        <QueryTextField
          label="TraceQL"
          language="traceql"
          placeholder="{ status = error }"
          names={names}
          value={draft.traceql}
          onChange={(traceql) => edit({ traceql })}
          onRun={run}
          onTraceId={(trace) => edit({ trace })}
        />
        <TraceIdField value={draft.trace} onChange={(trace) => edit({ trace })} onRun={run} />
        <LimitField
          value={draft.limit === '' ? undefined : Number(draft.limit)}
          onChange={(limit) => edit({ limit: limit === undefined ? '' : String(limit) })}
        />
      </div>
      <div className={styles.actions}>
        <Button type="submit" icon="play">
          Run
        </Button>
        {children}
      </div>
    </form>
  );
}

/** What is typed but not yet asked; the address, when it changes, wins. */
function useDraft({ logql, traceql, trace, limit }: Texts): [Texts, (change: Partial<Texts>) => void] {
  const [draft, setDraft] = useState<Texts>({ logql, traceql, trace, limit });
  const [asked, setAsked] = useState<Texts>(draft);

  if (asked.logql !== logql || asked.traceql !== traceql || asked.trace !== trace || asked.limit !== limit) {
    setAsked({ logql, traceql, trace, limit });
    setDraft({ logql, traceql, trace, limit });
  }
  return [draft, (change) => setDraft((old) => ({ ...old, ...change }))];
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  fields: css({
    display: 'grid',
    gridTemplateColumns: '1fr 1fr 1fr auto',
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    gap: theme.spacing(1.5),
    alignItems: 'start',
  }),
  actions: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
