package journey

import "reflect"

// bytesOfJourney is about what a journey takes in memory. Resources and labels that many
// share count once; strings that several share, each time, so it is rather too
// much.
func bytesOfJourney(j *Journey) int64 {
	n := sizeOf[Journey]()
	resources := make(map[*Attribute]bool)
	for _, s := range j.Spans {
		n += sizeOf[Span]() + bytesOfAttributes(s.Attributes)
		if len(s.Resource) > 0 && !resources[&s.Resource[0]] {
			resources[&s.Resource[0]] = true
			n += bytesOfAttributes(s.Resource)
		}
		n += int64(len(s.Name) + len(s.StatusMessage) + len(s.ScopeName) + len(s.TraceState))
		for i := range s.Events {
			n += sizeOf[Event]() + bytesOfAttributes(s.Events[i].Attributes)
		}
		for i := range s.Links {
			n += sizeOf[Link]() + bytesOfAttributes(s.Links[i].Attributes)
		}
	}
	streams := make(map[*Label]bool)
	for _, l := range j.Lines {
		n += sizeOf[PlacedLine]() + int64(len(l.Body)) + bytesOfLabels(l.Metadata) + bytesOfLabels(l.Parsed)
		if len(l.Labels) > 0 && !streams[&l.Labels[0]] {
			streams[&l.Labels[0]] = true
			n += bytesOfLabels(l.Labels)
		}
	}
	n += int64(len(j.calls)) * sizeOf[call]()
	n += int64(len(j.Graph.Services))*sizeOf[Service]() + int64(len(j.Graph.Hops))*sizeOf[Hop]()
	for i := range j.Findings {
		f := &j.Findings[i]
		n += sizeOf[Finding]() + int64(len(f.Message)+len(f.Advice)) + bytesOfAttributes(f.Evidence)
	}
	return n
}

func bytesOfLabels(ls Labels) (n int64) {
	for i := range ls {
		n += sizeOf[Label]() + int64(len(ls[i].Name)+len(ls[i].Value))
	}
	return n
}

func bytesOfAttributes(a Attributes) (n int64) {
	for i := range a {
		n += sizeOf[Attribute]() + int64(len(a[i].Key)) + bytesOf(a[i].Value)
	}
	return n
}

// bytesOf is what an attribute's value takes beside the attribute itself.
func bytesOf(value any) (n int64) {
	switch v := value.(type) {
	case string:
		return sizeOf[string]() + int64(len(v))
	case []byte:
		return sizeOf[[]byte]() + int64(len(v))
	case Attributes:
		return sizeOf[Attributes]() + bytesOfAttributes(v)
	case []any:
		for _, item := range v {
			n += sizeOf[any]() + bytesOf(item)
		}
		return sizeOf[[]any]() + n
	default:
		return sizeOf[int64]()
	}
}

// sizeOf is what a value takes without what it refers to.
func sizeOf[T any]() int64 { return int64(reflect.TypeFor[T]().Size()) }
