package health

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// silent is a network on which nothing is ever answered.
type silent struct{}

func (silent) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// TestWhoIsSilentIsNotWaitedFor: there are many questions, each of which may take
// as long as the timeout of the settings.
func TestWhoIsSilentIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		a := Address{"Loki", "http://loki:3100/api", &http.Client{Transport: silent{}, Timeout: time.Hour}}
		if who := a.wrongServer(t.Context()); who != "" || time.Since(begin) != wrongServerTimeout {
			t.Errorf("got %q after %s", who, time.Since(begin))
		}
	})
}
