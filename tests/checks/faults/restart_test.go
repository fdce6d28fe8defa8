package faults

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// honest wants each answer to be whole, or to say what it lacks.
func honest(t *testing.T, s, base seen) {
	t.Helper()
	switch got := s.outcome(base); got {
	case whole, hinted, partial, failed:
	default:
		t.Errorf("got %q: %+v", got, s)
	}
}

// TestKilledInTheMiddle kills a server with SIGKILL when it has worked out the
// answer to a query's first request, and starts it again while the query goes on.
func TestKilledInTheMiddle(t *testing.T) {
	r := newRig(t)
	base := r.base(t)
	for _, server := range servers {
		for _, question := range []string{"journey", "both"} {
			t.Run(server+"/"+question, func(t *testing.T) {
				var revived sync.WaitGroup
				restart := func(w http.ResponseWriter, req *http.Request, next http.Handler) {
					record(w, req, next)
					if err := r.servers.Kill(server); err != nil {
						t.Error(err)
					}
					revived.Go(func() {
						if err := r.servers.Revive(t.Context(), server); err != nil {
							t.Error(err)
						}
					})
					abort(req)
				}
				source := r.through(server, newLayer(t, r.url(server), firstly(overHTTP1(restart))))
				asked := r.questions(server)[question]
				honest(t, r.look(t, source, asked), base[server][question])
				revived.Wait()
				if err := r.waitSearchable(t.Context(), tenant, r.requests); err != nil {
					t.Fatal(err)
				}
				if got := r.look(t, source, asked); got.outcome(base[server][question]) != whole {
					t.Errorf("after the restart: %+v", got)
				}
			})
		}
	}
}

// overHTTP1 refuses gRPC, so that the request which comes first over HTTP is met.
func overHTTP1(meddle meddler) meddler {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.ProtoMajor == 2 {
			panic(http.ErrAbortHandler)
		}
		meddle(w, r, next)
	}
}

// TestFlaps has a server reset all connections every other moment while queries
// go on.
func TestFlaps(t *testing.T) {
	r := newRig(t)
	base := r.base(t)
	for _, server := range servers {
		t.Run(server, func(t *testing.T) {
			var away atomic.Bool
			source := r.through(server, newLayer(t, r.url(server), func(w http.ResponseWriter, req *http.Request, next http.Handler) {
				if away.Load() {
					reset(w, req, next)
					return
				}
				next.ServeHTTP(w, req)
			}))
			stop := make(chan struct{})
			var flapping sync.WaitGroup
			flapping.Go(func() { flap(&away, stop) })
			for range 6 {
				for question, asked := range r.questions(server) {
					honest(t, r.look(t, source, asked), base[server][question])
				}
			}
			close(stop)
			flapping.Wait()
			for question, asked := range r.questions(server) {
				if got := r.look(t, source, asked); got.outcome(base[server][question]) != whole {
					t.Errorf("%s afterwards: %+v", question, got)
				}
			}
		})
	}
}

// flap is away for a moment after each moment of being there, and there when
// stop is closed.
func flap(away *atomic.Bool, stop <-chan struct{}) {
	moment := time.NewTicker(40 * time.Millisecond)
	defer moment.Stop()
	for {
		select {
		case <-moment.C:
			away.Store(!away.Load())
		case <-stop:
			away.Store(false)
			return
		}
	}
}

// through is a data source that reaches one of the servers at another address.
func (r *rig) through(server, url string) host.Source {
	source, s := r.source()
	s.of(server)["url"] = url
	return source
}
