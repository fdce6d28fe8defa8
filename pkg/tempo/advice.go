package tempo

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// People write TraceQL as they know other query languages. advise rewrites what
// is commonly meant, for an error's or a notice's sentence; the user decides.

// withAdvice adds what to write instead to Tempo's own words.
func withAdvice(err error, traceql string) error {
	var fault *journey.SourceError
	if !errors.As(err, &fault) || fault.Kind != journey.ErrBadQuery {
		return err
	}
	better := conditionsInside(scoped(traceql))
	if better == traceql {
		return err
	}
	advised := *fault
	advised.Message = fmt.Sprintf("%s; perhaps you mean %s", strings.TrimSuffix(fault.Message, ". Check the query"), better)
	return &advised
}

// adviceForNothing says why a valid query may have matched no span, "" when
// nothing about it is suspicious.
func adviceForNothing(traceql string) string {
	better := mapUnquoted(traceql, func(s string) string { return statusNumber.ReplaceAllStringFunc(s, anyStatus) })
	if better == traceql {
		return ""
	}
	return "Proxies that report to Zipkin write the status as text, and newer SDKs as http.response.status_code; perhaps you mean " + better + "."
}

// unscoped finds attribute names with a dot that have no scope before them.
var unscoped = regexp.MustCompile(`(^|[\s({!&|,])([a-zA-Z_][\w-]*(?:\.[\w-]+)+)`)

// scopes are what a dotted name may begin with in TraceQL
// (https://grafana.com/docs/tempo/latest/traceql/construct-traceql-queries/).
var scopes = regexp.MustCompile(`^(span|resource|event|link|instrumentation|parent|trace)\.`)

// ofResource are the attributes that OpenTelemetry's conventions put on the
// resource, not on the span.
var ofResource = regexp.MustCompile(`^(service|k8s|host|container|deployment|cloud|process|telemetry|os|faas)\.`)

// scoped writes resource. or span. before names that lack it.
func scoped(traceql string) string {
	return mapUnquoted(traceql, func(s string) string {
		return unscoped.ReplaceAllStringFunc(s, func(found string) string {
			parts := unscoped.FindStringSubmatch(found)
			switch {
			case scopes.MatchString(parts[2]):
				return found
			case ofResource.MatchString(parts[2]):
				return parts[1] + "resource." + parts[2]
			}
			return parts[1] + "span." + parts[2]
		})
	})
}

// outside finds conditions after the braces that belong into them.
var outside = regexp.MustCompile(`^\s*\{([^{}]*)\}\s*(&&|\|\|)\s*([^{}|]+)$`)

func conditionsInside(traceql string) string {
	parts := outside.FindStringSubmatch(traceql)
	if parts == nil {
		return traceql
	}
	return fmt.Sprintf("{ %s %s %s }", strings.TrimSpace(parts[1]), parts[2], strings.TrimSpace(parts[3]))
}

// statusNumber finds comparisons of the former name of the HTTP status with a
// number.
var statusNumber = regexp.MustCompile(`(?:span)?\.http\.(?:response\.)?status_code\s*=\s*(\d{3})`)

func anyStatus(found string) string {
	status := statusNumber.FindStringSubmatch(found)[1]
	return fmt.Sprintf(`(span.http.status_code = %[1]s || span.http.status_code = "%[1]s" || span.http.response.status_code = %[1]s)`, status)
}

// mapUnquoted changes what is not inside double quotes or backticks.
func mapUnquoted(s string, change func(string) string) string {
	var out strings.Builder
	for s != "" {
		open := strings.IndexAny(s, "\"`")
		if open < 0 {
			break
		}
		closing := strings.IndexByte(s[open+1:], s[open])
		if closing < 0 {
			break
		}
		out.WriteString(change(s[:open]))
		out.WriteString(s[open : open+closing+2])
		s = s[open+closing+2:]
	}
	out.WriteString(change(s))
	return out.String()
}
