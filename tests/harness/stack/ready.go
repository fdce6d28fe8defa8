package stack

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// probe says whether one thing about a server works; the error says what is
// wrong now.
type probe func(context.Context) error

const (
	readyTimeout = 30 * time.Second      // real starts take less than a second
	probeTimeout = 10 * time.Second      // for one request of a probe
	probePause   = 20 * time.Millisecond // between two tries
)

// waitUntilReady tries each probe until it succeeds. It gives up when p ends;
// p is nil for a server that is not ours.
func waitUntilReady(ctx context.Context, probes []probe, p *process) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for _, try := range probes {
		if err := retry(ctx, try, p); err != nil {
			return err
		}
	}
	return nil
}

func retry(ctx context.Context, try probe, p *process) error {
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-p.ended():
			return p.failure()
		case <-ctx.Done():
			return fmt.Errorf("not ready (%w): %w", context.Cause(ctx), err)
		case <-time.After(probePause):
		}
	}
}

// answers probes for status 200.
func answers(address string) probe {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, probeTimeout)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		req.Header.Set("X-Scope-OrgID", "ready") // any tenant will do, and none is asked for by default
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if res.StatusCode == http.StatusOK {
			return nil
		}
		body, _ := io.ReadAll(io.LimitReader(res.Body, 300))
		return fmt.Errorf("%s answers %s: %s", address, res.Status, strings.TrimSpace(string(body)))
	}
}

// listens probes for an open port.
func listens(address string) probe {
	return func(ctx context.Context) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		dialer := net.Dialer{Timeout: probeTimeout}
		conn, err := dialer.DialContext(ctx, "tcp", u.Host)
		if err != nil {
			return err
		}
		return conn.Close()
	}
}
