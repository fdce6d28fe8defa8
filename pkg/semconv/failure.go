package semconv

import (
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// SaysFailed reports whether a span's attributes show a failure: OpenTracing's error tag, or a
// status code of HTTP or gRPC. By the semantic conventions, a 4xx is a failure only for the
// client (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status,
// https://opentelemetry.io/docs/specs/semconv/rpc/grpc/#grpc-status). Proxies
// pass a 4xx on, so it is no failure of theirs.
func SaysFailed(s *journey.Span) bool {
	if text := attributeText(s, "error"); text != "" && !strings.EqualFold(text, "false") {
		return true
	}
	isClient := s.Kind == journey.KindClient && !IsProxy(s)
	if code := HTTPCode(s); code >= 500 || code >= 400 && isClient {
		return true
	}
	code := GRPCCode(s)
	return isClient && code > 0 || slices.Contains(grpcServerFailures, code)
}

// SaysSucceeded reports whether the span shows that it ended well.
func SaysSucceeded(s *journey.Span) bool {
	if s.Status != journey.StatusUnset {
		return s.Status == journey.StatusOK
	}
	return HTTPCode(s) > 0 || GRPCCode(s) >= 0
}

// HTTPCode returns the HTTP status code of the span, or 0 if it has none.
func HTTPCode(s *journey.Span) int { return max(0, journey.Number(HTTPStatus(s))) }

// GRPCCode returns the gRPC status code of the span, or -1 if it has none.
func GRPCCode(s *journey.Span) int {
	text := attributeText(s, "rpc.grpc.status_code", "grpc.status_code", "rpc.response.status_code")
	if code := slices.Index(grpcCodes, strings.ToUpper(text)); code >= 0 {
		return code
	}
	return journey.Number(text)
}

// grpcServerFailures are the codes of a server's failure, not of a client's mistake: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE and
// DATA_LOSS.
var grpcServerFailures = []int{2, 4, 12, 13, 14, 15}

// grpcCodes are the names of gRPC's status codes
// (https://grpc.io/docs/guides/status-codes/).
var grpcCodes = []string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
	"PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
	"INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
}

// GRPCStatus returns the name of the span's gRPC status code, or "" if it has no known code.
func GRPCStatus(s *journey.Span) string {
	if code := GRPCCode(s); code >= 0 && code < len(grpcCodes) {
		return grpcCodes[code]
	}
	return ""
}

// ErrorType returns the class of the error with which the operation ended, or "" if the span
// has none
// (https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/).
func ErrorType(s *journey.Span) string { return s.Attributes.Text("error.type") }

// LinkerdError returns the text of the header l5d-proxy-error, by which Linkerd's proxies say
// that they made the response themselves; "" if the span has none
// (https://opentelemetry.io/docs/specs/semconv/http/http-spans/, http.response.header.<key>).
func LinkerdError(s *journey.Span) string {
	return s.Attributes.Text("http.response.header.l5d-proxy-error", "l5d-proxy-error")
}

// ResponseFlags returns Envoy's flags, which say why it made a response itself; "" or "-" if
// it did not
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags).
func ResponseFlags(s *journey.Span) string {
	return s.Attributes.Text("response_flags", "http.response_flags")
}
