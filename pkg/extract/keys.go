package extract

// field is what a key's value holds.
type field int8

const (
	fieldNone    field = iota
	fieldTrace         // a trace ID in any form, or a header that contains one
	fieldSpan          // a span ID
	fieldSampled       // true, false or trace flags
	fieldHeader        // traceparent or b3: only a whole header
	fieldTraceObject
	fieldSpanObject
	fieldID    // "id", which counts inside a trace or span object, or behind the word "trace" or "span"
	fieldCloud // X-Cloud-Trace-Context, whose span is decimal
	fieldFlags // W3C trace flags under a name that other flags have, too
	fieldText  // a query in a query language: what it searches for is not the line's own
	fieldOther // another context: its value is not to be read
)

// key is what the name of a key, label or metadata pair says about its value.
type key struct {
	field field
	rank  rank
	// decimal says that digits are a decimal number (Datadog).
	decimal bool
}

// classify reads a key name in any spelling: separators and case do not count,
// and what comes before the name only ranks it.
func classify(name string) key {
	if !mayBeKey(name) {
		return key{}
	}
	last := name[len(name)-1] | 0x20
	for i := range keyNames {
		n := &keyNames[i]
		if n.name[len(n.name)-1] != last {
			continue
		}
		if rest, ok := cutName(name, n.name); ok && (rest == "" || !n.alone) {
			return qualify(n.field, rest)
		}
	}
	return key{}
}

// with is the key for a value: a resource name of Google Cloud is a trace for
// sure, under whatever name.
func (k key) with(value string) key {
	if k.field == fieldTraceObject && cloudResource(value) != "" {
		k.field, k.rank = fieldTrace, rankOwn
	}
	return k
}

// digitsOf is how many digits an ID of the field has in full.
func digitsOf(f field) int {
	if f == fieldSpan || f == fieldSpanObject {
		return digits64
	}
	return digits128
}

// classifyCLEF reads the names that Serilog's compact JSON writes behind an "@"
// (https://github.com/serilog/serilog-formatting-compact#reified-properties).
func classifyCLEF(name string) key {
	switch name {
	case "tr":
		return key{field: fieldTrace}
	case "sp":
		return key{field: fieldSpan}
	}
	return key{}
}

// qualify makes the key of field f with a prefix.
func qualify(f field, prefix string) key {
	k := key{field: f}
	k.rank, k.decimal = rankPrefix(prefix)
	switch {
	case k.rank == rankNone && f != fieldText:
		k.field = fieldOther
	case f == fieldHeader, f == fieldCloud:
		k.rank = max(k.rank, rankHeader)
	case f == fieldTraceObject, f == fieldSpanObject, f == fieldFlags:
		k.rank = rankWeak
	}
	return k
}

// keyNames are matched from the end of a key, without separators and case;
// names that must stand alone are too common as endings.
var keyNames = [...]struct {
	name  string
	field field
	alone bool
}{
	{"traceid", fieldTrace, false},
	{"spanid", fieldSpan, false},
	{"traceparent", fieldHeader, false},
	{"traceflags", fieldSampled, false},
	{"tracesampled", fieldSampled, false},
	{"b3sampled", fieldSampled, false},
	{"spanexport", fieldSampled, false}, // Spring Sleuth: X-Span-Export
	{"exportable", fieldSampled, true},  // Spring Sleuth's JSON
	{"spanexportable", fieldSampled, false},
	{"sampled", fieldSampled, true},     // Quarkus
	{"tracecontext", fieldCloud, false}, // X-Cloud-Trace-Context
	{"b3", fieldHeader, false},
	{"root", fieldHeader, true}, // Amazon's load balancers write Root=… alone
	{"trace", fieldTraceObject, true},
	{"span", fieldSpanObject, true},
	{"tid", fieldTraceObject, true},         // Grafana Alloy's span logs
	{"operationid", fieldTraceObject, true}, // Application Insights
	{"segmentid", fieldSpanObject, true},    // X-Ray
	{"id", fieldID, true},
	{"flags", fieldFlags, true},
	{"query", fieldText, false}, // Loki, Tempo and Prometheus log the queries of their users
	{"expr", fieldText, true},
	{"logql", fieldText, false},
	{"traceql", fieldText, false},
	{"link", fieldOther, false},
	{"links", fieldOther, false},
	{"parent", fieldOther, false},
	{"parentspan", fieldOther, false},
	{"parentcontext", fieldOther, false},
	{"parentspancontext", fieldOther, false}, // OpenTelemetry's SDKs
}

