package journey

import "reflect"

// bytes is about what a journey takes in memory. Resources and labels that many
// share count once; strings that several share, each time, so it is rather too
// much.
func (j *Journey) bytes() int64 {
	n := sizeOf[Journey]()
	resources := make(map[*Attribute]bool)
	for _, s := range j.Spans {
		n += sizeOf[Span]() + s.Attributes.bytes()
		if len(s.Resource) > 0 && !resources[&s.Resource[0]] {
			resources[&s.Resource[0]] = true
			n += s.Resource.bytes()
		}
		n += int64(len(s.Name) + len(s.StatusMessage) + len(s.ScopeName) + len(s.TraceState))
		for i := range s.Events {
			n += sizeOf[Event]() + s.Events[i].Attributes.bytes()
		}
		for i := range s.Links {
			n += sizeOf[Link]() + s.Links[i].Attributes.bytes()
		}
	}
	streams := make(map[*Label]bool)
	for _, l := range j.Lines {
		n += sizeOf[PlacedLine]() + int64(len(l.Body)) + l.Metadata.bytes() + l.Parsed.bytes()
		if len(l.Labels) > 0 && !streams[&l.Labels[0]] {
			streams[&l.Labels[0]] = true
			n += l.Labels.bytes()
		}
	}
	n += int64(len(j.calls)) * sizeOf[call]()
	n += int64(len(j.Graph.Services))*sizeOf[Service]() + int64(len(j.Graph.Hops))*sizeOf[Hop]()
	for i := range j.Findings {
		f := &j.Findings[i]
		n += sizeOf[Finding]() + int64(len(f.Message)+len(f.Advice)) + f.Evidence.bytes()
	}
	return n
}

func (ls Labels) bytes() (n int64) {
	for i := range ls {
		n += sizeOf[Label]() + int64(len(ls[i].Name)+len(ls[i].Value))
	}
	return n
}

func (a Attributes) bytes() (n int64) {
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
		return sizeOf[Attributes]() + v.bytes()
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
