package loki

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// ztunnelFilter finds ztunnel's access lines, quoted or not. It is cheap, so it comes before the
// search for workloads. A workload is src.workload="a" in text and "src.workload":"a" in JSON.
const ztunnelFilter = ` |= "connection complete" |~ `

// Connections implements journey.LogSource. Which label marks ztunnel's streams differs
// from one log shipper to the next, so all streams of the scope are read. Of a long
// range only the newest slice is, in one request.
func (s *Source) Connections(ctx context.Context, clients []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	isLong := in.To.Sub(in.From) > s.slice
	if isLong {
		in.From = in.To.Add(-s.slice)
	}
	quoted := make([]string, len(clients))
	for i, client := range clients {
		quoted[i] = regexp.QuoteMeta(client)
	}
	query := s.scope + ztunnelFilter + strconv.Quote(`src\.workload\W{1,5}(?:`+strings.Join(quoted, "|")+`)`)
	if len(query) > maxQueryBytes {
		return journey.LogResult{Cut: true}, nil
	}
	found, err := s.newest(ctx, query, in, limit)
	forgetParsed(found.Lines)
	found.Cut = found.Cut || isLong
	return found, s.scopeFault(err)
}
