import { DATASOURCE_ID } from '../../../contract';
import type { Address, Targets } from '../targets';
import type { Code } from '../types';
import { derivedFields } from './derivedFields';
import type { Snippet } from './snippet';

/** Grafana's own provisioning: our data source, and the links between lines, exemplars and traces. */
export function grafana(targets: Targets): Snippet {
  return {
    id: 'grafana',
    tool: 'grafana',
    title: 'Grafana: provision this data source, and links to it in Explore',
    purpose:
      'Links from the lines of Loki, the exemplars of Prometheus and the spans of Tempo. Add secrets under secureJsonData.',
    closes: ['derived-field'],
    code: [ours(targets), loki(targets), prometheus(targets), tempo(targets)],
  };
}

function ours({ name, uid, loki, tempo, lokiUid, tempoUid }: Targets): Code {
  return provisioned(
    'request-journey',
    `  - name: ${JSON.stringify(name)}
    uid: ${uid}
    type: ${DATASOURCE_ID}
    access: proxy
    jsonData:
      loki:
        url: ${loki.url}
${tenant(loki)}        datasourceUid: ${lokiUid}
      tempo:
        url: ${tempo.url}
${tenant(tempo)}        datasourceUid: ${tempoUid}
`
  );
}

/** Two entries of one name are one field with two links. */
function loki({ name, uid, loki, lokiUid, tempoUid }: Targets): Code {
  return provisioned(
    'loki',
    `  - name: Loki
    uid: ${lokiUid}
    type: loki
    access: proxy
    url: ${loki.url}
    jsonData:
      derivedFields:
${derivedFields([
  { uid, name },
  { uid: tempoUid, name: 'Tempo' },
])}`
  );
}

/** An exemplar's label is what the client library calls it: trace_id, or traceID in older ones. */
function prometheus({ name, uid, tempoUid }: Targets): Code {
  return provisioned(
    'prometheus',
    `  - name: Prometheus
    type: prometheus
    access: proxy
    url: http://prometheus:9090
    jsonData:
      exemplarTraceIdDestinations:
        - name: trace_id
          urlDisplayLabel: ${JSON.stringify(name)}
          datasourceUid: ${uid}
        - name: trace_id
          urlDisplayLabel: Tempo
          datasourceUid: ${tempoUid}
`
  );
}

/** Finds the ID in the line and in structured metadata, with and without leading zeros. */
function tempo({ tempo, lokiUid, tempoUid }: Targets): Code {
  return provisioned(
    'tempo',
    `  - name: Tempo
    uid: ${tempoUid}
    type: tempo
    access: proxy
    url: ${tempo.url}
    jsonData:
      nodeGraph:
        enabled: true
      tracesToLogsV2:
        datasourceUid: ${lokiUid}
        spanStartTimeShift: -1m
        spanEndTimeShift: 1m
        customQuery: true
        query: '{service_name=~".+"} | label_format in_line=\`{{ contains "$\${__span.traceId}" __line__ }}\` | in_line="true" or trace_id=~"0*$\${__span.traceId}"'
`
  );
}

function provisioned(name: string, datasource: string): Code {
  const title = `provisioning/datasources/${name}.yaml`;
  return { title, language: 'yaml', text: `apiVersion: 1\ndatasources:\n${datasource}` };
}

function tenant({ tenant }: Address): string {
  return tenant ? `        tenant: ${JSON.stringify(tenant)}\n` : '';
}
