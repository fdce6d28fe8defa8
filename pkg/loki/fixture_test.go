package loki_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
)

// fixture is a Loki with one stream label that no other test has.
type fixture struct {
	url, run string
	source   *loki.Source
	at       time.Time
	in       journey.TimeRange
}

func newFixture(t *testing.T, url string) *fixture {
	t.Helper()
	at := time.Now().Add(-time.Minute).Truncate(time.Second)
	f := &fixture{url: url, at: at, in: journey.TimeRange{From: at.Add(-time.Minute), To: at.Add(2 * time.Minute)}}
	f.run = fmt.Sprintf("%s-%d", t.Name(), time.Now().UnixNano())
	f.source = f.scoped(t, f.selector())
	return f
}

func (f *fixture) selector() string { return `{run=` + strconv.Quote(f.run) + `}` }

func (f *fixture) scoped(t *testing.T, scope string) *loki.Source {
	t.Helper()
	source, err := loki.New(loki.Options{URL: f.url, Client: &http.Client{Timeout: time.Minute}, Scope: scope})
	require.NoError(t, err)
	return source
}

// line is a row to push: labels beside run, metadata, body, at an offset.
type line struct {
	body     string
	metadata map[string]string
	labels   map[string]string
	offset   time.Duration
}

func (f *fixture) push(t *testing.T, lines ...line) {
	t.Helper()
	type stream struct {
		Stream map[string]string `json:"stream"`
		Values [][3]any          `json:"values"`
	}
	var request struct {
		Streams []stream `json:"streams"`
	}
	for _, l := range lines {
		labels := map[string]string{"run": f.run}
		for name, value := range l.labels {
			labels[name] = value
		}
		metadata := l.metadata
		if metadata == nil {
			metadata = map[string]string{}
		}
		nanos := strconv.FormatInt(f.at.Add(l.offset).UnixNano(), 10)
		request.Streams = append(request.Streams, stream{Stream: labels, Values: [][3]any{{nanos, l.body, metadata}}})
	}
	body, err := json.Marshal(request)
	require.NoError(t, err)
	res, err := http.Post(f.url+"/loki/api/v1/push", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusNoContent, res.StatusCode)
}
