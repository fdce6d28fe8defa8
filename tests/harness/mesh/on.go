package mesh

import (
	"context"

	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// On sends to the test stack.
func On(s *stack.Stack) Targets {
	return Targets{LokiURL: s.LokiURL, TempoURL: s.TempoURL, TempoOTLP: s.TempoOTLP, TempoZipkin: s.TempoZipkin, Tenant: s.Tenant(), Settle: s.Settle}
}

// SendPast sends the mesh's next n requests and returns when all of them are
// searchable.
func (m *Mesh) SendPast(ctx context.Context, to Targets, n int) ([]*Request, error) {
	requests := m.Requests(n)
	if err := Send(ctx, to, requests); err != nil {
		return nil, err
	}
	if err := to.Settle(ctx); err != nil {
		return nil, err
	}
	return requests, WaitSearchable(ctx, to, requests)
}
