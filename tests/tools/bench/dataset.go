package bench

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Size is how much is loaded and what is searched for in it.
type Size struct {
	Lines    int // in all
	Traces   int // of 20 spans each
	Searches []Search
	Deep     int // spans of the trace with most of them
	Heavy    int // bytes of the other large trace, about
}

// Search is what one search finds: so many traces, with so many lines each.
type Search struct{ Traces, LinesEach int }

// Lines is how many lines a search finds. It stays one below a round number: an
// answer with as many lines as were asked for may lack some.
func (s Search) Lines() int { return s.Traces*s.LinesEach - 1 }

// Full is what is measured.
var Full = Size{
	Lines: 200_000, Traces: 5_000, Deep: 50_000, Heavy: 5_000_000,
	Searches: []Search{{Traces: 200, LinesEach: 5}, {Traces: 500, LinesEach: 10}},
}

// Tiny is enough to see that all ways give the same answer.
var Tiny = Size{Lines: 600, Traces: 30, Deep: 100, Heavy: 20_000, Searches: []Search{{Traces: 4, LinesEach: 5}}}

const (
	// window is the time over which requests are spread.
	window = time.Hour
	// settled is how long ago the last of them ended: nothing more comes.
	settled = 10 * time.Minute
	// usualLines is how many lines a request writes that no search searches for.
	usualLines = 30
	seed       = 6
)

// dataset is requests in order of their start, and the lines between them that
// belong to none.
type dataset struct {
	size     Size
	from, to time.Time
	requests []request
}

// request is one traced request; all of it follows from its number.
type request struct {
	number   int
	id       journey.TraceID
	start    time.Time
	flavour  Flavour
	campaign string // in each of its lines; "" for what no search searches for
	lines    int
	noise    int // lines without an ID, written around it
	shape    shape
}

// newDataset is the same for the same size, except the time when it ends.
func newDataset(size Size, now time.Time) *dataset {
	to := now.Add(-settled).Truncate(time.Second)
	d := &dataset{size: size, from: to.Add(-window), to: to}
	random := rand.New(rand.NewPCG(seed, 0))
	d.requests = ordinary(size, random)
	// Whatever is searched for is spread over the whole time.
	random.Shuffle(len(d.requests), func(i, j int) { d.requests[i], d.requests[j] = d.requests[j], d.requests[i] })
	d.requests = slices.Insert(d.requests, len(d.requests)/2, large(size)...)
	d.schedule(random)
	return d
}

// ordinary are the requests of all searches and those that no search searches for.
func ordinary(size Size, random *rand.Rand) []request {
	requests := make([]request, 0, size.Traces)
	for _, f := range Flavours() {
		for _, s := range size.Searches {
			for i := range s.Traces {
				r := request{flavour: f, campaign: campaign(f, s), lines: s.LinesEach}
				if i == 0 {
					r.lines-- // see Search.Lines
				}
				requests = append(requests, r)
			}
		}
	}
	for len(requests) < size.Traces {
		f := Flavours()[random.IntN(len(Flavours()))]
		requests = append(requests, request{flavour: f, lines: min(usualLines, size.Lines/size.Traces*3/4)})
	}
	return requests
}

// campaign is the text that the lines of a search have in common.
func campaign(f Flavour, s Search) string { return fmt.Sprintf("%s-%d", f.Name, s.Traces) }

// large are the two traces that are shown alone.
func large(size Size) []request {
	return []request{
		{flavour: Flavours()[0], campaign: campaignDeep, lines: usualLines, shape: deep(size.Deep)},
		{flavour: Flavours()[0], campaign: campaignHeavy, lines: usualLines, shape: heavy(size.Heavy)},
	}
}

const (
	campaignDeep  = "deep"
	campaignHeavy = "heavy"
)

// schedule gives each request its ID and time, and shares out the lines that
// belong to none.
func (d *dataset) schedule(random *rand.Rand) {
	noise := d.size.Lines
	for i := range d.requests {
		noise -= d.requests[i].lines
	}
	n := len(d.requests)
	for i := range d.requests {
		r := &d.requests[i]
		r.number = i
		binary.BigEndian.PutUint64(r.id[:], random.Uint64()|1<<60) // no leading zero
		binary.BigEndian.PutUint64(r.id[8:], random.Uint64())
		r.start = d.from.Add(window / time.Duration(n) * time.Duration(i)).Add(time.Duration(random.IntN(1e6)))
		r.noise = noise*(i+1)/n - noise*i/n
	}
}

// random is the request's own, the same for its spans and its lines.
func (r *request) random() *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(r.number)+1)) }

// of are the requests of one campaign.
func (d *dataset) of(campaign string) []*request {
	var found []*request
	for i := range d.requests {
		if d.requests[i].campaign == campaign {
			found = append(found, &d.requests[i])
		}
	}
	return found
}
