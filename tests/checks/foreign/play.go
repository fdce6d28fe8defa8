package foreign

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// request is one that was played.
type request struct {
	mark   string // "play=…", which the URL holds, and so some lines do
	fault  fault
	edge   string // pod
	path   string
	status int // 0 when the client gave up
	ended  time.Time
}

// player plays requests on a fleet.
type player struct {
	fleet []*program
	ship  *shipper
	done  []request
}

func (p *player) play(ctx context.Context, all []scenario) error {
	for _, s := range all {
		if err := p.scenario(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.fault, err)
		}
	}
	return nil
}

func (p *player) scenario(ctx context.Context, s scenario) error {
	if err := p.act(ctx, s.before...); err != nil {
		return err
	}
	for i := range s.times {
		if err := p.request(ctx, s, s.edges[i%len(s.edges)]); err != nil {
			return err
		}
	}
	return p.act(ctx, s.after...)
}

func (p *player) act(ctx context.Context, all ...action) error {
	for _, a := range all {
		if err := p.do(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) do(ctx context.Context, a action) error {
	if a.do == "settle" { // a killed program must not take with it what it has of other requests
		return wait(ctx, lastSpans)
	}
	on := named(p.fleet, a.pod)
	switch a.do {
	case "kill":
		on.kill()
		return nil
	case "start":
		return on.start(ctx, p.ship)
	case "pause":
		return on.pause()
	default:
		return on.resume()
	}
}

// request sends one and waits for its answer, which may be a failure.
func (p *player) request(ctx context.Context, s scenario, edge string) error {
	r := request{mark: fmt.Sprintf("play=p%04d", len(p.done)), fault: s.fault, edge: edge, path: s.path}
	if s.abort > 0 {
		cut, cancel := context.WithTimeout(ctx, s.abort)
		defer cancel()
		ctx = cut
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+named(p.fleet, edge).address()+s.path+"&"+r.mark, nil)
	if err != nil {
		return err
	}
	if s.during != nil {
		defer time.AfterFunc(s.during.wait, func() { _ = p.act(ctx, *s.during) }).Stop()
	}
	res, err := http.DefaultClient.Do(req)
	if err == nil {
		r.status = res.StatusCode
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	} else if s.abort == 0 {
		return err
	}
	r.ended = time.Now()
	p.done = append(p.done, r)
	return nil
}

// traces are the IDs under which lines of the request were written.
func (r request) traces(lines []line) (ids []string) {
	seen := map[string]bool{"": true}
	for _, l := range lines {
		if strings.Contains(l.body, r.mark) && !seen[l.traceID] {
			seen[l.traceID] = true
			ids = append(ids, l.traceID)
		}
	}
	return ids
}
