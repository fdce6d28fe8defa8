import { DATASOURCE_ID } from '../../../contract';
import type { Address, Targets } from '../targets';
import type { Snippet } from './index';

/** Grafana's own provisioning: our data source, and core links between lines and traces. */
export function grafana({ name, loki, tempo, lokiUid, tempoUid }: Targets): Snippet {
  return {
    id: 'grafana',
    tool: 'grafana',
    title: 'Grafana: provision this data source, and links in Explore',
    purpose:
      "Secrets are not here: add them under secureJsonData. The derived fields make links of trace IDs in Grafana's own log view; Request Journey needs none.",
    closes: ['derived-field'],
    code: [
      {
        title: 'provisioning/datasources/request-journey.yaml',
        language: 'yaml',
        text: `apiVersion: 1
datasources:
  - name: ${JSON.stringify(name)}
    type: ${DATASOURCE_ID}
    access: proxy
    jsonData:
      loki:
        url: ${loki.url}
${tenant(loki)}        datasourceUid: ${lokiUid}
      tempo:
        url: ${tempo.url}
${tenant(tempo)}        datasourceUid: ${tempoUid}
`,
      },
      {
        title: 'provisioning/datasources/loki.yaml',
        language: 'yaml',
        text: `apiVersion: 1
datasources:
  - name: Loki
    uid: ${lokiUid}
    type: loki
    access: proxy
    url: ${loki.url}
    jsonData:
      derivedFields:
        - name: TraceID
          matcherType: label
          matcherRegex: trace_id
          url: $\${__value.raw}
          datasourceUid: ${tempoUid}
        - name: TraceID in the line
          matcherType: regex
          matcherRegex: '[tT]race_?[iI][dD]"?\\s*[=:]\\s*"?([0-9a-fA-F]{16,32})'
          url: $\${__value.raw}
          datasourceUid: ${tempoUid}
`,
      },
    ],
  };
}

function tenant({ tenant }: Address): string {
  return tenant ? `        tenant: ${JSON.stringify(tenant)}\n` : '';
}
