// Package soak plays a day of the demo's traffic in minutes, and holds that Loki
// and Tempo are then as they were in the morning: small, and quick to answer.
//
// Only the pace differs from a real day. The requests are backdated and sent as
// fast as the servers take them, and Tempo ends a block after as many
// requests as a block of the demo has, so that it stores, compacts and deletes
// the blocks of a whole day. The end is real time, in which the demo's own
// settings decide when a block ends.
package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Size is how much is played.
type Size struct {
	Every time.Duration // the mean time between two requests of the day
	Tail  time.Duration // of real time at the end
	Pause time.Duration // between two requests then
	List  int           // how many failed requests are listed meanwhile
}

var (
	// Day is a request a second, as the demo sends them.
	Day = Size{Every: time.Second, Tail: 3 * time.Minute, Pause: time.Second, List: 50}
	// Sample is the same day with a request in so many seconds. It ends with ten
	// times the demo's traffic, which shows at once what grows with traffic.
	Sample = Size{Every: 96 * time.Second, Tail: 25 * time.Second, Pause: 100 * time.Millisecond, List: 20}
)

const (
	day = 24 * time.Hour
	// perBlock is how many requests a block of the demo has: those of 30 seconds.
	perBlock = 30
	// settleWithin is how long after the day Tempo may go on compacting: the day
	// has passed too fast for it.
	settleWithin = 10 * time.Minute
)

// Play plays a whole day, prints the report and returns what is wrong in it.
func Play(ctx context.Context, out io.Writer) error {
	ctx, stop := project.Lifetime(ctx)
	defer stop()
	report, err := Run(ctx, Day, out)
	if err != nil {
		return err
	}
	return errors.Join(report.Write(out), report.Check())
}

// Run plays the day on servers of its own. Log receives what is under way.
func Run(ctx context.Context, size Size, log io.Writer) (*Report, error) {
	servers, err := stack.Start(ctx, stack.Options{Log: log, Own: true, Profile: stack.Demo})
	if err != nil {
		return nil, err
	}
	defer servers.Stop()
	p := &play{Size: size, servers: servers, log: log, report: Report{Size: size}}
	for _, step := range []func(context.Context) error{p.past, p.settle, p.present, p.remember} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return &p.report, nil
}

// play is a day under way.
type play struct {
	Size
	servers       *stack.Stack
	mesh          *mesh.Mesh
	first, recent *mesh.Request // of the day, and of its last hours
	watched       time.Time     // last
	log           io.Writer
	report        Report
}

func (p *play) targets() mesh.Targets {
	return mesh.On(p.servers)
}

// past plays the day until it has caught up with the time.
func (p *play) past(ctx context.Context) error {
	begin := time.Now()
	p.mesh = mesh.New(mesh.Options{Seed: 1, Start: begin.Add(-day), Every: p.Every})
	for told, caughtUp := begin, false; !caughtUp; {
		var requests []*mesh.Request
		for len(requests) < perBlock && !caughtUp {
			requests = append(requests, p.mesh.Requests(1)...)
			caughtUp = requests[len(requests)-1].Start.After(time.Now())
		}
		if err := p.block(ctx, requests); err != nil {
			return err
		}
		p.pick(requests[0], begin)
		if time.Since(told) > 10*time.Second {
			told = time.Now()
			fmt.Fprintf(p.log, "Played %d requests, until %s ago\n", p.report.Requests, time.Since(requests[0].Start).Round(time.Minute))
		}
	}
	p.report.Played = time.Since(begin)
	return nil
}

// pick keeps the day's first request, and one that is not to be deleted yet.
func (p *play) pick(r *mesh.Request, begin time.Time) {
	if p.first == nil {
		p.first = r
	}
	if r.Start.Before(begin.Add(-stack.DemoRetention / 2)) {
		p.recent = r
	}
}

// block sends the requests and ends Tempo's block. A busy server may refuse some:
// the day goes on, as the demo does.
func (p *play) block(ctx context.Context, requests []*mesh.Request) error {
	if err := mesh.Send(ctx, p.targets(), requests); err != nil {
		fmt.Fprintln(p.log, "Requests are missing:", err)
		p.report.Refused++
	}
	p.report.Requests += len(requests)
	p.report.Sent++
	if _, err := p.ask(ctx, p.servers.TempoURL+"/flush"); err != nil {
		return err
	}
	return p.watch(ctx)
}

// ask returns the body of an answer.
func (p *play) ask(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s answers %s", address, res.Status)
	}
	return io.ReadAll(res.Body)
}
