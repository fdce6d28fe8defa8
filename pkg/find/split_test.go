package find_test

import (
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// split returns a request whose second half has another trace ID, and an unrelated
// request.
func split(t *testing.T) (*logs, *traces) {
	one := journeytest.Trace(t, 1, "gateway server 0 100 GET guid:x-request-id="+requestID)
	two := journeytest.Trace(t, 2, "shop server 10 90 GET guid:x-request-id="+requestID)
	three := journeytest.Trace(t, 3, "shop server 10 90 GET guid:x-request-id=11111111-6d84-929d-98bd-c5aee93b5c88")
	return &logs{lines: journeytest.Lines(t, `
			90 2 1 shop "GET / HTTP/1.1" 200 `+requestID+`
			91 3 1 shop "GET / HTTP/1.1" 200 11111111-6d84-929d-98bd-c5aee93b5c88
		`)}, &traces{all: []journey.Trace{one, two, three}}
}

func TestPartsOfARequestAreLinked(t *testing.T) {
	for name, q := range map[string]journey.Query{
		"among what a search finds": {Type: journey.QuerySearch, Depth: journey.DepthLines, TraceQL: "GET", Range: hour, Limit: 10},
		"by the lines around one":   {Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1},
	} {
		t.Run(name, func(t *testing.T) {
			l, s := split(t)
			f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
			res, err := f.Find(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range res.Journeys {
				want := map[journey.TraceID]string{journeytest.TraceID(1): journeytest.TraceID(2).String(), journeytest.TraceID(2): journeytest.TraceID(1).String()}[j.TraceID]
				if got := linkedTo(j); got != want {
					t.Errorf("journey %s is linked to %q, want %q", j.TraceID, got, want)
				}
			}
		})
	}
}

// linkedTo returns the other trace ID in the split-request finding.
func linkedTo(j *journey.Journey) string {
	for _, f := range j.Findings {
		if f.Code == journey.FindingSplitRequest {
			return f.Evidence[0].Value.([]any)[0].(string)
		}
	}
	return ""
}
