package journey

import "unsafe"

// bytes is about what a journey takes in memory. Strings that several share are
// counted each time, so it is rather too much.
func (j *Journey) bytes() int64 {
	n := int64(unsafe.Sizeof(*j))
	for _, s := range j.Spans {
		n += int64(unsafe.Sizeof(*s)) + s.Attributes.bytes() + s.Resource.bytes()
		n += int64(len(s.Name) + len(s.StatusMessage) + len(s.ScopeName) + len(s.TraceState))
		for i := range s.Events {
			n += int64(unsafe.Sizeof(s.Events[i])) + s.Events[i].Attributes.bytes()
		}
		for i := range s.Links {
			n += int64(unsafe.Sizeof(s.Links[i])) + s.Links[i].Attributes.bytes()
		}
	}
	for _, l := range j.Lines {
		n += int64(unsafe.Sizeof(*l)) + int64(len(l.Body)) + l.Labels.bytes() + l.Metadata.bytes()
	}
	n += int64(len(j.calls)) * int64(unsafe.Sizeof(call{}))
	n += int64(len(j.Graph.Services))*int64(unsafe.Sizeof(Service{})) + int64(len(j.Graph.Hops))*int64(unsafe.Sizeof(Hop{}))
	for i := range j.Findings {
		f := &j.Findings[i]
		n += int64(unsafe.Sizeof(*f)) + int64(len(f.Message)+len(f.Advice)) + f.Evidence.bytes()
	}
	return n
}

func (ls Labels) bytes() (n int64) {
	for i := range ls {
		n += int64(unsafe.Sizeof(ls[i])) + int64(len(ls[i].Name)+len(ls[i].Value))
	}
	return n
}

func (a Attributes) bytes() (n int64) {
	for i := range a {
		n += int64(unsafe.Sizeof(a[i])) + int64(len(a[i].Key)) + bytesOf(a[i].Value)
	}
	return n
}

// bytesOf is what an attribute's value takes beside the attribute itself.
func bytesOf(value any) (n int64) {
	switch v := value.(type) {
	case string:
		return int64(unsafe.Sizeof(v)) + int64(len(v))
	case []byte:
		return int64(unsafe.Sizeof(v)) + int64(len(v))
	case Attributes:
		return int64(unsafe.Sizeof(v)) + v.bytes()
	case []any:
		for _, item := range v {
			n += int64(unsafe.Sizeof(item)) + bytesOf(item)
		}
		return int64(unsafe.Sizeof(v)) + n
	default:
		return int64(unsafe.Sizeof(int64(0)))
	}
}
