package httpsource

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// TestLearnedLimitsAreForgotten: a limit may be raised while the plugin runs.
func TestLearnedLimitsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l Learned
		require.Zero(t, l.Value())
		l.Learn(20)
		time.Sleep(LearnedFor)
		require.Equal(t, int64(20), l.Value())
		time.Sleep(time.Nanosecond)
		require.Zero(t, l.Value())
	})
}

func TestRefusedWith(t *testing.T) {
	e, err := New(Options{Source: "Tempo", Language: "TraceQL", URL: "http://tempo"})
	require.NoError(t, err)
	require.Equal(t, "limit 200 exceeds max limit 20", RefusedWith(e.Fault(400, "limit 200 exceeds max limit 20")))
	require.Empty(t, RefusedWith(e.Fault(500, "limit 200 exceeds max limit 20")))
	require.Empty(t, RefusedWith(errors.New("limit 200 exceeds max limit 20")))
	require.Empty(t, RefusedWith(nil))
}

func TestLasting(t *testing.T) {
	for want, d := range map[string]time.Duration{
		"7 days": 168 * time.Hour, "1 day": 24 * time.Hour, "25 hours": 25 * time.Hour, "1 hour": time.Hour,
		"90 minutes": 90 * time.Minute, "1 minute": time.Minute, "45 seconds": 45 * time.Second, "3601 seconds": 3601 * time.Second,
		"1 second": 900 * time.Millisecond, "721 hours": 721 * time.Hour,
	} {
		require.Equal(t, want, Lasting(d))
	}
}

func TestBetween(t *testing.T) {
	at := time.Date(2026, 11, 20, 23, 0, 0, 5, time.FixedZone("", 3600))
	require.Equal(t, "2026-11-20 22:00:00 to 23:30:00 UTC", Between(journey.TimeRange{From: at, To: at.Add(90 * time.Minute)}))
	require.Equal(t, "2026-11-20 22:00:00 to 2026-11-21 00:00:00 UTC", Between(journey.TimeRange{From: at, To: at.Add(2 * time.Hour)}))
}

// TestLaggingTempo: Tempo 3.0's live store refuses with these words
// (modules/livestore/live_store.go at v3.0.3, errLagged); its frontend passes
// them on in a 500.
func TestLaggingTempo(t *testing.T) {
	e, err := New(Options{Source: "Tempo", Language: "TraceQL", URL: "http://tempo"})
	require.NoError(t, err)
	fault := e.Fault(500, "error querying live-stores in Querier.SearchRecent: rpc error: code = Unknown desc = cannot guarantee complete results")
	require.Equal(t, journey.ErrServer, fault.Kind)
	require.Equal(t, "Tempo refuses to search the newest data because it has not caught up with what was written: try again in a moment, or end the time range earlier", fault.Error())
}
