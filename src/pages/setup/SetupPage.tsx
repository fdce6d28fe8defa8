import React from 'react';

import { css } from '@emotion/css';
import { type GrafanaTheme2, PageLayoutType } from '@grafana/data';
import { getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { Alert, Button, LinkButton, Text, useStyles2 } from '@grafana/ui';

import { DATASOURCE_ID } from '../../contract';
import { Connect } from '../connect/Connect';
import { toTimeRange } from '../pageState';
import { journeysPath } from '../paths';
import { RangePicker } from '../RangePicker';
import { SourcePicker } from '../SourcePicker';
import { usePageState } from '../usePageState';
import { CheckRow } from './CheckRow';
import { Snippets } from './Snippets';
import { type SetupState, useSetup } from './useSetup';

/** Asks the real servers what journeys are made of, and says how to fix what is missing. */
export default function SetupPage() {
  const sources = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
  const subTitle = 'Checks whether Loki and Tempo have the data that journeys need, and says what to change.';

  return (
    <PluginPage layout={PageLayoutType.Standard} subTitle={subTitle}>
      {sources.length === 0 ? <Connect /> : <SetupCheck />}
    </PluginPage>
  );
}

function SetupCheck() {
  const styles = useStyles2(getStyles);
  const [page, change] = usePageState();
  const sources = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
  const uid = page.ds || sources[0]?.uid;
  const [state, runAgain] = useSetup(uid, () => toTimeRange(page));

  return (
    <div className={styles.page}>
      <div className={styles.actions}>
        <Button icon="sync" onClick={runAgain} disabled={state.isRunning}>
          {state.isRunning ? 'Checking…' : 'Check again'}
        </Button>
        <RangePicker from={page.from} to={page.to} onChange={change} />
        <SourcePicker sources={sources} uid={uid} onChange={(ds) => change({ ds })} />
        <LinkButton variant="secondary" fill="text" icon="search" href={journeysPath({ ds: page.ds, traceql: '{ }' })}>
          Find journeys
        </LinkButton>
      </div>
      <Progress state={state} />
      <ul className={styles.list} aria-label="Checks" aria-busy={state.isRunning}>
        {state.checks.map((check) => (
          <CheckRow key={check.id} check={check} result={state.results[check.id]} isRunning={state.isRunning} />
        ))}
      </ul>
      {state.took !== undefined && <Snippets uid={uid} results={Object.values(state.results)} />}
    </div>
  );
}

function Progress({ state: { checks, results, isRunning, took, error } }: { state: SetupState }) {
  if (error) {
    return <Alert severity="error" title={error} bottomSpacing={0} />;
  }
  const found = Object.values(results);
  const count = (status: string) => found.filter((result) => result.status === status).length;
  const summary = `${count('ok')} fine, ${count('warn')} to improve, ${count('fail')} broken, ${count('skipped')} not checked`;
  const text = isRunning ? `Checked ${found.length} of ${checks.length}…` : summary;

  return (
    <div role="status">
      <Text color="secondary">
        {text}
        {took !== undefined && ` · ${(took / 1000).toFixed(1)} s`}
      </Text>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 1400 }),
  actions: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  list: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    listStyle: 'none',
  }),
});
