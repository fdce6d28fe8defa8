package httpsource

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"syscall"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Unreachable says why there was no answer, or no whole one. The cause that it
// keeps is stripped of the request's URL, which holds the user's query.
func (e *Endpoint) Unreachable(ctx context.Context, err error) *journey.SourceError {
	var ofURL *url.Error
	if errors.As(err, &ofURL) {
		err = ofURL.Err
	}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return e.Errorf(journey.ErrTimeout, 0, context.Canceled, "the request to %s was cancelled before it was answered", e.source)
	case ctx.Err() != nil || isTimeout(err) || ofURL != nil && ofURL.Timeout():
		return e.Errorf(journey.ErrTimeout, 0, fmt.Errorf("%w: %w", context.DeadlineExceeded, err),
			"%s did not answer in time: narrow the time range or the query, or raise the timeout in the data source's settings", e.source)
	case containsAny(err.Error(), "too large"): // a response limit of the injected client
		return e.Errorf(journey.ErrTooMuch, 0, err, "%s's answer is larger than Grafana allows: narrow the time range or the query", e.source)
	}
	return e.Errorf(journey.ErrUnreachable, 0, err, "%s cannot be reached at %s: %s", e.source, e.base, reason(err))
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// reason names what usually is wrong, and what to do about it.
func reason(err error) string {
	var dns *net.DNSError
	var deflated flate.CorruptInputError
	var header textproto.ProtocolError
	var op *net.OpError
	switch {
	case errors.As(err, &dns):
		return "its host name is not known; check the URL"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there (connection refused); check the URL and that the server runs"
	case lacksTLS(err):
		return "the server does not speak TLS; begin the URL with http://"
	case isUntrusted(err):
		return "its TLS certificate is not trusted; check the TLS settings"
	case containsAny(err.Error(), "malformed http response"), spokeFirst(err):
		return "what listens there does not speak HTTP; check that the port is not that of gRPC"
	case errors.As(err, &deflated), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return "its answer was damaged on the way; check the proxies between"
	case brokeOff(err), errors.As(err, &header):
		return "the connection broke off; check that the server runs and is not overloaded"
	case errors.As(err, &op): // without the addresses that it would print
		err = op.Err
	}
	return withoutAddresses(oneLine(err.Error())) + "; check the URL and the network"
}

func lacksTLS(err error) bool {
	var noTLS tls.RecordHeaderError
	return errors.As(err, &noTLS) || errors.Is(err, http.ErrSchemeMismatch)
}

func isUntrusted(err error) bool {
	var issuer x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var cert *tls.CertificateVerificationError
	return errors.As(err, &issuer) || errors.As(err, &hostname) || errors.As(err, &cert)
}

// spokeFirst says that the server spoke before it was asked, as one of HTTP/2 does.
// net/http words it so, with an error that is missing (readLoopPeekFailLocked in
// its transport.go), when the words come before the request is written.
func spokeFirst(err error) bool {
	return containsAny(err.Error(), "readlooppeekfaillocked: %!w(<nil>)")
}

// brokeOff says that the connection ended before the answer did.
func brokeOff(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
		containsAny(err.Error(), "server closed idle connection", "use of closed network connection")
}
