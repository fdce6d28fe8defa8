import { locationUtil } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';

import { DATASOURCE_ID } from '../../contract';

export interface Servers {
  lokiUrl: string;
  tempoUrl: string;
  lokiUid?: string;
  tempoUid?: string;
}

interface Created {
  datasource: { uid: string };
}

/** Makes a data source of two URLs; Grafana refuses users who may not. Its error is one sentence. */
export async function createSource({ lokiUrl, tempoUrl, lokiUid, tempoUid }: Servers): Promise<string> {
  const body = {
    name: 'Request Journey',
    type: DATASOURCE_ID,
    access: 'proxy',
    jsonData: { loki: server(lokiUrl, lokiUid), tempo: server(tempoUrl, tempoUid) },
  };
  try {
    const { datasource } = await getBackendSrv().post<Created>('/api/datasources', body, { showErrorAlert: false });
    return datasource.uid;
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

function server(url: string, datasourceUid: string | undefined) {
  return { url: url.trim(), ...(datasourceUid ? { datasourceUid } : {}) };
}

function reasonOf(error: unknown): string {
  const { status, data } = (error ?? {}) as { status?: number; data?: { message?: string } };
  switch (status) {
    case 401:
    case 403:
      return 'You may not add data sources. Ask a Grafana admin.';
    case 409:
      return 'A data source named Request Journey already exists. If you cannot see it, ask a Grafana admin.';
  }
  return data?.message ?? 'Grafana did not answer. Try again.';
}

/** Grafana learns of a new data source when a page loads, so this is no step within the page. */
export function openPage(path: string) {
  window.location.assign(locationUtil.assureBaseUrl(path));
}
