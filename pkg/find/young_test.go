package find_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// TestAYoungRequestHasANotice: some panels show no findings.
func TestAYoungRequestHasANotice(t *testing.T) {
	l, s := world(t)
	f := find.Finder{
		Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
		Now: func() time.Time { return journeytest.At(12_000) },
	}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(3), Range: hour, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, journey.VerdictPartial, res.Verdict)
	require.Equal(t, []journey.Notice{{
		Severity: journey.SeverityInfo,
		Text:     "This request ended 3 s ago: its spans may still be arriving. Open it again in a minute.",
		Code:     journey.NoticeCode(journey.FindingYoung),
	}}, res.Notices)

	unknown, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(9), Range: hour, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, []journey.Notice{{
		Severity: journey.SeverityWarning,
		Text:     "Neither Tempo nor Loki knows the trace 00000000000000000000000000000009. Check the ID, the time range, retention and tenants. A request younger than a minute may not be stored yet.",
		Code:     journey.NoticeCode(journey.FindingTraceNotFound),
	}}, unknown.Notices)
}
