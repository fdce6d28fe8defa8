package mesh_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// What is sent to a real Loki and Tempo comes back: every span and every line.
func TestRoundTrip(t *testing.T) {
	s := stack.ForTest(t)
	targets := mesh.On(s)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for name, start := range map[string]time.Time{
		"just now":    time.Now().Add(-time.Minute),
		"a day ago":   time.Now().Add(-24 * time.Hour),
		"a week away": time.Now().Add(-7 * 24 * time.Hour),
	} {
		t.Run(name, func(t *testing.T) {
			// Seeds differ, since a stream takes no lines that are hours behind.
			requests := mesh.New(mesh.Options{Seed: uint64(start.Unix()), Start: start}).Requests(50)
			require.NoError(t, mesh.Send(ctx, targets, requests))
			require.NoError(t, mesh.WaitSearchable(ctx, targets, requests))
			for _, q := range requests {
				got, err := mesh.FetchSpanIDs(ctx, targets, q.TraceID)
				require.NoError(t, err)
				require.Equal(t, spanIDs(q), got)
			}
			require.Equal(t, keys(requests), fetchKeys(t, s.LokiURL, requests))
		})
	}
}

func TestWaitSaysWhatIsMissing(t *testing.T) {
	s := stack.ForTest(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second) // enough for a first answer
	defer cancel()
	requests := mesh.New(mesh.Options{Seed: 9}).Requests(1)
	err := mesh.WaitSearchable(ctx, mesh.Targets{LokiURL: s.LokiURL, TempoURL: s.TempoURL}, requests)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Regexp(t, `(Loki|Tempo) has 0 of \d+ (lines|spans)`, err.Error())
}

func spanIDs(q *mesh.Request) (ids []journey.SpanID) {
	for _, s := range q.Spans {
		ids = append(ids, s.ID)
	}
	slices.SortFunc(ids, func(a, b journey.SpanID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

func keys(requests []*mesh.Request) (keys []string) {
	for _, q := range requests {
		for _, l := range slices.Concat(q.Lines, q.Unrelated) {
			keys = append(keys, l.Key())
		}
	}
	slices.Sort(keys)
	return keys
}

// fetchKeys reads the keys of all lines in the time of the requests.
func fetchKeys(t *testing.T, loki string, requests []*mesh.Request) (keys []string) {
	t.Helper()
	first, last := requests[0].Start, requests[len(requests)-1].End
	res, err := http.Get(loki + "/loki/api/v1/query_range?" + url.Values{
		"query": {`{job="fluent-bit"}`},
		"limit": {"5000"},
		"start": {strconv.FormatInt(first.UnixNano(), 10)},
		"end":   {strconv.FormatInt(last.Add(5*time.Second).UnixNano(), 10)},
	}.Encode())
	require.NoError(t, err)
	defer res.Body.Close()
	var answer struct {
		Data struct {
			Result []struct {
				Stream map[string]string
				Values [][2]string
			}
		}
	}
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	for _, r := range answer.Data.Result {
		for _, v := range r.Values {
			ns, err := strconv.ParseInt(v[0], 10, 64)
			require.NoError(t, err)
			keys = append(keys, mesh.LineKey(time.Unix(0, ns), r.Stream["pod"], r.Stream["container"], v[1]))
		}
	}
	slices.Sort(keys)
	return keys
}
