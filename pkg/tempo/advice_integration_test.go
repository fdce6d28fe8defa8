package tempo_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestAdviceIsUnderstood holds that what Tempo refuses as people write it is
// accepted as it is advised.
func TestAdviceIsUnderstood(t *testing.T) {
	servers := stack.ForTest(t)
	source, err := tempo.New(tempo.Options{URL: servers.TempoURL, Client: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	lastHour := journey.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now()}
	for _, traceql := range []string{
		`{service.name="api-gateway"} && duration > 500ms`,
		`{http.status_code=500}`,
	} {
		_, err := source.Search(t.Context(), traceql, lastHour, 10)
		if err == nil {
			t.Fatalf("Tempo accepts %s: it needs no advice any more", traceql)
		}
		_, better, ok := strings.Cut(err.Error(), "perhaps you mean ")
		if !ok {
			t.Fatalf("no advice in %q", err)
		}
		if _, err := source.Search(t.Context(), better, lastHour, 10); err != nil {
			t.Errorf("the advised %s is refused, too: %v", better, err)
		}
	}
	res, err := source.Search(t.Context(), `{ span.http.status_code = 500 }`, lastHour, 10)
	if err != nil {
		t.Fatal(err)
	}
	_, better, _ := strings.Cut(res.Advice, "perhaps you mean ")
	if _, err := source.Search(t.Context(), strings.TrimSuffix(better, "."), lastHour, 10); err != nil || better == "" {
		t.Errorf("the advice %q is refused: %v", res.Advice, err)
	}
}
