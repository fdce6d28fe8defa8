package find

import (
	"reflect"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// bytesOfJourney estimates how much memory a journey takes. Resources and labels
// that spans or lines share count once. Shared strings count each time, so the
// estimate is rather high.
func bytesOfJourney(j *journey.Journey) int64 {
	n := sizeOf[journey.Journey]() + bytesOfSpans(j.Spans) + bytesOfLines(j.Lines)
	n += int64(len(j.Calls)) * sizeOf[journey.Call]()
	for _, c := range j.Connections {
		n += sizeOf[journey.Connection]() + bytesOfLines([]*journey.PlacedLine{c.Line})
	}
	n += int64(len(j.Graph.Services))*sizeOf[journey.Service]() + int64(len(j.Graph.Hops))*sizeOf[journey.Hop]()
	for i := range j.Findings {
		f := &j.Findings[i]
		n += sizeOf[journey.Finding]() + int64(len(f.Message)+len(f.Advice)) + bytesOfAttributes(f.Evidence)
	}
	return n
}

func bytesOfSpans(spans []*journey.Span) (n int64) {
	resources := make(map[*journey.Attribute]bool)
	for _, s := range spans {
		n += sizeOf[journey.Span]() + bytesOfAttributes(s.Attributes)
		if len(s.Resource) > 0 && !resources[&s.Resource[0]] {
			resources[&s.Resource[0]] = true
			n += bytesOfAttributes(s.Resource)
		}
		n += int64(len(s.Name) + len(s.StatusMessage) + len(s.ScopeName) + len(s.TraceState))
		for i := range s.Events {
			n += sizeOf[journey.Event]() + bytesOfAttributes(s.Events[i].Attributes)
		}
		for i := range s.Links {
			n += sizeOf[journey.Link]() + bytesOfAttributes(s.Links[i].Attributes)
		}
	}
	return n
}

func bytesOfLines(lines []*journey.PlacedLine) (n int64) {
	streams := make(map[*journey.Label]bool)
	for _, l := range lines {
		n += sizeOf[journey.PlacedLine]() + int64(len(l.Body)) + bytesOfLabels(l.Metadata) + bytesOfLabels(l.Parsed)
		if len(l.Labels) > 0 && !streams[&l.Labels[0]] {
			streams[&l.Labels[0]] = true
			n += bytesOfLabels(l.Labels)
		}
	}
	return n
}

func bytesOfLabels(ls journey.Labels) (n int64) {
	for i := range ls {
		n += sizeOf[journey.Label]() + int64(len(ls[i].Name)+len(ls[i].Value))
	}
	return n
}

func bytesOfAttributes(a journey.Attributes) (n int64) {
	for i := range a {
		n += sizeOf[journey.Attribute]() + int64(len(a[i].Key)) + bytesOf(a[i].Value)
	}
	return n
}

// bytesOf returns the size of an attribute's value, without the attribute itself.
func bytesOf(value any) (n int64) {
	switch v := value.(type) {
	case string:
		return sizeOf[string]() + int64(len(v))
	case []byte:
		return sizeOf[[]byte]() + int64(len(v))
	case journey.Attributes:
		return sizeOf[journey.Attributes]() + bytesOfAttributes(v)
	case []any:
		for _, item := range v {
			n += sizeOf[any]() + bytesOf(item)
		}
		return sizeOf[[]any]() + n
	default:
		return sizeOf[int64]()
	}
}

// sizeOf returns the size of a value without what it points to.
func sizeOf[T any]() int64 { return int64(reflect.TypeFor[T]().Size()) }
