package httpsource_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
)

// attempt is how a server meets one try.
type attempt struct {
	err        error
	status     int
	retryAfter string
}

func (a attempt) answer() (*http.Response, error) {
	if a.err != nil {
		return nil, a.err
	}
	header := http.Header{"Content-Type": {"application/x"}}
	if a.retryAfter != "" {
		header.Set("Retry-After", a.retryAfter)
	}
	return &http.Response{StatusCode: a.status, Header: header, Body: io.NopCloser(strings.NewReader("words"))}, nil
}

func TestRetries(t *testing.T) {
	ok, limited, reset := attempt{status: 200}, attempt{status: 429}, attempt{err: syscall.ECONNRESET}
	for name, test := range map[string]struct {
		attempts []attempt // the last one is repeated
		tries    int
		answered bool
		atLeast  time.Duration
	}{
		"an answer":                         {[]attempt{ok}, 1, true, 0},
		"limited, then not":                 {[]attempt{limited, ok}, 2, true, 50 * time.Millisecond},
		"limited for seconds":               {[]attempt{{status: 429, retryAfter: "3"}, ok}, 2, true, 3 * time.Second},
		"limited until a date":              {[]attempt{{status: 429, retryAfter: "Sat, 01 Jan 2000 00:00:05 GMT"}, ok}, 2, true, 5 * time.Second},
		"limited for ever":                  {[]attempt{limited}, 6, false, 1500 * time.Millisecond},
		"limited for longer than one waits": {[]attempt{{status: 429, retryAfter: "3600"}}, 1, false, 0},
		"limited for longer than there is":  {[]attempt{{status: 429, retryAfter: "9"}, {status: 429, retryAfter: "9"}, ok}, 2, false, 9 * time.Second},
		"busy, with a time":                 {[]attempt{{status: 503, retryAfter: "1"}, ok}, 2, true, time.Second},
		"busy":                              {[]attempt{{status: 503}, ok}, 1, false, 0},
		"failed, with a time":               {[]attempt{{status: 500, retryAfter: "1"}, ok}, 1, false, 0},
		"reset before an answer":            {[]attempt{reset, reset, ok}, 3, true, 0},
		"refused":                           {[]attempt{{err: syscall.ECONNREFUSED}, ok}, 1, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin, tries := time.Now(), 0
				e := at(t, "http://loki:3100", &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
					tries++
					return test.attempts[min(tries, len(test.attempts))-1].answer()
				})})
				ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
				defer cancel()
				_, err := e.Ask(ctx, httpsource.Request{Path: "/api", Accept: "application/x"})
				require.Equal(t, test.answered, err == nil, "%v", err)
				require.Equal(t, test.tries, tries)
				require.GreaterOrEqual(t, time.Since(begin), test.atLeast)
				require.NoError(t, ctx.Err(), "it gives up before its time is over")
			})
		})
	}
}

// A query that nobody waits for any more is not sent again.
func TestNoRetryAfterTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		tries := 0
		e := at(t, "http://loki:3100", &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
			tries++
			cancel()
			return attempt{status: 429, retryAfter: "1"}.answer()
		})})
		_, err := e.Ask(ctx, httpsource.Request{Path: "/api", Accept: "application/x"})
		require.Error(t, err)
		require.Equal(t, 1, tries)
	})
}
