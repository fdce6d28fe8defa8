package faults

import (
	"testing"
)

// fault is one way for a server to fail, and what the user then sees.
type fault struct {
	name string
	// way leads to the server with the fault on it.
	way func(t *testing.T, r *rig, server string) (url string)
	// set changes the data source's settings of the server; nil for none.
	set func(settings)
	// endless faults use up the query's budget, which is small for them.
	endless bool
	// only is the server that can fail so; "" for both.
	only string
	want outcomes
}

// outcomes are those of each question.
type outcomes struct{ journey, both, alone outcome }

// Most faults end in one of these.
var (
	unharmed = outcomes{whole, whole, whole}
	oneSide  = outcomes{partial, partial, failed} // what the other server knows
	ownFault = outcomes{partial, failed, failed}  // the user's query is to blame
)

// matrix is the table of docs/reliability.md.
var matrix = []fault{
	{name: "none", way: tcp("", nil), want: unharmed},
	{name: "slow: 100 ms more a packet", way: tcp("latency", map[string]any{"latency": 100, "jitter": 20}), want: unharmed},
	{name: "slow: 200 KB/s, in slices", way: tcp("slicer", map[string]any{"average_size": 1500, "size_variation": 500, "delay": 200}), want: unharmed},
	{name: "refused: nobody listens", way: func(t *testing.T, _ *rig, _ string) string { return nobody(t) }, want: oneSide},
	{name: "down behind a load balancer: connections are taken and closed", way: func(t *testing.T, _ *rig, _ string) string { return newLine(t, nobody(t)).url() }, want: oneSide},
	{name: "silent: the connection stays open, no answer comes", way: tcp("timeout", map[string]any{"timeout": 0}), endless: true, want: oneSide},
	{name: "stalls in the middle of the answer", way: layer(halfThen(stall)), endless: true, want: oneSide},
	{name: "resets every connection", way: tcp("reset_peer", map[string]any{"timeout": 0}), want: oneSide},
	{name: "resets one connection before the first byte", way: firstOnly(reset), want: unharmed},
	{name: "ends the connection in the middle of the answer", way: layer(halfThen(abort)), want: oneSide},
	{name: "answer cut short by the network after 100 bytes", way: tcp("limit_data", map[string]any{"bytes": 100}), want: oneSide},
	{name: "truncated body", way: layer(answered(shorter)), want: oneSide},
	{name: "corrupt body", way: layer(answered(garbled)), want: oneSide},
	{name: "200 with a login page", way: layer(typed("text/html; charset=utf-8", "<!DOCTYPE html><title>Sign in</title>")), want: oneSide},
	{name: "200 with another content type", way: layer(typed("text/plain", "ok")), want: oneSide},
	{name: "200 with an empty JSON object", way: layer(typed("application/json", "{}")), want: oneSide},
	{name: "302 to another host", way: layer(status(302, "", "Location", "http://login.invalid/")), want: oneSide},
	{name: "400 with the server's reason", way: layer(status(400, "parse error at line 1, col 2: syntax error")), want: ownFault},
	{name: "400 for a limit", way: layer(status(400, "the query would read too many bytes (query: 2 TB, limit: 1 TB)")), want: oneSide},
	{name: "401", way: layer(status(401, "no org id")), want: oneSide},
	{name: "403", way: layer(status(403, "")), want: oneSide},
	{name: "404 of a wrong path", way: layer(status(404, "404 page not found\n")), want: oneSide},
	{name: "413", way: layer(status(413, "")), want: oneSide},
	{name: "422", way: layer(status(422, "trace exceeds max size (max bytes: 5000000)")), want: oneSide},
	{name: "429 once, with Retry-After", way: firstOnly(status(429, "too many outstanding requests", "Retry-After", "1")), want: unharmed},
	{name: "429 always, with Retry-After", way: layer(status(429, "too many outstanding requests", "Retry-After", "1")), endless: true, want: oneSide},
	{name: "500", way: layer(status(500, "rpc error: code = Unknown desc = store is closed")), want: oneSide},
	{name: "502 of a gateway, with a page", way: layer(status(502, "<html>Bad gateway</html>")), want: oneSide},
	{name: "503 once, with Retry-After", way: firstOnly(status(503, "shutting down", "Retry-After", "1")), want: unharmed},
	{name: "503 always", way: layer(status(503, "empty ring")), want: oneSide},
	{name: "504", way: layer(status(504, "context deadline exceeded")), want: oneSide},
	{name: "partial trace", only: "Tempo", way: layer(answered(partialTrace)), want: outcomes{partial, whole, whole}}, // lists are made of a search
	{name: "empty: it knows nothing of the requests", only: "Loki", way: tcp("", nil), set: as(emptyTenant), want: outcomes{hinted, unmatched, unmatched}},
	{name: "empty: it knows nothing of the requests", only: "Tempo", way: tcp("", nil), set: as(emptyTenant), want: outcomes{partial, unmatched, unmatched}},
	{name: "clocks are an hour behind where lines are written", only: "Loki", way: tcp("", nil), set: as(hourBehind), want: outcomes{hinted, whole, whole}},
	{name: "clocks are an hour behind where spans are made", only: "Tempo", way: tcp("", nil), set: as(hourBehind), want: outcomes{hinted, whole, hinted}},
}

// as asks the server as another tenant.
func as(tenant string) func(settings) { return func(s settings) { s["tenant"] = tenant } }

// tcp is a line to the server with a toxic on it; "" for none.
func tcp(toxic string, attributes map[string]any) func(*testing.T, *rig, string) string {
	return func(t *testing.T, r *rig, server string) string {
		l := newLine(t, r.url(server))
		if toxic != "" {
			l.spoil(t, toxic, attributes)
		}
		return l.url()
	}
}

// layer is a layer before the server.
func layer(meddle meddler) func(*testing.T, *rig, string) string {
	return func(t *testing.T, r *rig, server string) string { return newLayer(t, r.url(server), meddle) }
}

// firstOnly is a layer that meddles with the first request of each question.
func firstOnly(meddle meddler) func(*testing.T, *rig, string) string {
	return func(t *testing.T, r *rig, server string) string { return newLayer(t, r.url(server), firstly(meddle)) }
}
