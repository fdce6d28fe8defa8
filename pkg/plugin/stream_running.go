package plugin

import (
	"context"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// stream identifies a stream. Only the user who runs it may end it.
type stream struct{ path, user string }

func streamOf(path string, p backend.PluginContext) stream {
	s := stream{path: path}
	if p.User != nil {
		s.user = p.User.Login
	}
	return s
}

// streams are the running streams of a data source. The zero value is ready.
type streams struct {
	mu      sync.Mutex
	running map[stream]*run
}

// run is a running stream. If the data source's settings change, Grafana may start it again
// before the old run has ended.
type run struct{ cancel context.CancelFunc }

// enter returns a context that also ends when the stream is stopped. The caller must call
// leave at the end.
func (ss *streams) enter(ctx context.Context, s stream) (_ context.Context, leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	r := &run{cancel}
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if ss.running == nil {
		ss.running = make(map[stream]*run)
	}
	ss.running[s] = r
	return ctx, func() { ss.leave(s, r) }
}

func (ss *streams) leave(s stream, r *run) {
	r.cancel()
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if ss.running[s] == r {
		delete(ss.running, s)
	}
}

// stop ends a stream. It returns false if the stream is not running.
func (ss *streams) stop(s stream) bool {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	r, runs := ss.running[s]
	if runs {
		r.cancel()
	}
	return runs
}
