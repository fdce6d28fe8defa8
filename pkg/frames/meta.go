package frames

import (
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// custom is the meta.custom of every frame: what was asked, answered, cut and
// failed.
type custom struct {
	Verdict journey.Verdict `json:"verdict"`
	Limits  journey.Limits  `json:"limits"`
	Sources sources         `json:"sources"`
}

type sources struct {
	Loki  source `json:"loki"`
	Tempo source `json:"tempo"`
}

type source struct {
	Asked    bool    `json:"asked"`
	Found    int     `json:"found"`
	Requests int     `json:"requests"`
	Bytes    int64   `json:"bytes"`
	TookMs   float64 `json:"tookMs"`
	Cut      string  `json:"cut"`   // the limit that was reached
	Error    string  `json:"error"` // the first failure
}

func customMeta(res *journey.Result) custom {
	return custom{
		Verdict: res.Verdict,
		Limits:  res.Limits,
		Sources: sources{Loki: sourceMeta(res.Loki), Tempo: sourceMeta(res.Tempo)},
	}
}

func sourceMeta(r journey.SourceReport) source {
	s := source{
		Asked:    r.Asked,
		Found:    r.Found,
		Requests: r.Stats.Requests,
		Bytes:    r.Stats.Bytes,
		TookMs:   ms(r.Stats.Took),
		Cut:      r.Cut,
	}
	if r.Err != nil {
		s.Error = validText(r.Err.Error())
	}
	return s
}

func notices(ns []journey.Notice) []data.Notice {
	out := make([]data.Notice, 0, len(ns))
	for _, n := range ns {
		out = append(out, data.Notice{Severity: noticeSeverity(n.Severity), Text: validText(n.Text)})
	}
	return out
}

func noticeSeverity(s journey.Severity) data.NoticeSeverity {
	switch s {
	case journey.SeverityError:
		return data.NoticeSeverityError
	case journey.SeverityWarning:
		return data.NoticeSeverityWarning
	}
	return data.NoticeSeverityInfo
}

// validText replaces bytes that are not UTF-8, which neither Arrow nor JSON can
// carry: one such line would fail the whole frame.
func validText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
