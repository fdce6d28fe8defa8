import type { Address, Targets } from '../targets';
import type { Snippet } from './snippet';

/** The cheapest place for a trace ID is structured metadata: Loki looks it up without reading lines. */
const metadataGaps: Snippet['closes'] = ['no-metadata', 'not-logged', 'no-lines'];

export function fluentBit({ loki }: Targets): Snippet {
  return {
    id: 'fluent-bit',
    tool: 'fluent-bit',
    title: 'fluent-bit: trace IDs into structured metadata',
    purpose:
      'For lines that are JSON with a trace_id. A trace ID must not become a label: each would be a stream of its own. Lines without the key are sent without it.',
    closes: metadataGaps,
    code: [
      {
        title: 'fluent-bit.yaml (3.0 and later)',
        language: 'yaml',
        text: `pipeline:
  filters:
    - name: kubernetes
      match: kube.*
      merge_log: on # makes fields of JSON lines
      keep_log: on
  outputs:
    - name: loki
      match: kube.*
      host: ${loki.host}
      port: ${loki.port}
      tls: ${loki.isTls ? 'on' : 'off'}
${tenantLine(loki, '      tenant_id: ')}      labels: job=fluent-bit, namespace=$kubernetes['namespace_name'], app=$kubernetes['labels']['app'], pod=$kubernetes['pod_name'], container=$kubernetes['container_name']
      structured_metadata: trace_id=$trace_id, span_id=$span_id
      line_format: json
`,
      },
    ],
  };
}

export function alloy({ loki }: Targets): Snippet {
  return {
    id: 'alloy',
    tool: 'alloy',
    title: 'Alloy: trace IDs into structured metadata',
    purpose: 'Reads the ID out of JSON and out of text lines; lines without one pass as they are.',
    closes: metadataGaps,
    code: [
      {
        title: 'config.alloy',
        language: 'alloy',
        text: `loki.process "trace_ids" {
  forward_to = [loki.write.default.receiver]

  stage.json {
    expressions = { trace_id = "trace_id || traceId || traceID", span_id = "span_id || spanId" }
  }

  // Text lines; \`00-…\` is a W3C traceparent.
  stage.regex {
    expression = "(?:trace_?id[=:] ?\\"?|00-)(?P<trace_id>[0-9a-fA-F]{16,32})"
  }

  stage.structured_metadata {
    values = { trace_id = "", span_id = "" }
  }
}

loki.write "default" {
  endpoint {
    url = "${loki.url}/loki/api/v1/push"
${tenantLine(loki, '    tenant_id = ', '"')}  }
}
`,
      },
    ],
  };
}

export function otelCollector({ loki, tempo }: Targets): Snippet {
  return {
    id: 'otel-collector',
    tool: 'otel-collector',
    title: 'OpenTelemetry Collector: logs to Loki, spans to Tempo',
    purpose:
      'OTLP log records keep their trace context: Loki stores it as structured metadata. Tail sampling keeps every trace with an error; all spans of a trace must then reach the same Collector.',
    closes: [...metadataGaps, 'no-traces', 'not-traced', 'sampled-out', 'no-trace-id'],
    code: [
      {
        title: 'config.yaml (distribution contrib)',
        language: 'yaml',
        text: `receivers:
  otlp:
    protocols:
      grpc: {}
      http: {}
processors:
  tail_sampling:
    decision_wait: 10s
    policies:
      - { name: errors, type: status_code, status_code: { status_codes: [ERROR] } }
      - { name: slow, type: latency, latency: { threshold_ms: 1000 } }
      - { name: others, type: probabilistic, probabilistic: { sampling_percentage: 20 } }
  batch: {}
exporters:
  otlphttp/loki:
    endpoint: ${loki.url}/otlp
${headers(loki)}  otlp/tempo:
    endpoint: ${tempo.host}:4317
    tls: { insecure: ${!tempo.isTls} }
${headers(tempo)}service:
  pipelines:
    logs: { receivers: [otlp], processors: [batch], exporters: [otlphttp/loki] }
    traces: { receivers: [otlp], processors: [tail_sampling, batch], exporters: [otlp/tempo] }
`,
      },
      {
        title: 'For container logs: make trace_id and span_id of JSON lines the trace context of the record',
        language: 'yaml',
        text: `receivers:
  filelog:
    include: [/var/log/pods/*/*/*.log]
    operators:
      - type: container
      - type: json_parser
        if: 'body startsWith "{"'
      - type: trace_parser
        if: attributes.trace_id != nil
        trace_id: { parse_from: attributes.trace_id }
        span_id: { parse_from: attributes.span_id }
`,
      },
    ],
  };
}

/** A line with the tenant, or nothing for a server without tenants. */
function tenantLine({ tenant }: Address, before: string, quote = ''): string {
  return tenant ? `${before}${quote}${tenant}${quote}\n` : '';
}

function headers({ tenant }: Address): string {
  return tenant ? `    headers: { X-Scope-OrgID: ${JSON.stringify(tenant)} }\n` : '';
}
