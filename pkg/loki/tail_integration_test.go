package loki_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestTail follows a real Loki's lines: what is there, and then what comes.
func TestTail(t *testing.T) {
	f := newFixture(t, stack.ForTest(t).LokiURL)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f.push(t, line{body: "first", metadata: map[string]string{"trace_id": "abc"}, labels: map[string]string{"app": "shop"}})
	var got []journey.Line
	var ended error
	for lines, err := range f.source.Tail(ctx, f.selector()+` | json | line_format "{{.n}}"`, f.at) {
		got, ended = append(got, lines...), err
		switch len(got) {
		case 1:
			f.push(t, line{body: `{"n":"second","trace_id":"def"}`, offset: 1})
		case 2:
			cancel()
		}
	}
	require.ErrorIs(t, ended, context.Canceled)
	require.Equal(t, "JSONParserErr", got[0].Parsed.Get("__error__"))
	require.True(t, got[0].Time.Equal(f.at))
	require.Equal(t, "abc", got[0].Metadata.Get("trace_id"))
	require.Equal(t, "shop", got[0].Labels.Get("app"))
	require.Equal(t, "second", got[1].Body)
	require.Equal(t, "n=second trace_id=def", written(got[1].Parsed))
}

func TestTailFaults(t *testing.T) {
	f := newFixture(t, stack.ForTest(t).LokiURL)
	gateway := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(gateway.Close)
	down := httptest.NewServer(nil)
	down.Close()
	noLoki := func(url string) *loki.Source {
		source, err := loki.New(loki.Options{URL: url, Client: http.DefaultClient})
		require.NoError(t, err)
		return source
	}
	for name, tc := range map[string]struct {
		source *loki.Source
		logql  string
		kind   journey.ErrorKind
		want   string
	}{
		"a wrong query":            {f.source, `{app=`, journey.ErrBadQuery, "Loki did not understand the LogQL query: parse error"},
		"nothing listens":          {noLoki(down.URL), `{app="x"}`, journey.ErrUnreachable, "nothing listens there"},
		"a gateway without a tail": {noLoki(gateway.URL), `{app="x"}`, journey.ErrBadAnswer, "/loki/api/v1/tail (404)"},
	} {
		t.Run(name, func(t *testing.T) {
			for lines, err := range tc.source.Tail(t.Context(), tc.logql, f.at) {
				var fault *journey.SourceError
				require.True(t, errors.As(err, &fault), "%v, %v", lines, err)
				require.Equal(t, tc.kind, fault.Kind)
				require.Contains(t, fault.Error(), tc.want)
			}
		})
	}
}
