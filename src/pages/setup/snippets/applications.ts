import type { Targets } from '../targets';
import type { Snippet } from './snippet';

/** Loggers of applications that OpenTelemetry instruments. */
export function applications({ tempo }: Targets): Snippet {
  return {
    id: 'applications',
    tool: 'application',
    title: 'Applications: log the trace ID of the span that is current',
    purpose:
      "OpenTelemetry's instrumentation hands the trace ID to the logger; the log format must print it. Behind a mesh the application must also pass on the tracing headers of each request.",
    closes: ['no-trace-id', 'short-ids', 'not-traced', 'no-traces'],
    code: [
      {
        title: 'Any language: environment of the container',
        language: 'yaml',
        text: `env:
  - { name: OTEL_SERVICE_NAME, value: <name of the service> }
  - { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://${tempo.host}:4317" }
  - { name: OTEL_PROPAGATORS, value: "tracecontext,baggage,b3multi" }
`,
      },
      {
        title: 'Java: pattern of Logback or Log4j with the OpenTelemetry agent',
        language: 'text',
        text: '%d{ISO8601} %-5level [trace_id=%X{trace_id} span_id=%X{span_id}] %logger{36} - %msg%n\n',
      },
      {
        title: 'Python: with opentelemetry-instrument',
        language: 'yaml',
        text: `env:
  - { name: OTEL_PYTHON_LOG_CORRELATION, value: "true" }
`,
      },
      {
        title: 'Node.js: winston and pino get trace_id and span_id by themselves',
        language: 'yaml',
        text: `env:
  - { name: NODE_OPTIONS, value: "--require @opentelemetry/auto-instrumentations-node/register" }
`,
      },
      {
        title: 'Go: slog through the OpenTelemetry bridge, go.opentelemetry.io/contrib/bridges/otelslog',
        language: 'go',
        text: `logger := otelslog.NewLogger("checkout")
logger.InfoContext(ctx, "paid", "order", id) // the context carries the span
`,
      },
    ],
  };
}
