package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"
)

// Way is one to the answer of a question.
type Way string

// The ways.
const (
	Whole  Way = "whole"  // ours: all frames
	Replay Way = "replay" // ours without us: its requests to Loki and each trace by its ID, not read
	Floor  Way = "floor"  // the bytes of the answer, fetched once and not read
	List   Way = "list"   // ours: the list of journeys and the graph over them
	Again  Way = "again"  // ours: the same a second time, right after the first
	Rival  Way = "rival"  // Grafana's own data sources
)

// Question is something to find out, and how long each way to it took.
type Question struct {
	Name   string
	Traces int
	Lines  int
	Single bool // one journey by its trace ID
	Took   map[Way][]time.Duration
	Growth map[Way][]float64 // of the plugin's memory, in bytes
	Wire   int64             // bytes of the floor's answers
	Sent   map[Way]int       // bytes of the plugin's answer
	Frames map[Way]int       // the same, decompressed
	Fault  map[Way]string    // why there is no answer

	search   string // LogQL
	logql    string // rival: what finds the lines of a single journey
	requests []*request
	recorded []recorded // what the plugin asks Loki
}

func newQuestion(name string, requests []*request) *Question {
	q := &Question{
		Name: name, Traces: len(requests), requests: requests,
		Took: map[Way][]time.Duration{}, Growth: map[Way][]float64{}, Sent: map[Way]int{}, Frames: map[Way]int{}, Fault: map[Way]string{},
	}
	for _, r := range requests {
		q.Lines += r.lines
	}
	return q
}

// questions are the searches and single journeys of each flavour, and the two
// large traces.
func (b *bench) questions() []*Question {
	var all []*Question
	for _, search := range b.Size.Searches {
		for _, f := range Flavours() {
			q := newQuestion(f.Name, b.data.of(campaign(f, search)))
			q.search = fmt.Sprintf(`%s |= "campaign=%s"`, f.Selector, campaign(f, search))
			all = append(all, q)
		}
	}
	for _, f := range Flavours() {
		all = append(all, single(f.Name, f, b.data.of(campaign(f, b.Size.Searches[0]))[1]))
	}
	for _, name := range []string{campaignDeep, campaignHeavy} {
		r := b.data.of(name)[0]
		all = append(all, single(fmt.Sprintf("%s (%d spans)", name, r.shape.size()), r.flavour, r))
	}
	return all
}

func single(name string, f Flavour, r *request) *Question {
	q := newQuestion(name, []*request{r})
	q.Single = true
	q.logql = fmt.Sprintf(`{service_name=~".+"} |= %q`, r.id.String())
	if f.Name == "otlp" {
		q.logql = fmt.Sprintf(`{service_name=~".+"} | trace_id=%q`, r.id.String())
	}
	return q
}

// ways begins with what tells the second what to fetch.
func (q *Question) ways() []Way {
	if q.Single {
		return []Way{Whole, Replay, Again, Floor, Rival}
	}
	return []Way{Whole, Replay, Floor, List, Again, Rival}
}

// agree asks in every way and compares the answers with what was sent. What the
// plugin cannot answer at all is noted, and told in the report.
func (b *bench) agree(ctx context.Context, ours *ours, q *Question) error {
	for _, way := range q.ways() {
		if way == Again || way == Replay && q.Fault[Whole] != "" {
			continue
		}
		got, err := b.contentOf(ctx, ours, q, way)
		var fault *pluginFault
		if errors.As(err, &fault) {
			q.Fault[way] = fault.Error()
			fmt.Fprintf(b.log, "%s, %s: no answer: %v\n", q.Name, way, err)
			continue
		}
		if err == nil {
			err = q.check(way, got)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) contentOf(ctx context.Context, ours *ours, q *Question, way Way) (content, error) {
	switch way {
	case Floor:
		got, err := b.readFloor(ctx, q, b.floor)
		q.Wire = got.bytes
		return got, err
	case Replay:
		return b.readFloor(ctx, q, b.replay)
	case Rival:
		return b.rival(ctx, q)
	case Whole:
		return b.record(ctx, ours, q)
	}
	return ours.read(ctx, q, way, b.servers.LokiURL)
}

// round measures every way once.
func (b *bench) round(ctx context.Context, ours *ours, q *Question, round int) error {
	ways := slices.DeleteFunc(q.ways(), func(w Way) bool { return w == Again || q.Fault[w] != "" || w == Replay && q.skipsReplay(round) })
	for i := range ways {
		way := ways[(i+round)%len(ways)]
		if err := b.once(ctx, ours, q, way); err != nil {
			return fmt.Errorf("%s: %w", way, err)
		}
	}
	return nil
}

// skipsReplay says that a round goes without: no target is about it, and it
// costs the servers as much as the answer itself.
func (q *Question) skipsReplay(round int) bool { return round%2 == 1 || q.Fault[Whole] != "" }

// once measures a way. What is asked again is so at once, of the same data
// source; all else is asked of one that has nothing cached.
func (b *bench) once(ctx context.Context, ours *ours, q *Question, way Way) error {
	if way == Whole || way == List {
		if err := ours.renew(ctx); err != nil {
			return err
		}
	}
	if err := q.clock(way, func() error { return b.ask(ctx, ours, q, way) }); err != nil {
		return err
	}
	if way == List || way == Whole && q.Single {
		return q.clock(Again, func() error { return b.ask(ctx, ours, q, Again) })
	}
	return nil
}

func (q *Question) clock(way Way, ask func() error) error {
	runtime.GC() // what one way leaves behind is not for the next to clear away
	begin := time.Now()
	err := ask()
	q.Took[way] = append(q.Took[way], time.Since(begin))
	return err
}

func (b *bench) ask(ctx context.Context, ours *ours, q *Question, way Way) error {
	switch way {
	case Floor:
		return b.floor(ctx, q, func() io.Writer { return io.Discard })
	case Replay:
		return b.replay(ctx, q, func() io.Writer { return io.Discard })
	case Rival:
		_, err := b.rival(ctx, q)
		return err
	}
	_, err := ours.ask(ctx, q, way)
	return err
}
