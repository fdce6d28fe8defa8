package tempo

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Unordered says why searches do not return the newest traces, "" when they do.
// Tempo knows the hint most_recent since 2.8; 2.4 to 2.7 accept it and do not heed it.
func (s *Source) Unordered(ctx context.Context) string {
	if known := s.facts(ctx); known.release.known() && known.release.before(2, 8) {
		return fmt.Sprintf("Tempo %s returns any matching requests, not the newest", strings.TrimPrefix(known.version, "v"))
	}
	return ""
}

var asksForNewest = regexp.MustCompile(`(?i)\bmost_recent\s*=\s*true\b`)

// unordered says why what a query found need not be the newest.
func (s *Source) unordered(ctx context.Context, traceql string) string {
	if !asksForNewest.MatchString(traceql) {
		return "Tempo returned any matching requests, not the newest"
	}
	return s.Unordered(ctx)
}

// noteSummary spares a Tempo that is too old for the query of summaries, or whose
// blocks are: whole traces are fetched instead. It is tried again after a while.
func (s *Source) noteSummary(err error) {
	var fault *journey.SourceError
	switch {
	case err == nil:
		s.summaryBackoff.worked()
	case isBadQuery(err), errors.As(err, &fault) && strings.Contains(fault.Message, "unsupported traceql scope"):
		s.summaryBackoff.failed()
	}
}
