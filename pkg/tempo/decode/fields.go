package decode

import "google.golang.org/protobuf/encoding/protowire"

// Field numbers of a trace by its ID
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto and
// OTLP's trace.proto).
const (
	fieldTrace   protowire.Number = 1 // TraceByIDResponse.trace
	fieldStatus  protowire.Number = 3 // TraceByIDResponse.status; 0 is complete
	fieldMessage protowire.Number = 4 // TraceByIDResponse.message

	fieldResourceSpans protowire.Number = 1 // Trace.resourceSpans
	fieldResource      protowire.Number = 1 // ResourceSpans.resource
	fieldScopeSpans    protowire.Number = 2 // ResourceSpans.scope_spans
	fieldOfResource    protowire.Number = 1 // Resource.attributes
	fieldScope         protowire.Number = 1 // ScopeSpans.scope
	fieldSpans         protowire.Number = 2 // ScopeSpans.spans
	fieldScopeName     protowire.Number = 1 // InstrumentationScope.name
	fieldScopeVersion  protowire.Number = 2 // InstrumentationScope.version

	fieldSpanID     protowire.Number = 2 // Span.span_id
	fieldTraceState protowire.Number = 3
	fieldParentID   protowire.Number = 4
	fieldName       protowire.Number = 5
	fieldKind       protowire.Number = 6
	fieldStart      protowire.Number = 7
	fieldEnd        protowire.Number = 8
	fieldAttributes protowire.Number = 9
	fieldEvents     protowire.Number = 11
	fieldLinks      protowire.Number = 13
	fieldSpanStatus protowire.Number = 15

	fieldStatusText protowire.Number = 2 // Status.message
	fieldStatusCode protowire.Number = 3 // Status.code

	fieldEventTime       protowire.Number = 1 // Event.time_unix_nano
	fieldEventName       protowire.Number = 2
	fieldEventAttributes protowire.Number = 3

	fieldLinkTraceID    protowire.Number = 1 // Link.trace_id
	fieldLinkSpanID     protowire.Number = 2
	fieldLinkAttributes protowire.Number = 4
)

// Field numbers of a search's answer
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto).
const (
	fieldTraces protowire.Number = 1 // SearchResponse.traces, TraceSearchMetadata

	fieldTraceID      protowire.Number = 1 // TraceSearchMetadata.traceID, hex
	fieldTraceStart   protowire.Number = 4 // …startTimeUnixNano
	fieldTraceMillis  protowire.Number = 5 // …durationMs
	fieldSpanSets     protowire.Number = 7 // …spanSets
	fieldServiceStats protowire.Number = 8 // …serviceStats, a map

	fieldService   protowire.Number = 1 // the key of the map
	fieldStats     protowire.Number = 2 // the value of the map, ServiceStats
	fieldSpanCount protowire.Number = 1 // ServiceStats.spanCount

	fieldSetSpans   protowire.Number = 1 // SpanSet.spans
	fieldSetMatched protowire.Number = 2 // SpanSet.matched
	fieldSetGroups  protowire.Number = 3 // SpanSet.attributes

	fieldFoundID         protowire.Number = 1 // Span.spanID, hex
	fieldFoundName       protowire.Number = 2
	fieldFoundStart      protowire.Number = 3
	fieldFoundDuration   protowire.Number = 4
	fieldFoundAttributes protowire.Number = 5
)

// Field numbers of OTLP's common.proto
// (https://github.com/open-telemetry/opentelemetry-proto), as Tempo has them.
const (
	fieldKey   protowire.Number = 1 // KeyValue.key
	fieldValue protowire.Number = 2 // KeyValue.value, an AnyValue

	fieldString protowire.Number = 1 // AnyValue.string_value
	fieldBool   protowire.Number = 2
	fieldInt    protowire.Number = 3
	fieldDouble protowire.Number = 4
	fieldArray  protowire.Number = 5 // an ArrayValue
	fieldMap    protowire.Number = 6 // a KeyValueList
	fieldBytes  protowire.Number = 7

	fieldValues protowire.Number = 1 // ArrayValue.values, KeyValueList.values
)
