package decode

import (
	"reflect"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The size of a decoded value in bytes, without its texts.
var (
	spanBytes      = sizeOf[journey.Span]()
	attributeBytes = sizeOf[journey.Attribute]() + sizeOf[string]()
	eventBytes     = sizeOf[journey.Event]()
	linkBytes      = sizeOf[journey.Link]()
)

func sizeOf[T any]() int { return int(reflect.TypeFor[T]().Size()) }

// Attributes are allocated together, between so many at least and so many at most. An
// attribute takes about 40 bytes of a message.
const (
	attributesAtLeast = 16
	attributesAtOnce  = 512
	bytesToAttribute  = 40
)

// poolFor returns a pool for the attributes of a message of the given size. Most
// traces are small, and a search fetches hundreds of them.
func poolFor(bytes int) attributePool {
	return attributePool{atOnce: min(max(bytes/bytesToAttribute, attributesAtLeast), attributesAtOnce)}
}

// attributePool allocates the attributes of many spans together.
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

// refill allocates a new block. Attributes that spans already have stay where they are.
func (p *attributePool) refill() {
	begun := p.all[p.taken:]
	p.all = append(make([]journey.Attribute, 0, max(2*len(begun), p.atOnce, attributesAtLeast)), begun...)
	p.taken = 0
}

// added returns the attributes that were added since its last call.
func (p *attributePool) added() journey.Attributes {
	from := p.taken
	p.taken = len(p.all)
	if from == p.taken {
		return nil
	}
	return p.all[from:p.taken:p.taken]
}
