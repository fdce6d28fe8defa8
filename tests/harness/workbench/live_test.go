package workbench

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestStreams(t *testing.T) {
	w := startWith(t, DataSource{UID: "a"})

	t.Run("a message at a time, until its subscriber leaves", func(t *testing.T) {
		first, leave := w.subscribe(t, "ds/a/echo", `{"n":1}`)
		require.True(t, first.Scan())
		require.JSONEq(t, `{"n":1}`, first.Text())
		leave()
		w.get(t, "/api/datasources/uid/a/resources/idle") // answers when no stream runs
	})
	t.Run("until its subscriber says so", func(t *testing.T) {
		lines, _ := w.subscribe(t, "ds/a/echo", `{}`)
		require.True(t, lines.Scan())
		require.Equal(t, http.StatusForbidden, w.publish(t, `{"channel":"ds/a/echo","data":"anything"}`))
		require.Equal(t, http.StatusOK, w.publish(t, `{"channel":"ds/a/echo","data":"stop"}`))
		require.False(t, lines.Scan())
		require.NoError(t, lines.Err())
	})
	t.Run("with the reason of a refusal", func(t *testing.T) {
		answer, err := http.Post(w.URL+"/api/live/ds/a/other", "application/json", strings.NewReader(`{}`))
		status, body := read(t, answer, err)
		require.Equal(t, http.StatusForbidden, status)
		require.Contains(t, string(body), "There is no such stream.")
	})
	t.Run("of data sources alone", func(t *testing.T) {
		require.Equal(t, http.StatusBadRequest, w.publish(t, `{"channel":"grafana/dashboard"}`))
		require.Equal(t, http.StatusBadRequest, w.publish(t, `{`))
		require.Equal(t, http.StatusNotFound, w.publish(t, `{"channel":"ds/x/echo"}`))
	})
}

// subscribe returns the messages as lines; they end when leave is called.
func (r running) subscribe(t *testing.T, channel, data string) (lines *bufio.Scanner, leave func()) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL+"/api/live/"+channel, strings.NewReader(data))
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	t.Cleanup(func() { leave(); _ = answer.Body.Close() })
	require.Equal(t, http.StatusOK, answer.StatusCode)
	return bufio.NewScanner(answer.Body), leave
}

func (r running) publish(t *testing.T, body string) int {
	t.Helper()
	answer, err := http.Post(r.URL+"/api/live/publish", "application/json", strings.NewReader(body))
	status, _ := read(t, answer, err)
	return status
}
