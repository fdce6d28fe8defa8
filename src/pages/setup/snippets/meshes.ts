import type { Targets } from '../targets';
import type { Snippet } from './snippet';

// Headers rather than %TRACE_ID%: Envoys before 1.32 refuse a format with an operator that they do not know.
// A header that is absent is logged as "-", which is never taken for an ID.
const textFormat =
  '[%START_TIME%] "%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS% ' +
  '%RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS% "%UPSTREAM_TRANSPORT_FAILURE_REASON%" %BYTES_RECEIVED% ' +
  '%BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% "%REQ(X-FORWARDED-FOR)%" "%REQ(USER-AGENT)%" ' +
  '"%REQ(X-REQUEST-ID)%" "%REQ(:AUTHORITY)%" "%UPSTREAM_HOST%" %UPSTREAM_CLUSTER_RAW% %UPSTREAM_LOCAL_ADDRESS% ' +
  '%DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS% %REQUESTED_SERVER_NAME% %ROUTE_NAME% ' +
  'traceparent=%REQ(TRACEPARENT)% trace_id=%REQ(X-B3-TRACEID)% span_id=%REQ(X-B3-SPANID)%';

const jsonFields: Array<[string, string]> = [
  ['start_time', '%START_TIME%'],
  ['method', '%REQ(:METHOD)%'],
  ['path', '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%'],
  ['protocol', '%PROTOCOL%'],
  ['response_code', '%RESPONSE_CODE%'],
  ['response_flags', '%RESPONSE_FLAGS%'],
  ['duration', '%DURATION%'],
  ['authority', '%REQ(:AUTHORITY)%'],
  ['request_id', '%REQ(X-REQUEST-ID)%'],
  ['upstream_host', '%UPSTREAM_HOST%'],
  ['upstream_cluster', '%UPSTREAM_CLUSTER%'],
  ['upstream_service_time', '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%'],
  ['traceparent', '%REQ(TRACEPARENT)%'],
  ['trace_id', '%REQ(X-B3-TRACEID)%'],
  ['span_id', '%REQ(X-B3-SPANID)%'],
];

function fieldsAsYaml(indent: number): string {
  return jsonFields.map(([name, format]) => `${' '.repeat(indent)}${name}: "${format}"`).join('\n');
}

/** Access logs of Istio's sidecars and gateways. */
export function istio(): Snippet {
  return {
    id: 'istio',
    tool: 'istio',
    title: 'Istio: access logs with trace IDs',
    purpose:
      "Istio's default access log has no trace ID, only x-request-id. Choose text or JSON. In ambient mode ztunnel works below HTTP and never knows the trace ID: a waypoint does.",
    closes: ['no-trace-id', 'short-ids'],
    code: [
      {
        title: 'IstioOperator or istiod Helm values: text',
        language: 'yaml',
        text: `meshConfig:
  accessLogFile: /dev/stdout
  accessLogEncoding: TEXT
  accessLogFormat: |
    ${textFormat}
`,
      },
      {
        title: 'IstioOperator or istiod Helm values: JSON, by the Telemetry API',
        language: 'yaml',
        text: `meshConfig:
  extensionProviders:
    - name: access-log-with-trace
      envoyFileAccessLog:
        path: /dev/stdout
        logFormat:
          labels:
${fieldsAsYaml(12)}
`,
      },
      {
        title: 'kubectl apply: use that provider everywhere',
        language: 'yaml',
        text: `apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata:
  name: access-log-with-trace
  namespace: istio-system
spec:
  accessLogging:
    - providers:
        - name: access-log-with-trace
`,
      },
    ],
  };
}

/** Spans of Istio's proxies, to Tempo. */
export function istioTracing({ tempo }: Targets): Snippet {
  return {
    id: 'istio-tracing',
    tool: 'istio',
    title: 'Istio: send spans to Tempo',
    purpose:
      'Every proxy sends a span for each request it passes on. Applications need to pass the tracing headers on, nothing more.',
    closes: ['not-traced', 'no-traces', 'sampled-out'],
    code: [
      {
        title: 'IstioOperator or istiod Helm values',
        language: 'yaml',
        text: `meshConfig:
  enableTracing: true
  extensionProviders:
    - name: tempo
      opentelemetry:
        service: ${tempo.host} # as a host that the mesh knows
        port: 4317
`,
      },
      {
        title: 'kubectl apply',
        language: 'yaml',
        text: `apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata:
  name: tracing
  namespace: istio-system
spec:
  tracing:
    - providers:
        - name: tempo
      randomSamplingPercentage: 100 # the default is 1
`,
      },
    ],
  };
}

/** Access logs of Linkerd's proxies. */
export function linkerd(): Snippet {
  return {
    id: 'linkerd',
    tool: 'linkerd',
    title: 'Linkerd: access logs with trace IDs',
    purpose:
      "The proxy's JSON access log has a trace_id: the request's x-b3-traceid, or else its x-request-id, which names no trace. It never reads traceparent, so the ingress must begin traces with B3 headers.",
    closes: ['no-trace-id'],
    code: [
      {
        title: 'Annotation of a namespace or workload; restart its pods afterwards',
        language: 'yaml',
        text: `metadata:
  annotations:
    config.linkerd.io/access-log: json
`,
      },
    ],
  };
}

/** Envoy without a mesh. */
export function envoy({ tempo }: Targets): Snippet {
  return {
    id: 'envoy',
    tool: 'envoy',
    title: 'Envoy: access logs with trace IDs, and spans',
    purpose:
      'For an Envoy of your own: its HTTP connection manager logs the trace ID and sends a span for each request.',
    closes: ['no-trace-id', 'not-traced', 'no-traces'],
    code: [
      {
        title: 'In the HttpConnectionManager',
        language: 'yaml',
        text: `access_log:
  - name: envoy.access_loggers.stdout
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog
      log_format:
        json_format:
${fieldsAsYaml(10)}
tracing:
  random_sampling: { value: 100 }
  provider:
    name: envoy.tracers.opentelemetry
    typed_config:
      "@type": type.googleapis.com/envoy.config.trace.v3.OpenTelemetryConfig
      service_name: envoy
      grpc_service:
        timeout: 1s
        envoy_grpc: { cluster_name: tempo }
`,
      },
      {
        title: 'In static_resources.clusters',
        language: 'yaml',
        text: `- name: tempo
  type: STRICT_DNS
  typed_extension_protocol_options:
    envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
      "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
      explicit_http_config: { http2_protocol_options: {} }
  load_assignment:
    cluster_name: tempo
    endpoints:
      - lb_endpoints:
          - endpoint: { address: { socket_address: { address: ${tempo.host}, port_value: 4317 } } }
`,
      },
    ],
  };
}
