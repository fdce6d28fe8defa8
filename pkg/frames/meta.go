package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// custom is the meta.custom of every frame: what was asked, answered, cut and
// failed, and where to look further.
type custom struct {
	Verdict  journey.Verdict `json:"verdict"`            // of the only journey, or the least whole of many
	Limits   journey.Limits  `json:"limits"`             // what one query may cost
	Sources  sources         `json:"sources"`            // what Loki and Tempo were asked
	Kept     int             `json:"kept"`               // journeys known from an earlier query, so not asked for
	LogScope string          `json:"logScope,omitempty"` // where lines are searched, when it was set
	Covers   *coverage       `json:"covers,omitempty"`   // metrics: which of the requests that match are counted
	// Notices are the codes of the frame's notices (meta.notices), in their order: what
	// each is about. A notice that repeats a finding has the finding's code.
	Notices []journey.NoticeCode `json:"notices,omitempty"`
}

// coverage says what a number is about.
type coverage struct {
	Requests int   `json:"requests"`          // that are counted, the newest
	Of       int   `json:"of,omitempty"`      // that match; left out when not known
	AtLeast  bool  `json:"atLeast,omitempty"` // more than these may match
	Since    int64 `json:"since,omitempty"`   // milliseconds since 1970: requests that began earlier are not counted; left out when all are counted
}

func coverageMeta(c journey.Coverage) *coverage {
	m := &coverage{Requests: c.Requests, Of: c.Of, AtLeast: c.AtLeast}
	if c.IsPart() {
		m.Since = c.Since.UnixMilli()
	}
	return m
}

// CoreSources is where Grafana itself reads the same servers; panels lead there, and
// cannot see the settings of the data source that answered them.
type CoreSources struct {
	LokiUID, TempoUID string // of Grafana's own data sources; "" when not known
	LogScope          string // stream selector in which lines are searched; "" for all
}

// AddLinks adds to each frame where Grafana itself reads the same servers.
func (c CoreSources) AddLinks(frames data.Frames) data.Frames {
	for _, f := range frames {
		meta, ok := f.Meta.Custom.(custom)
		if !ok {
			continue
		}
		meta.Sources.Loki.DatasourceUID, meta.Sources.Tempo.DatasourceUID = c.LokiUID, c.TempoUID
		meta.LogScope = c.LogScope
		f.Meta.Custom = meta
	}
	return frames
}

type sources struct {
	Loki  source `json:"loki"`
	Tempo source `json:"tempo"`
}

type source struct {
	Asked    bool          `json:"asked"`    // whether it was asked at all
	Found    int           `json:"found"`    // lines, or traces
	Requests int           `json:"requests"` // how many were sent
	Bytes    int64         `json:"bytes"`    // of the answers, decompressed
	TookMs   float64       `json:"tookMs"`   // from first request to last answer
	Cut      journey.Limit `json:"cut"`      // the limit that was reached
	Error    string        `json:"error"`    // the first failure
	// Note says how it was asked, where that is not the way that was wanted.
	Note string `json:"note,omitempty"`
	// DatasourceUID is of Grafana's own data source for this server.
	DatasourceUID string `json:"datasourceUid,omitempty"`
}

func customMeta(res *journey.Result) custom {
	return custom{
		Verdict: res.Verdict,
		Limits:  res.Limits,
		Kept:    res.Cached,
		Sources: sources{Loki: sourceMeta(res.Loki), Tempo: sourceMeta(res.Tempo)},
	}
}

func sourceMeta(r journey.SourceReport) source {
	s := source{
		Asked:    r.Asked,
		Found:    r.Found,
		Requests: r.Stats.Requests,
		Bytes:    r.Stats.Bytes,
		TookMs:   table.Milliseconds(r.Stats.Took),
		Cut:      r.Cut,
		Note:     r.Stats.Note,
	}
	if r.Err != nil {
		s.Error = journey.ValidText(r.Err.Error())
	}
	return s
}

// setNotices gives a frame notices and their codes.
func setNotices(frame *data.Frame, meta custom, ns []journey.Notice) {
	frame.Meta.Notices = notices(ns)
	for _, n := range ns {
		meta.Notices = append(meta.Notices, n.Code)
	}
	frame.Meta.Custom = meta
}

func notices(ns []journey.Notice) []data.Notice {
	out := make([]data.Notice, 0, len(ns))
	for _, n := range ns {
		out = append(out, data.Notice{Severity: noticeSeverity(n.Severity), Text: journey.ValidText(n.Text)})
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
