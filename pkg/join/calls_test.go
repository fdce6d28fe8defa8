package join_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// TestCalls holds who is drawn to have called whom, by what other people's spans
// say: a row for each hop.
func TestCalls(t *testing.T) {
	for name, tc := range map[string]struct{ spans, want string }{
		"credentials, query and port are no part of a host": {
			spans: `
			backup server 0 100 POST
			  backup client 10 20 PUT url.full=https://robot:hunter2@store.example.com:8443/bucket
			  backup client 30 40 GET url.full=https://store.example.com?sig=c0ffee
			  backup client 50 60 GET http.host=store.example.com:8443
			  backup client 70 80 Put server.address=dns:///store.example.com:50051
			`,
			want: `call backup→external/store.example.com 4`,
		},
		"a site is no service of its first name": {
			spans: `
			toys server 0 100 GET
			  toys client 10 20 GET server.address=toys.io
			  toys client 30 40 GET peer.service=cache
			`,
			want: `
			call toys→external/cache 1
			call toys→external/toys.io 1
			`,
		},
		"a service by its name and namespace": {
			spans: `
			web server 0 100 GET
			  web client 10 20 GET server.address=toys.shop
			    toys server 12 18 GET istio.namespace=shop
			  web client 30 40 GET server.address=toys.shop
			  web client 50 60 GET server.address=toys.shop.svc.cluster.local
			`,
			want: `call web→toys 3`,
		},
		"Consul's clusters": {
			spans: `
			web server 0 100 GET
			  web client 10 20 GET upstream_cluster=toys.default.dc1.internal.0f1f1e45-0b3c-4d64-8f3f-5e0c1a2b3c4d.consul
			  web client 30 40 GET server.address=toys
			    toys server 32 38 GET
			`,
			want: `call web→toys 2`,
		},
		"databases differ by system, host and namespace": {
			spans: `
			shop server 0 100 GET
			  shop client 10 11 GET db.system.name=redis db.namespace=0 server.address=basket
			  shop client 20 21 GET db.system.name=redis db.namespace=0 server.address=session
			  shop client 30 31 SELECT db.system=mysql db.name=shop net.peer.name=db
			  shop client 40 41 SELECT db.system.name=mysql db.namespace=shop server.address=db server.port=3306
			  shop client 50 51 SELECT db.system.name=mysql db.namespace=shop server.address=db server.port=3307
			`,
			want: `
			call shop→database/mysql/db/shop 2
			call shop→database/mysql/db:3307/shop 1
			call shop→database/redis/basket/0 1
			call shop→database/redis/session/0 1
			`,
		},
		"a client span that receives": {
			spans: `
			picker client 0 100 receive messaging.system=kafka messaging.destination.name=orders messaging.operation.type=receive
			  picker consumer 10 90 process messaging.system=kafka messaging.destination.name=orders messaging.operation.type=process
			`,
			want: `messaging queue/orders→picker 1`,
		},
		"one message, two groups of consumers": {
			spans: `
			market server 0 100 POST
			  market producer 80 84 publish messaging.system=kafka messaging.destination.name=orders
			    picker consumer 120 150 process messaging.system=kafka messaging.destination.name=orders
			    invoices consumer 130 170 process messaging.system=kafka messaging.destination.name=orders
			`,
			want: `
			messaging market→queue/orders 1
			messaging queue/orders→invoices 1
			messaging queue/orders→picker 1
			`,
		},
		"a topic with queues of its own": {
			spans: `
			market server 0 100 POST
			  market producer 10 90 publish messaging.system=aws_sns messaging.destination.name=orders
			    picker consumer 120 150 process messaging.system=aws_sqs messaging.destination.name=pick
			`,
			want: `
			messaging market→queue/orders 1
			messaging queue/orders→queue/pick 1
			messaging queue/pick→picker 1
			`,
		},
		"a broker that only the peer's name tells": {
			spans: `
			market server 0 100 POST
			  market producer 10 12 send peer.service=kafka
			`,
			want: `messaging market→queue/kafka 1`,
		},
		"the layers below a call are no calls": {
			spans: `
			weather server 0 100 GET
			  weather client 10 20 POST server.address=clouds.example.net
			    weather client 11 13 dns.lookup net.peer.ip=192.0.2.77
			  weather client 30 40 GetItem db.system=dynamodb
			    weather client 32 38 POST server.address=dynamodb.eu-west-1.amazonaws.com
			  weather producer 50 60 publish messaging.system=aws_sqs messaging.destination.name=storms
			    weather client 52 58 POST server.address=sqs.eu-west-1.amazonaws.com
			    siren consumer 300 340 process messaging.system=aws_sqs messaging.destination.name=storms
			  weather client 70 80 Scan rpc.system=grpc server.address=radar
			    weather client 72 78 POST server.address=radar
			      radar server 74 76 Scan
			`,
			want: `
			call weather→database/dynamodb 1
			call weather→external/clouds.example.net 1
			call weather→radar 1
			messaging queue/storms→siren 1
			messaging weather→queue/storms 1
			`,
		},
		"a token that is fetched within a call": {
			spans: `
			weather server 0 500 GET
			  weather client 10 490 GET server.address=radar
			    weather client 15 200 POST server.address=login.example.org
			    radar server 220 480 GET
			`,
			want: `
			call weather→external/login.example.org 1
			call weather→radar 1
			`,
		},
		"a service that calls itself": {
			spans: `
			mirror server 0 100 GET
			  mirror client 5 95 Check server.address=127.0.0.1
			    mirror server 6 94 Check
			`,
		},
		"one name in two namespaces": {
			spans: `
			twin server 0 100 GET istio.namespace=north
			  twin client 5 95 GET server.address=twin.south istio.namespace=north
			    twin server 10 90 GET istio.namespace=south
			`,
			want: `call north/twin→south/twin 1`,
		},
		"one name in two clusters": {
			spans: `
			twin server 0 100 GET cluster_name=east istio.namespace=shop
			  twin server 10 90 GET cluster_name=west istio.namespace=shop
			`,
			want: `call east/twin→west/twin 1`,
		},
		"a span that does not say its namespace is of the same service": {
			spans: `
			web server 0 100 GET istio.namespace=shop
			  web server 10 90 GET
			`,
		},
		"a waypoint names who it forwards to": {
			spans: `
			web server 0 100 GET
			  web client 10 90 GET server.address=details
			    waypoint.books server 12 88 GET component=proxy node_id=waypoint~10.9.0.2~waypoint-5d9c7b6f88-k2x9q.books~x upstream_cluster=inbound-vip|9080|http|details.books.svc.cluster.local
			`,
			want: `
			call waypoint→external/details.books.svc.cluster.local 1
			call web→waypoint 1
			`,
		},
		"a waypoint under the name of the service behind it": {
			spans: `
			web client 0 100 GET server.address=covers
			  covers.books server 5 95 GET component=proxy node_id=waypoint~10.9.0.2~waypoint-5d9c7b6f88-k2x9q.books~x upstream_cluster=inbound-vip|9080|http|covers.books.svc.cluster.local
			    covers server 20 80 GET
			`,
			want: `
			call waypoint→covers 1
			call web→waypoint 1
			`,
		},
		"a service whose SDK knew its program alone": {
			spans: `
			unknown_service:caddy server 0 100 GET
			  loom server 10 90 GET
			`,
			want: `call caddy→loom 1`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for _, h := range join.Join(journey.Raw{Trace: journeytest.Trace(t, 1, tc.spans)}, semconv.Identity{}, time.Now()).Graph.Hops {
				fmt.Fprintf(&b, "%s %s→%s %d\n", h.Kind, h.Source, h.Target, h.Calls)
			}
			rows := strings.Split(strings.TrimSpace(b.String()), "\n")
			slices.Sort(rows)
			journeytest.WantText(t, strings.Join(rows, "\n"), tc.want)
		})
	}
}
