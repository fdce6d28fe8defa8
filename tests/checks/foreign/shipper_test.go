package foreign

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	traceA = "4bf92f3577b34da6a3ce929d0e0e4736"
	traceB = "0af7651916cd43dd8448eb211c80319c"
	spanA  = "00f067aa0ba902b7"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

func TestIDsInLines(t *testing.T) {
	for name, body := range map[string]string{
		"zap":     `2026-12-01T07:38:15.125Z	INFO	x.go:1	ok	{"service": "a", "trace_id": "` + traceA + `", "span_id": "` + spanA + `"}`,
		"pino":    `{"level":30,"trace_id":"` + traceA + `","span_id":"` + spanA + `","trace_flags":"01"}`,
		"Caddy":   `{"level":"info","traceID":"` + traceA + `","spanID":"` + spanA + `"}`,
		"Traefik": `{"SpanId":"` + spanA + `","TraceId":"` + traceA + `"}`,
	} {
		s := &shipper{now: func() time.Time { return noon }}
		s.take(&program{}, body)
		if got := s.lines[0]; got.traceID != traceA || got.spanID != spanA {
			t.Errorf("%s: got trace %q, span %q", name, got.traceID, got.spanID)
		}
	}
}

// TestTail holds that a line is taken when it ends, whatever is written at once,
// with the time of its host, and that no two lines have the same.
func TestTail(t *testing.T) {
	s := &shipper{now: func() time.Time { return noon }}
	sound, wrong := &program{pod: "a-0"}, &program{pod: "b-0", clock: skew}
	to := s.tail(sound)
	for _, part := range []string{"one\ntw", "o\r\n\nthr", "ee\nfour"} {
		if _, err := io.WriteString(to, part); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = io.WriteString(s.tail(wrong), "late\n")
	var got []string
	for _, l := range s.written() {
		got = append(got, fmt.Sprint(l.from.pod, " ", l.at.Sub(noon), " ", l.body))
	}
	if diff := cmp.Diff([]string{"a-0 0s one", "a-0 1ns two", "a-0 2ns three", "b-0 3.000000003s late"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestShip(t *testing.T) {
	var got any
	loki := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(&got)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer loki.Close()
	s := &shipper{now: func() time.Time { return noon }}
	a, b := &program{service: "a", namespace: "x", pod: "a-0"}, &program{service: "b", namespace: "y", pod: "b-0"}
	s.take(a, "one")
	s.take(b, "two")
	s.take(a, "three")
	if err := s.ship(t.Context(), loki.URL); err != nil {
		t.Fatal(err)
	}
	stream := func(service, namespace string, values ...any) any {
		labels := map[string]any{"service_name": service, "namespace": namespace, "pod": service + "-0"}
		return map[string]any{"stream": labels, "values": values}
	}
	at := func(nanos int, body string) any { return []any{fmt.Sprint(noon.UnixNano() + int64(nanos)), body} }
	want := map[string]any{"streams": []any{stream("a", "x", at(0, "one"), at(2, "three")), stream("b", "y", at(1, "two"))}}
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestShipSaysWhatLokiSays(t *testing.T) {
	loki := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "too late", http.StatusBadRequest)
	}))
	defer loki.Close()
	s := &shipper{now: func() time.Time { return noon }}
	s.take(&program{}, "one")
	want := "POST " + loki.URL + "/loki/api/v1/push answers 400 Bad Request: too late"
	if err := s.ship(t.Context(), loki.URL); err == nil || err.Error() != want {
		t.Errorf("got %v, wanted is %q", err, want)
	}
}