// mayBeKey refuses nearly every word by its last two letters.
func mayBeKey(word string) bool {
	if len(word) < 2 {
		return false
	}
	switch uint16(word[len(word)-2]|0x20)<<8 | uint16(word[len(word)-1]|0x20) {
	case 'i'<<8 | 'd', 'e'<<8 | 'd', 'n'<<8 | 't', 'g'<<8 | 's', 'r'<<8 | 't', 'l'<<8 | 'e',
		'b'<<8 | '3', 'c'<<8 | 'e', 'a'<<8 | 'n', 'n'<<8 | 'k', 'k'<<8 | 's', 'o'<<8 | 't', 'x'<<8 | 't', 'r'<<8 | 'y', 'p'<<8 | 'r', 'q'<<8 | 'l':
		return true
	}
	return false
}

// cutName cuts name off the end of key. What is left must end at a border
// between words: a separator, or a change from lower to upper case.
func cutName(key, name string) (rest string, ok bool) {
	i := len(key)
	for j := len(name) - 1; j >= 0; {
		if i == 0 {
			return "", false
		}
		i--
		switch c := key[i]; {
		case c|0x20 == name[j]:
			j--
		case !isSeparator(c) || j == len(name)-1:
			return "", false
		}
	}
	if i > 0 && !isSeparator(key[i-1]) && !isHump(key, i) {
		return "", false
	}
	return key[:i], true
}

// isHump says that a word of camel case starts at i.
func isHump(s string, i int) bool { return isUpper(s[i]) && !isUpper(s[i-1]) }

func isSeparator(c byte) bool { return c == '_' || c == '-' || c == '.' }

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// rankPrefix ranks a key by the worst word before its name.
func rankPrefix(prefix string) (worst rank, decimal bool) {
	for prefix != "" {
		var word string
		word, prefix = lastWord(prefix)
		r, dec := rankWord(word)
		worst, decimal = max(worst, r), decimal || dec
	}
	return worst, decimal
}

// lastWord splits off the last word of a key; it is empty between separators.
func lastWord(s string) (word, rest string) {
	for i := len(s) - 1; i >= 0; i-- {
		if isSeparator(s[i]) {
			return s[i+1:], s[:i]
		}
		if i > 0 && isHump(s, i) {
			return s[i:], s[:i]
		}
	}
	return s, ""
}

func rankWord(word string) (r rank, decimal bool) {
	var lower [16]byte
	if len(word) > len(lower) {
		return rankWeak, false
	}
	for i := range len(word) {
		lower[i] = word[i]
		if isUpper(word[i]) {
			lower[i] |= 0x20
		}
	}
	switch string(lower[:len(word)]) {
	case "", "attr", "attributes", "attrs", "body", "context", "ctx", "current", "data", "event", "extra",
		"field", "fields", "json", "jsonpayload", "kubernetes", "labels", "log", "map", "mdc", "message", "metadata",
		"msg", "opentelemetry", "otel", "otlp", "payload", "processed", "properties", "record", "resource", "scope", "span", "structured",
		"trace", "tracing":
		return rankOwn, false
	case "dd", "datadog":
		return rankHeader, true
	case "amzn", "aws", "b3", "cloud", "header", "headers", "http", "jaeger", "req", "request", "response", "uber", "x",
		"xray", "zipkin":
		return rankHeader, false
	case "back", "cause", "caused", "child", "link", "linked", "links", "original", "parent", "prev",
		"previous", "related", "stack":
		return rankNone, false
	}
	return rankWeak, false
}
