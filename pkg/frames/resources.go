package frames

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/jsonfield"
)

// resources writes the attributes of spans and of their resources. Many spans share a
// resource, so its JSON is made only once. It is not safe for concurrent use.
type resources struct {
	known   map[resourceKey]*resource
	scratch journey.Attributes
}

// resourceKey identifies a resource by the address of its attributes.
type resourceKey struct {
	first *journey.Attribute
	count int
}

// resource is a resource's attributes as JSON.
type resource struct {
	tags    []byte   // as the trace view has them
	members []member // as the steps have them: sorted, none twice
}

// member is "key":value of an object.
type member struct {
	key  string
	json []byte
}

func newResources() *resources { return &resources{known: make(map[resourceKey]*resource)} }

func (rs *resources) of(attrs journey.Attributes) *resource {
	var key resourceKey
	if len(attrs) > 0 {
		key = resourceKey{&attrs[0], len(attrs)}
	}
	r := rs.known[key]
	if r == nil {
		r = newResource(attrs)
		rs.known[key] = r
	}
	return r
}

func newResource(attrs journey.Attributes) *resource {
	const prefix = "resource."
	r := &resource{tags: jsonfield.AppendKeyValues(nil, attrs)}
	for _, a := range jsonfield.Sorted(nil, attrs) {
		r.members = append(r.members, member{prefix + a.Key, jsonfield.AppendMember(nil, prefix, a)})
	}
	r.members = slices.CompactFunc(r.members, func(x, y member) bool { return x.key == y.key })
	return r
}

// appendTags writes the attributes of the span's resource as the trace view has them.
func (rs *resources) appendTags(b []byte, s *journey.Span) []byte {
	return append(b, rs.of(s.Resource).tags...)
}

// appendAll writes the attributes of the span and, after "resource.", of its
// resource as one object sorted by key; of equal keys the span's own counts.
func (rs *resources) appendAll(b []byte, s *journey.Span) []byte {
	b = append(b, '{')
	shared := rs.of(s.Resource).members
	own := rs.sorted(s.Attributes)
	for i, a := range own {
		if i > 0 && a.Key == own[i-1].Key {
			continue
		}
		for len(shared) > 0 && shared[0].key < a.Key {
			b = append(jsonfield.AppendComma(b, '{'), shared[0].json...)
			shared = shared[1:]
		}
		if len(shared) > 0 && shared[0].key == a.Key {
			shared = shared[1:]
		}
		b = jsonfield.AppendMember(jsonfield.AppendComma(b, '{'), "", a)
	}
	for _, m := range shared {
		b = append(jsonfield.AppendComma(b, '{'), m.json...)
	}
	return append(b, '}')
}

func (rs *resources) sorted(attrs journey.Attributes) journey.Attributes {
	if len(attrs) > cap(rs.scratch) {
		rs.scratch = make(journey.Attributes, 0, 2*len(attrs))
	}
	return jsonfield.Sorted(rs.scratch, attrs)
}
