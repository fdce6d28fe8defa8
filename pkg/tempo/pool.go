package tempo

import (
	"reflect"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// What is read takes about as many bytes, without its texts.
var (
	spanBytes      = sizeOf[journey.Span]()
	attributeBytes = sizeOf[journey.Attribute]() + sizeOf[string]()
	eventBytes     = sizeOf[journey.Event]()
	linkBytes      = sizeOf[journey.Link]()
)

func sizeOf[T any]() int { return int(reflect.TypeFor[T]().Size()) }

// attributesAtOnce is how many attributes are allocated together, at least and at
// most. One takes some 40 bytes in an answer, where each is of a span.
const (
	attributesAtLeast = 16
	attributesAtOnce  = 512
	bytesToAttribute  = 40
)

// poolFor is a pool for the attributes in an answer of so many bytes: most traces
// are small, and a search fetches hundreds of them.
func poolFor(bytes int) attributePool {
	return attributePool{atOnce: min(max(bytes/bytesToAttribute, attributesAtLeast), attributesAtOnce)}
}

// attributePool is where the attributes of many spans lie side by side.
type attributePool struct {
	all    []journey.Attribute
	taken  int // of all, by earlier spans
	atOnce int // how many are allocated together
}

func (p *attributePool) add(a journey.Attribute) {
	if len(p.all) == cap(p.all) {
		p.refill()
	}
	p.all = append(p.all, a)
}

// refill makes room elsewhere; what was taken stays where it is.
func (p *attributePool) refill() {
	begun := p.all[p.taken:]
	p.all = append(make([]journey.Attribute, 0, max(2*len(begun), p.atOnce, attributesAtLeast)), begun...)
	p.taken = 0
}

// added takes what was added since it was last called.
func (p *attributePool) added() journey.Attributes {
	from := p.taken
	p.taken = len(p.all)
	if from == p.taken {
		return nil
	}
	return p.all[from:p.taken:p.taken]
}
