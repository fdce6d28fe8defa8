package adjust

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Spans are written one a row: `id parent service kind start end [extra…]`, IDs
// in hex with "-" for none, times in ms, service "-" for none. Extras are
// `error`, and resource attributes as `key=value`. What comes out is written
// alike; made-up IDs are "+", and rows are in order.
func TestAdjust(t *testing.T) {
	tests := []struct{ name, in, want, told string }{
		{"nothing to do, but to sort",
			`2 1 b server 10 20
			 1 - a server 0 30`,
			`1 - a server 0 30
			 2 1 b server 10 20`,
			``},
		{"no span ID",
			`- - a server 0 30
			 - - b internal 5 6`,
			`+ - a server 0 30
			 + - b internal 5 6`,
			`no-span-id: 2 spans have no ID and got a made-up one.
			 several-roots: 2 spans start the request, not one.`},
		{"sent twice",
			`1 - a server 0 30
			 2 1 a client 10 20
			 1 - a server 0 30`,
			`1 - a server 0 30
			 2 1 a client 10 20`,
			`duplicate-spans: 1 span was sent more than once and counts once.`},
		{"sent twice, first before it had ended",
			`1 - a internal 0 0
			 1 - a internal 0 31`,
			`1 - a internal 0 31`,
			`duplicate-spans: 1 span was sent more than once and counts once.`},
		{"nearly the same: both stay",
			`1 - a internal 0 30
			 1 - a internal 1 30`,
			`1 - a internal 0 30
			 + - a internal 1 30`,
			`shared-span-ids: 1 span shares its ID with another, as both ends of a call do in Zipkin, and got one of its own.
			 several-roots: 2 spans start the request, not one.`},
		{"both ends of a call share an ID",
			`1 - a server 0 100
			 2 1 a client 10 90
			 2 1 b server 20 80
			 3 2 b client 30 40`,
			`1 - a server 0 100
			 2 1 a client 10 90
			 + 2 b server 20 80
			 3 + b client 30 40`,
			`shared-span-ids: 1 span shares its ID with another, as both ends of a call do in Zipkin, and got one of its own.`},
		{"tries of one call, which Tempo hung below one another",
			`a - a client 0 400
			 1 3 b server 5 60
			 2 3 b server 100 160
			 3 a b server 210 390
			 4 3 b internal 10 50
			 5 3 c server 220 380`,
			`a - a client 0 400
			 1 a b server 5 60
			 4 1 b internal 10 50
			 2 a b server 100 160
			 3 a b server 210 390
			 5 3 c server 220 380`, ``},
		{"a part of a span that was reported once more",
			`a - a client 0 100
			 b a a client 10 90
			 1 b b server 20 80
			 b a b unspecified none none`,
			`a - a client 0 100
			 b a a client 10 90
			 1 b b server 20 80`, ``},
		{"the client's own child stays with the client",
			`2 - a client 10 90
			 2 - b server 20 80
			 3 2 a internal 11 12
			 4 2 c server 30 40`,
			`2 - a client 10 90
			 3 2 a internal 11 12
			 + 2 b server 20 80
			 4 + c server 30 40`,
			`shared-span-ids: 1 span shares its ID with another, as both ends of a call do in Zipkin, and got one of its own.`},
		{"missing parent: an orphan keeps the ID of what is missing",
			`1 - a server 0 100
			 3 2 c server 10 20`,
			`1 - a server 0 100
			 3 2! c server 10 20`,
			`missing-parents: 1 span names a parent that was not received.`},
		{"own parent",
			`1 1 a server 0 100`,
			`1 - a server 0 100`,
			`parent-cycles: 1 span was its own ancestor and counts as the start of the request.`},
		{"ring with a tail: cut at the earliest",
			`1 2 a server 5 100
			 2 3 a internal 3 50
			 3 1 a internal 4 40
			 4 3 a internal 1 2`,
			`4 3 a internal 1 2
			 2 - a internal 3 50
			 3 1 a internal 4 40
			 1 2 a server 5 100`,
			`parent-cycles: 1 span was its own ancestor and counts as the start of the request.`},
		{"services from attributes, or within a process",
			`1 - - server 0 100 k8s.deployment.name=shop
			 2 1 - internal 10 20
			 3 2 - server 12 18
			 4 1 unknown_service:java client 30 40`,
			`1 - shop server 0 100
			 2 1 shop internal 10 20
			 3 2 - server 12 18
			 4 1 shop client 30 40`,
			`no-service: 3 spans do not name their services, which were taken from other attributes or the parent.`},
		{"never ended: as long as its children on the same clock",
			`1 - a server 0 0
			 2 1 a internal 10 -5
			 3 2 a client 20 50
			 4 3 b server 25 45
			 5 1 a consumer 60 90`,
			`1 - a server 0 50
			 2 1 a internal 10 50
			 3 2 a client 20 50
			 4 3 b server 25 45
			 5 1 a consumer 60 90`,
			`open-ended: 2 spans have no proper start or end; neighbours' times stand in.`},
		{"no start",
			`1 - a server 0 100
			 2 1 a internal none 40
			 3 2 a internal none none`,
			`1 - a server 0 100
			 2 1 a internal 0 40
			 3 2 a internal 0 0`,
			`open-ended: 2 spans have no proper start or end; neighbours' times stand in.`},
		{"no start, no parent: with the first that has one",
			`1 - a server none 50
			 2 - b server 10 20`,
			`1 - a server 10 50
			 2 - b server 10 20`,
			`several-roots: 2 spans start the request, not one.
			 open-ended: 1 span has no proper start or end; neighbours' times stand in.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Spans(rows(tt.in))
			if diff := cmp.Diff(plain(tt.want), table(got.Spans)); diff != "" {
				t.Errorf("spans: %s", diff)
			}
			if diff := cmp.Diff(plain(tt.told), told(got.Adjustments)); diff != "" {
				t.Errorf("adjustments: %s", diff)
			}
		})
	}
}
