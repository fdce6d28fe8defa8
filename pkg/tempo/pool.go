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

// attributesAtOnce is how many attributes are allocated together.
const attributesAtOnce = 512

// attributePool is where the attributes of many spans lie side by side.
type attributePool struct {
	all   []journey.Attribute
	taken int // of all, by earlier spans
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
	p.all = append(make([]journey.Attribute, 0, max(2*len(begun), attributesAtOnce)), begun...)
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
