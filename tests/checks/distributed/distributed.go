// Package distributed checks the plugin on Loki and Tempo as microservices on S3,
// behind a gateway: how right it is, and what it says when processes die.
package distributed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/requestjourney/requestjourney/tests/checks/accuracy"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// Report is what one run found.
type Report struct {
	Processes int
	Start     time.Duration // until both servers answered through the gateway
	Meshes    []accuracy.Score
	Flushed   accuracy.Score // asked after everything was written to S3
	Live      time.Duration  // from a line's push to its request in a live list
	Kills     []Kill
}

// Run starts the cluster, checks, and stops it. Log receives what takes long.
func Run(ctx context.Context, log io.Writer) (*Report, error) {
	ctx, end := project.Lifetime(ctx)
	defer end()
	if err := stack.BuildCluster(ctx, log); err != nil {
		return nil, err
	}
	begin := time.Now()
	r, stop, err := newRig(ctx, log)
	if err != nil {
		return nil, err
	}
	defer stop()
	report := &Report{Processes: r.Processes(), Start: time.Since(begin)}
	fmt.Fprintf(log, "%d processes started in %s\n", report.Processes, report.Start.Round(100*time.Millisecond))
	if report.Meshes, err = accuracy.MeasureOn(ctx, r.target(), accuracy.PerMesh); err != nil {
		return nil, err
	}
	fmt.Fprintln(log, "Meshes are compared; next: S3, live mode, kills")
	if report.Flushed, err = r.flushed(ctx); err != nil {
		return nil, fmt.Errorf("search on S3: %w", err)
	}
	if report.Live, err = r.live(ctx); err != nil {
		return nil, fmt.Errorf("live mode: %w", err)
	}
	report.Kills, err = r.kills(ctx)
	return report, err
}

// Faults names what is not as promised; nil if all is.
func (r *Report) Faults() (err error) {
	for _, s := range append(r.Meshes, r.Flushed) {
		if !s.Good() {
			err = errors.Join(err, fmt.Errorf("mesh %s: %v", s.Kind, s.Faults))
		}
	}
	for _, k := range r.Kills {
		if fault := k.fault(); fault != "" {
			err = errors.Join(err, fmt.Errorf("kill of %s: %s", k.Process, fault))
		}
	}
	return err
}

// Update runs, writes docs/distributed.md, and fails if something is not as promised.
func Update(ctx context.Context, log io.Writer) error {
	report, err := Run(ctx, log)
	if err != nil {
		return err
	}
	page := report.Markdown()
	fmt.Fprintln(log, page)
	if err := project.WriteFile("docs/distributed.md", func(w io.Writer) error {
		_, err := io.WriteString(w, page)
		return err
	}); err != nil {
		return err
	}
	return report.Faults()
}

// sample sends requests of one mesh as a tenant.
func (r *rig) sample(ctx context.Context, tenant string, n int) ([]*mesh.Request, error) {
	m := mesh.New(mesh.Options{Kind: sampleKind, Seed: 99, Start: time.Now().Add(-20 * time.Minute), Every: 12 * time.Second})
	requests := m.Requests(n)
	return requests, r.target().Send(ctx, tenant, requests)
}

// sampleKind has lines, spans and findings of most kinds.
const sampleKind = mesh.KindIstioOTel

// flushed asks for requests after both servers have written them to S3.
func (r *rig) flushed(ctx context.Context) (score accuracy.Score, err error) {
	const tenant = "flushed"
	requests, err := r.sample(ctx, tenant, 50)
	if err != nil {
		return score, err
	}
	for _, server := range []string{"loki", "tempo"} {
		if err := r.Flush(ctx, server); err != nil {
			return score, err
		}
	}
	if err := mesh.Poll(ctx, func() error {
		return errors.Join(r.OnS3(ctx, "loki", tenant), r.OnS3(ctx, "tempo", tenant))
	}); err != nil {
		return score, err
	}
	return r.target().Score(ctx, sampleKind, tenant, requests)
}
