package soak

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/tools/demo"
)

const (
	failed = "{ status = error }"
	// listEvery is how often it is asked for.
	listEvery = 5 * time.Second
	// goneWithin is how long Tempo may still find what it has marked to be deleted.
	goneWithin = 2 * time.Minute
)

// List is one list of failed requests.
type List struct {
	Found    int
	Took     time.Duration
	Search   time.Duration // that the bare search takes, sent to Tempo by hand
	Requests int           // that the list sent to Tempo
}

// settle waits until Tempo has compacted and deleted blocks as far as it would have
// in a whole day.
func (p *play) settle(ctx context.Context) error {
	begin := time.Now()
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for {
		p.watched = time.Time{}
		if err := p.watch(ctx); err != nil {
			return err
		}
		if p.report.Blocks.Now <= mostBlocks {
			break
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("Tempo has %.0f blocks %s after the day, want %d at most", p.report.Blocks.Now, settleWithin, mostBlocks)
		case <-time.After(watchEvery):
		}
	}
	p.report.Settled = time.Since(begin)
	// From here on the traffic is a demo's, and its settings say when a block ends.
	p.report.Rushed = p.report.Tempo.Most
	p.report.Tempo, p.report.Files, p.report.Blocks = Peak{}, Peak{}, Peak{}
	return nil
}

// present plays the last of the day as it happens, and asks for lists.
func (p *play) present(ctx context.Context) error {
	asked, done, err := ask.Plugin(ctx, p.servers.JSONData())
	if err != nil {
		return err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, p.Tail)
	var sending sync.WaitGroup
	defer sending.Wait()
	defer cancel()
	sending.Go(func() { demo.KeepSending(ctx, p.mesh, p.servers, p.Pause, p.log) })
	for ctx.Err() == nil {
		if err := p.moment(ctx, asked); err != nil && ctx.Err() == nil {
			return err
		}
	}
	return nil
}

// moment asks for a list, and waits until it is time for the next.
func (p *play) moment(ctx context.Context, asked ask.Asker) error {
	again := time.After(listEvery)
	list, err := p.list(ctx, asked)
	if err != nil {
		return err
	}
	p.report.Lists = append(p.report.Lists, list)
	for {
		if err := p.watch(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again:
			return nil
		case <-time.After(watchEvery):
		}
	}
}

// list asks for the newest failed requests.
func (p *play) list(ctx context.Context, asked ask.Asker) (l List, err error) {
	now := time.Now()
	address := p.servers.TempoURL + "/api/search?" + url.Values{
		"q": {failed + " with (most_recent=true)"}, "limit": {strconv.Itoa(p.List)}, "spss": {"1"},
		"start": {strconv.FormatInt(now.Add(-time.Hour).Unix(), 10)}, "end": {strconv.FormatInt(now.Add(time.Minute).Unix(), 10)},
	}.Encode()
	if _, err := p.ask(ctx, address); err != nil {
		return l, err
	}
	l.Search = time.Since(now)
	begin := time.Now()
	answer, err := asked(ctx, map[string]any{"queryType": "search", "traceql": failed, "limit": p.List})
	if err != nil {
		return l, err
	}
	l.Took = time.Since(begin)
	l.Found = answer[frames.Journeys].Rows()
	l.Requests, err = requestsToTempo(answer[frames.Journeys])
	return l, err
}

// requestsToTempo is what the answer says of itself.
func requestsToTempo(f *data.Frame) (int, error) {
	raw, err := json.Marshal(f.Meta.Custom)
	if err != nil {
		return 0, err
	}
	var custom struct {
		Sources struct{ Tempo struct{ Requests int } }
	}
	return custom.Sources.Tempo.Requests, json.Unmarshal(raw, &custom)
}

// remember searches for what the day began with, until it is gone, and for what is
// recent.
func (p *play) remember(ctx context.Context) error {
	recent, err := mesh.FetchSpanIDs(ctx, p.targets(), p.recent.TraceID)
	if err != nil {
		return err
	}
	p.report.RecentIsThere = len(recent) == len(p.recent.Spans)
	for end := time.Now().Add(goneWithin); ; time.Sleep(watchEvery) {
		first, err := mesh.FetchSpanIDs(ctx, p.targets(), p.first.TraceID)
		if err != nil {
			return err
		}
		if p.report.FirstIsThere = len(first) > 0; !p.report.FirstIsThere || time.Now().After(end) {
			return nil
		}
	}
}
