import type { Targets } from '../targets';
import type { Snippet } from './snippet';

/** Traefik writes TraceId and SpanId once it traces. */
export function traefik({ tempo }: Targets): Snippet {
  return {
    id: 'traefik',
    tool: 'traefik',
    title: 'Traefik: JSON access logs, and spans',
    purpose:
      'With tracing on, the JSON access log of Traefik 3.2 and later has TraceId and SpanId; before, keep the header X-B3-Traceid. The common format has neither.',
    closes: ['no-trace-id', 'not-traced', 'no-traces', 'sampled-out'],
    code: [
      {
        title: 'Static configuration, Traefik 3',
        language: 'yaml',
        text: `accessLog:
  format: json
  fields:
    headers:
      names:
        Traceparent: keep
        X-B3-Traceid: keep
tracing:
  serviceName: traefik
  sampleRate: 1.0
  otlp:
    grpc:
      endpoint: ${tempo.host}:4317
      insecure: ${!tempo.isTls}
`,
      },
      {
        title: 'Static configuration, Traefik 2',
        language: 'yaml',
        text: `accessLog:
  format: json
  fields:
    headers:
      names:
        X-B3-Traceid: keep # logged as request_X-B3-Traceid
tracing:
  serviceName: traefik
  zipkin:
    httpEndpoint: http://${tempo.host}:9411/api/v2/spans
    id128Bit: true
    sampleRate: 1.0
`,
      },
    ],
  };
}

/** The community's ingress-nginx with its OpenTelemetry module. */
export function ingressNginx({ tempo }: Targets): Snippet {
  return {
    id: 'ingress-nginx',
    tool: 'ingress-nginx',
    title: 'ingress-nginx: access logs with trace IDs, and spans',
    purpose: 'The OpenTelemetry module gives the variables for the log format; without it they are empty.',
    closes: ['no-trace-id', 'not-traced', 'no-traces', 'sampled-out'],
    code: [
      {
        title: 'ConfigMap ingress-nginx-controller',
        language: 'yaml',
        text: `data:
  enable-opentelemetry: "true"
  opentelemetry-trust-incoming-span: "true"
  otlp-collector-host: ${tempo.host}
  otlp-collector-port: "4317"
  otel-service-name: ingress-nginx
  otel-sampler: AlwaysOn
  log-format-escape-json: "true"
  log-format-upstream: >-
    {"time":"$time_iso8601","method":"$request_method","path":"$uri","status":$status,
    "duration":$request_time,"host":"$host","upstream":"$proxy_upstream_name",
    "request_id":"$req_id","trace_id":"$opentelemetry_trace_id","span_id":"$opentelemetry_span_id"}
`,
      },
    ],
  };
}
