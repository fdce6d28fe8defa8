import React, { type ComponentType, useEffect, useRef, useState } from 'react';

import { css } from '@emotion/css';
import { CoreApp, type DataSourceApi, type GrafanaTheme2 } from '@grafana/data';
import { getDataSourceSrv, type PanelRendererProps } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';

import { usePanelData } from './panelData';

/** A pane of Explore as its address has it, so far as it matters here. */
interface Pane {
  datasource: string;
  queries: DataQuery[];
}

interface Props {
  PanelRenderer: ComponentType<PanelRendererProps>;
}

const HEIGHT = 640;

/** The first pane of an address of Explore: the editor of its first query, and the panel with the answer. */
export function ExplorePane({ PanelRenderer }: Props) {
  const [pane] = useState(readPane);
  const [source, setSource] = useState<DataSourceApi>();

  useEffect(() => {
    void getDataSourceSrv().get(pane.datasource).then(setSource);
  }, [pane]);

  return source ? (
    <Query source={source} stored={pane.queries[0]} PanelRenderer={PanelRenderer} />
  ) : (
    <LoadingPlaceholder text="Loading the data source…" />
  );
}

/** As in Grafana, what is stored runs as it is, and the editor's changes run when it says so. */
function Query({ source, stored, PanelRenderer }: Props & { source: DataSourceApi; stored: DataQuery }) {
  const styles = useStyles2(getStyles);
  const [query, setQuery] = useState(stored);
  const current = useRef(stored);
  const [asked, ask] = useState([stored]);
  const data = usePanelData(asked, CoreApp.Explore);
  const Editor = source.components?.QueryEditor;

  const change = (changed: DataQuery) => {
    current.current = changed;
    setQuery(changed);
  };

  return (
    <main className={styles.pane}>
      {Editor && (
        <Editor
          app={CoreApp.Explore}
          datasource={source}
          query={query}
          range={data.timeRange}
          onChange={change}
          onRunQuery={() => ask([current.current])}
        />
      )}
      {data.errors?.map(({ message }) => (
        <Alert key={message} title={message ?? ''} />
      ))}
      <PanelRenderer
        title="Answer"
        pluginId="requestjourney-journey-panel"
        data={data}
        width={window.innerWidth}
        height={HEIGHT}
      />
    </main>
  );
}

function readPane(): Pane {
  const [pane]: Pane[] = Object.values(JSON.parse(new URLSearchParams(window.location.search).get('panes') ?? '{}'));
  return pane ?? { datasource: '', queries: [{ refId: 'A' }] };
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), padding: theme.spacing(2) }),
});
