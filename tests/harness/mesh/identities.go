package mesh

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// identify chooses the IDs. A third of the clients send headers with their own
// span, which nobody reports; in B3 their trace IDs have 64 bits. For the
// others the gateway begins a trace with 128 bits.
func (r *recorder) identify(h headers) (parent journey.SpanID) {
	r.travelsIn = h
	id := &r.request.TraceID
	sends := h != fromSDKs && r.rand.IntN(3) == 0
	if sends && h == b3 {
		binary.BigEndian.PutUint64(id[8:], r.rand.Uint64()|1)
		r.request.SentTraceID = hex.EncodeToString(id[8:])
	} else {
		binary.BigEndian.PutUint64(id[:8], r.rand.Uint64()|1)
		binary.BigEndian.PutUint64(id[8:], r.rand.Uint64())
		r.request.SentTraceID = id.String()
	}
	if sends {
		parent = r.spanID()
	}
	// Envoy marks a sampled request by a 9 in the version's place.
	r.requestID = fmt.Sprintf("%08x-%04x-9%03x-%04x-%012x", r.rand.Uint32(), r.rand.IntN(1<<16),
		r.rand.IntN(1<<12), 0x8000|r.rand.IntN(1<<14), r.rand.Uint64N(1<<48))
	return parent
}

func (r *recorder) spanID() (id journey.SpanID) {
	binary.BigEndian.PutUint64(id[:], r.rand.Uint64()|1)
	return id
}
