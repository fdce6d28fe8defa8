package journey

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// rows reads spans.
func rows(text string) []Span {
	var spans []Span
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		s := Span{
			SpanID: hexID(words[0]), ParentID: hexID(words[1]), ServiceName: strings.Trim(words[2], "-"),
			Name: "op", Kind: SpanKind(words[3]), Status: StatusUnset, Start: moment(words[4]),
		}
		s.Duration = moment(words[5]).Sub(s.Start)
		for _, extra := range words[6:] {
			if key, value, pair := strings.Cut(extra, "="); pair {
				s.Resource, s.Attributes = append(s.Resource, Attribute{key, value}), append(s.Attributes, Attribute{key, value})
			} else {
				s.Status = SpanStatus(extra)
			}
		}
		spans = append(spans, s)
	}
	return spans
}

func hexID(s string) SpanID {
	if s == "-" {
		return SpanID{}
	}
	id, err := ParseSpanID(s)
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
	return noon.Add(time.Duration(ms) * time.Millisecond)
}

// table writes spans as rows.
func table(spans []*Span) string {
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
	return strconv.FormatInt(t.Sub(noon).Milliseconds(), 10)
}

func shortID(id SpanID) string {
	switch text := strings.TrimLeft(id.String(), "0"); {
	case text == "":
		return "-"
	case len(text) > 4:
		return "+"
	default:
		return text
	}
}

func told(adjustments []Adjustment) string {
	var b strings.Builder
	for _, a := range adjustments {
		fmt.Fprintf(&b, "%s: %s", a.Step, a.Message)
		if a.Step == StepClockSkew {
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
