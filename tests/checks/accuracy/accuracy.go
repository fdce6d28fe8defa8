// Package accuracy measures how right the plugin is: meshes of every kind send
// to a real Loki and Tempo what they know the truth of, and the plugin's own
// answers are compared with it, line by line and finding by finding.
package accuracy

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// How many requests a mesh sends: each scenario comes up at least once, and in what the
// command writes several times.
const (
	PerMesh = 100
	atLeast = 60
)

// halves are two tenants with the same mesh, whose lines look alike.
var halves = []string{"a", "b"}

// Measure starts a Loki and a Tempo, sends every mesh and compares. Log
// receives what takes long.
func Measure(ctx context.Context, log io.Writer, perMesh int) ([]Score, error) {
	servers, err := stack.Start(ctx, stack.Options{Log: log, MultiTenant: true})
	if err != nil {
		return nil, err
	}
	defer servers.Stop()
	return MeasureOn(ctx, Target{Servers: servers, Ask: askIn(servers)}, perMesh)
}

// MeasureOn is Measure on servers that are there.
func MeasureOn(ctx context.Context, t Target, perMesh int) ([]Score, error) {
	var scores []Score
	for i, kind := range mesh.Kinds() {
		score, err := measure(ctx, t, kind, uint64(i+1), perMesh)
		if err != nil {
			return nil, fmt.Errorf("mesh %s: %w", kind, err)
		}
		scores = append(scores, score)
	}
	return scores, nil
}

// measure sends half of the requests as each of two tenants, so that what is
// the other's would show as lines that nobody sent.
func measure(ctx context.Context, t Target, kind mesh.Kind, seed uint64, perMesh int) (Score, error) {
	score := Score{Kind: kind}
	var asked []*half
	for i, name := range halves {
		h := &half{Target: t, tenant: string(kind) + "-" + name}
		start := time.Now().Add(-20 * time.Minute)
		m := mesh.New(mesh.Options{Kind: kind, Seed: 10*seed + uint64(i), Start: start, Every: 12 * time.Second})
		h.requests = m.Requests(perMesh / len(halves))
		if err := h.send(ctx); err != nil {
			return score, err
		}
		asked = append(asked, h)
	}
	for _, h := range asked {
		frames, err := h.ask(ctx)
		if err != nil {
			return score, err
		}
		var opened []map[string]*data.Frame
		if kind == mesh.KindAmbient {
			if opened, err = h.open(ctx); err != nil {
				return score, err
			}
		}
		score.compare(h.requests, frames, opened)
	}
	return score, nil
}

// half is a tenant's share of a mesh's requests.
type half struct {
	Target
	tenant   string
	requests []*mesh.Request
}

// send returns when everything is searchable.
func (h *half) send(ctx context.Context) error {
	to := mesh.On(h.Servers)
	to.Tenant = h.tenant
	if err := mesh.Send(ctx, to, h.requests); err != nil {
		return err
	}
	if err := to.Settle(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return mesh.WaitSearchable(ctx, to, h.requests)
}

// ask is one search for all that the tenant has.
func (h *half) ask(ctx context.Context) (map[string]*data.Frame, error) {
	return h.Ask(ctx, h.tenant, map[string]any{
		"queryType": "search", "logql": `{service_name=~".+"}`, "limit": 2 * PerMesh, "frames": []string{"logs", "findings"},
	})
}
