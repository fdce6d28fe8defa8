package extract

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// FuzzExtract holds that an ID is never made up, and that a field at the end of
// a line without one is always found.
func FuzzExtract(f *testing.F) {
	for _, c := range slices.Concat(proxyLines, applicationLines, wrappedLines, headerLines, unkeyedLines, precedenceLines,
		colourLines, googleLines, serilogLines, memberLines, keyLines, separatorLines, pairLines, otherContextLines, cutLines) {
		f.Add(c.line, "trace_id", trace)
		f.Add(c.line, "app", "reviews")
	}
	f.Add("", "dd.trace_id", "11803532876627986230")
	f.Add("trace_id=-", "b3", trace+"-"+span+"-1")
	f.Add(manyKeys, "trace_id", manyKeys)
	e, err := New(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body, name, value string) {
		labelled := journey.Line{Body: body, Labels: pairs(name, value)}
		checkFound(t, e.Extract(&labelled), body+"\n"+value, hasNumber)
		bare := journey.Line{Body: body}
		if e.Extract(&bare).TraceID.IsZero() {
			bare.Body += " trace_id=" + trace
			if got := e.Extract(&bare).TraceID.String(); got != trace {
				t.Errorf("got %s from %q", got, bare.Body)
			}
		}
	})
}

// FuzzRules holds that no user's rule makes New or Extract panic, or make up an
// ID; a pattern may well cut one out of more digits.
func FuzzRules(f *testing.F) {
	f.Add("line", `traceID=(\w+)`, "", "traceID="+trace)
	f.Add("label", "", "trace_id", trace)
	f.Add("label", `(?P<trace>\w+)-(?P<span>\w+)`, "^b3$", trace+"-"+span)
	f.Add("json", "", "log.trace_id", `x {"log":"{\"trace_id\":\"`+trace+`\"}"}`)
	f.Add("json", "", "a.b", `{"a":{"b":[1,{"c":null}]}}`)
	f.Add("logfmt", "", "trace", `a=b trace="`+trace+`"`)
	f.Fuzz(func(t *testing.T, source, pattern, key, text string) {
		e, err := New([]Rule{{Name: "r", Source: Source(source), Pattern: pattern, Key: key}})
		if err != nil {
			return
		}
		ctx := e.Extract(&journey.Line{Body: text, Labels: pairs(key, text)})
		if source != "json" { // JSON may spell digits by code point
			checkFound(t, ctx, text, strings.Contains)
		}
	})
}

// checkFound fails when the text does not hold the IDs in some spelling, as has
// tells.
func checkFound(t *testing.T, ctx journey.TraceContext, text string, has func(text, digits string) bool) {
	t.Helper()
	if ctx.TraceID.IsZero() {
		if ctx != (journey.TraceContext{}) {
			t.Errorf("%+v without a trace ID from %q", ctx, text)
		}
		return
	}
	text = percentQuote.Replace(lowerASCII(text))
	if !holds(text, ctx.TraceID[:], has) {
		t.Errorf("trace ID %s is not in %q", ctx.TraceID, text)
	}
	if !ctx.SpanID.IsZero() && !holds(text, ctx.SpanID[:], has) {
		t.Errorf("span ID %s is not in %q", ctx.SpanID, text)
	}
}

// holds searches for an ID as hex with or without leading zeros, as a decimal
// number, and as X-Amzn-Trace-Id divides it.
func holds(text string, id []byte, has func(text, digits string) bool) bool {
	digits := hex.EncodeToString(id)
	if has(text, strings.TrimLeft(digits, "0")) {
		return true
	}
	if len(id) == 16 && strings.Contains(text, "1-"+digits[:8]+"-"+digits[8:]) {
		return true
	}
	low, high := id[len(id)-8:], id[:len(id)-8]
	isLow := strings.Trim(string(high), "\x00") == ""
	return isLow && has(text, strconv.FormatUint(binary.BigEndian.Uint64(low), 10))
}

// hasNumber says that digits stand in text and do not go on: a part of a digest
// is not an ID. What is before them may be zeros or an escape.
func hasNumber(text, digits string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], digits)
		if i < 0 {
			return false
		}
		i += from
		before := strings.TrimRight(text[:i], "0")
		escaped := strings.HasSuffix(before, "u0022") || strings.HasSuffix(before, "%3a")
		starts := before == "" || hexValue[before[len(before)-1]] == notHex
		if end := i + len(digits); (starts || escaped) && (end == len(text) || hexValue[text[end]] == notHex) {
			return true
		}
		from = i + 1
	}
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if isUpper(c) {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

// percentQuote takes the quotes of URLs, which end in a hex digit, off IDs.
var percentQuote = strings.NewReplacer("%22", `"`, "%27", `'`)
