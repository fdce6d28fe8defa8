package adjust

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// rows reads spans.
func rows(text string) []journey.Span {
	var spans []journey.Span
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		s := journey.Span{
			SpanID: hexID(words[0]), ParentID: hexID(words[1]), ServiceName: strings.Trim(words[2], "-"),
			Name: "op", Kind: journey.SpanKind(words[3]), Status: journey.StatusUnset, Start: moment(words[4]),
		}
		s.Duration = moment(words[5]).Sub(s.Start)
		for _, extra := range words[6:] {
			if key, value, pair := strings.Cut(extra, "="); pair {
				s.Resource, s.Attributes = append(s.Resource, journey.Attribute{Key: key, Value: value}), append(s.Attributes, journey.Attribute{Key: key, Value: value})
			} else {
				s.Status = journey.SpanStatus(extra)
			}
		}
		spans = append(spans, s)
	}
	return spans
}

func hexID(s string) journey.SpanID {
	if s == "-" {
		return journey.SpanID{}
	}
	id, err := journey.ParseSpanID(s)
	if err != nil {
		panic(err)
	}
	return id
}

func moment(s string) time.Time {
	if s == "none" {
		return time.Unix(0, 0).UTC()
	}
	ms, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return journeytest.Noon.Add(time.Duration(ms) * time.Millisecond)
}

// table writes spans as rows.
func table(spans []*journey.Span) string {
	var b strings.Builder
	for _, s := range spans {
		parent := shortID(s.ParentID)
		if s.Parent == nil && parent != "-" {
			parent += "!"
		}
		service := s.ServiceName
		if service == "" {
			service = "-"
		}
		fmt.Fprintln(&b, shortID(s.SpanID), parent, service, s.Kind, millisecond(s.Start), millisecond(s.End()))
	}
	return b.String()
}

// millisecond is the opposite of moment.
func millisecond(t time.Time) string {
	if t.Equal(moment("none")) {
		return "none"
	}
	return strconv.FormatInt(t.Sub(journeytest.Noon).Milliseconds(), 10)
}

func shortID(id journey.SpanID) string {
	switch text := strings.TrimLeft(id.String(), "0"); {
	case text == "":
		return "-"
	case len(text) > 4:
		return "+"
	default:
		return text
	}
}

func told(adjustments []journey.Adjustment) string {
	var b strings.Builder
	for _, a := range adjustments {
		fmt.Fprintf(&b, "%s: %s", a.Step, a.Message)
		if a.Step == journey.StepClockSkew {
			fmt.Fprintf(&b, " offset=%v", a.Offset)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// plain takes the indentation out of a table's text.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		fmt.Fprintln(&b, strings.TrimSpace(line))
	}
	return b.String()
}
