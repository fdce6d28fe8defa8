package extract

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// fromMetadata finds the context in structured metadata. Loki writes the flags
// of an OTLP log record as "flags", a name too common to be read elsewhere.
func fromMetadata(metadata journey.Labels) journey.TraceContext {
	ctx := fromLabels(metadata)
	if ctx.Sampled == journey.SampledUnknown && !ctx.TraceID.IsZero() {
		ctx.Sampled = sampledValue(metadata.Get("flags"))
	}
	return ctx
}

// fromLabels finds the context in labels. Loki renames a parsed label to
// name_extracted when the stream has one of that name.
func fromLabels(labels journey.Labels) journey.TraceContext {
	var found ranking
	for i := range labels {
		k := classify(strings.TrimSuffix(labels[i].Name, "_extracted"))
		if k.field != fieldNone && k.field != fieldFlags {
			value := labels[i].Value
			at, _ := unwrap(value, 0)
			k = k.with(value[at:])
			found.offer(k.rank, 0, readValue(k, value[at:]))
		}
	}
	return found.best()
}

// fromTexts finds the context in what was parsed out of a line that is no ID by
// its name, such as a message.
func fromTexts(parsed journey.Labels) journey.TraceContext {
	for i := range parsed {
		if ctx := fromBody(parsed[i].Value); !ctx.TraceID.IsZero() && classify(parsed[i].Name).field == fieldNone {
			return ctx
		}
	}
	return journey.TraceContext{}
}
