package extract

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// headerValue reads a propagation header at the start of s: W3C traceparent,
// b3, uber-trace-id or X-Amzn-Trace-Id. It is zero for everything else.
func headerValue(s string) journey.TraceContext {
	n := hexRun(s)
	switch {
	case n == 0:
		return amazon(s)
	case n == len(s):
		return journey.TraceContext{}
	case s[n] == ':' || s[n] == '%':
		return uber(s)
	case s[n] != '-':
		return journey.TraceContext{}
	}
	switch n {
	case 1:
		return amazonEntity(s)
	case 2:
		return traceparent(s)
	case digits64, digits128:
		return b3(s)
	}
	return journey.TraceContext{}
}

// cutter takes a header apart from its start; it stays failed once a part is
// not as it must be.
type cutter struct {
	rest   string
	failed bool
}

// hex cuts between least and most hex digits.
func (c *cutter) hex(least, most int) string {
	n := hexRun(c.rest)
	if n < least || n > most {
		c.failed = true
	}
	if c.failed {
		return ""
	}
	part := c.rest[:n]
	c.rest = c.rest[n:]
	return part
}

// skip cuts any one of the texts and says whether there was one.
func (c *cutter) skip(texts ...string) bool {
	for _, text := range texts {
		if rest, ok := strings.CutPrefix(c.rest, text); ok {
			c.rest = rest
			return true
		}
	}
	return false
}

func (c *cutter) must(texts ...string) {
	if !c.skip(texts...) {
		c.failed = true
	}
}

// end fails the cutter when the value goes on.
func (c *cutter) end() {
	if !endsAt(c.rest, 0) {
		c.failed = true
	}
}

// context is what was cut, or nothing.
func (c *cutter) context(trace, span string, sampled journey.Sampled) (ctx journey.TraceContext) {
	if c.failed {
		return ctx
	}
	id := parseTraceID(trace)
	if id.IsZero() {
		return ctx
	}
	return journey.TraceContext{TraceID: id, SpanID: parseSpanID(span), Sampled: sampled}
}

// traceparent reads version-trace-span-flags; versions after 00 may go on
// (https://www.w3.org/TR/trace-context/#traceparent-header).
func traceparent(s string) journey.TraceContext {
	c := cutter{rest: s}
	version := c.hex(2, 2)
	c.must("-")
	trace := c.hex(digits128, digits128)
	c.must("-")
	span := c.hex(digits64, digits64)
	c.must("-")
	flags := c.hex(2, 2)
	if !c.failed && (version == "00" || !strings.HasPrefix(c.rest, "-")) {
		c.end()
	}
	if c.failed || version == "ff" {
		return journey.TraceContext{}
	}
	return c.context(trace, span, sampledIf(hexValue[flags[1]]&1 == 1))
}

// b3 reads trace-span[-state[-parent]]
// (https://github.com/openzipkin/b3-propagation#single-header).
func b3(s string) journey.TraceContext {
	c := cutter{rest: s}
	trace := c.hex(digits64, digits128)
	c.must("-")
	span := c.hex(digits64, digits64)
	sampled := b3State(&c)
	if sampled != journey.SampledUnknown && c.skip("-") {
		c.hex(digits64, digits64)
	}
	c.end()
	return c.context(trace, span, sampled)
}

func b3State(c *cutter) journey.Sampled {
	switch {
	case c.skip("-1", "-d"):
		return journey.SampledYes
	case c.skip("-0"):
		return journey.SampledNo
	}
	return journey.SampledUnknown
}

// uber reads trace:span:parent:flags, with zeros lost, as it is or URL-encoded
// (https://www.jaegertracing.io/docs/1.76/client-libraries/#tracespan-identity).
func uber(s string) journey.TraceContext {
	c := cutter{rest: s}
	trace := c.hex(shortestMarked, digits128)
	c.must(":", "%3A", "%3a")
	span := c.hex(1, digits64)
	c.must(":", "%3A", "%3a")
	c.hex(1, digits64)
	c.must(":", "%3A", "%3a")
	flags := c.hex(1, 2)
	c.end()
	if c.failed {
		return journey.TraceContext{}
	}
	return c.context(trace, span, sampledIf(hexValue[flags[len(flags)-1]]&1 == 1))
}

// maxAmazonFields is more than X-Amzn-Trace-Id has. Every key of a line may be
// followed by all the others: reading on for longer would cost the square of it.
const maxAmazonFields = 8

// amazon reads the fields of X-Amzn-Trace-Id in any order: Root, Parent and
// Sampled; Self is the load balancer's own, Lineage that of Lambda
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html).
// An application's own fields come after these and end it.
func amazon(s string) (ctx journey.TraceContext) {
	for range maxAmazonFields {
		var name, value string
		name, value, s = amazonField(s)
		switch name {
		case "Root":
			ctx.TraceID = amazonRoot(value)
		case "Parent":
			ctx.SpanID = spanID(value, false)
		case "Sampled":
			ctx.Sampled = sampledValue(value)
		case "Self", "Lineage":
		default:
			return ifTraced(ctx)
		}
	}
	return ifTraced(ctx)
}

// ifTraced drops what is known of a context without a trace ID.
func ifTraced(ctx journey.TraceContext) journey.TraceContext {
	if ctx.TraceID.IsZero() {
		return journey.TraceContext{}
	}
	return ctx
}

// longestAmazonName spares reading a longer word to its end.
const longestAmazonName = len("Sampled")

// amazonField cuts off name=value and the semicolon behind it; the name is ""
// when there is none.
func amazonField(s string) (name, value, rest string) {
	end := wordRun(s[:min(len(s), longestAmazonName+1)])
	if end == len(s) || s[end] != '=' {
		return "", "", s
	}
	name, rest = s[:end], s[end+1:]
	end = wordRun(rest)
	value, rest = rest[:end], strings.TrimPrefix(rest[end:], ";")
	return name, value, strings.TrimPrefix(rest, " ")
}

// amazonEntity reads 1-time-random with @segment behind it, as X-Ray's SDK for
// Java writes it into lines
// (https://docs.aws.amazon.com/xray/latest/devguide/xray-sdk-java-configuration.html).
func amazonEntity(s string) journey.TraceContext {
	ctx := journey.TraceContext{TraceID: amazonRoot(s)}
	if rest := s[min(len(s), amazonRootLength):]; !ctx.TraceID.IsZero() && strings.HasPrefix(rest, "@") && hexRun(rest[1:]) == digits64 {
		ctx.SpanID = spanID(rest[1:], false)
	}
	return ctx
}

// amazonRootLength is that of 1-time-random.
const amazonRootLength = len("1-") + 8 + len("-") + 24

// amazonRoot reads 1-time-random, whose parts make up the ID
// (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids).
func amazonRoot(s string) journey.TraceID {
	c := cutter{rest: s}
	c.must("1-")
	seconds := c.hex(8, 8)
	c.must("-")
	random := c.hex(24, 24)
	c.end()
	return c.context(seconds+random, "", journey.SampledUnknown).TraceID
}
