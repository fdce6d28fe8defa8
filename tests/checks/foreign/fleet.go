package foreign

import (
	"fmt"
	"slices"
	"time"
)

const (
	// skew is how far the clock of one host is ahead.
	skew = 3 * time.Second
	// sampledShare is the share of requests that one edge samples.
	sampledShare = 0.1
)

// fleet is all programs: HotROD's four, the Node services with a replica whose
// clock is wrong and one whose propagator is off, and three edges.
func fleet(built binaries, otlpURL, folder string) ([]*program, error) {
	all := slices.Concat(hotrods(built), nodes(built), edges(built))
	ports, err := freePorts(len(all))
	if err != nil {
		return nil, err
	}
	for i, p := range all {
		p.port = ports[i]
		p.env = append(p.env, fmt.Sprint("PORT=", p.port), "OTEL_EXPORTER_OTLP_ENDPOINT="+otlpURL, "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
			"OTEL_SERVICE_NAME="+p.service, "OTEL_RESOURCE_ATTRIBUTES="+p.resource(), "OTEL_BSP_SCHEDULE_DELAY=500")
	}
	connect(all)
	return all, configureEdges(all, otlpURL, folder)
}

// hotrods send some of their spans as the databases that they play.
func hotrods(built binaries) []*program {
	return []*program{
		{service: "customer", others: []string{"mysql"}, pod: "customer-0", namespace: "hotrod", command: []string{built.hotrod, "customer"}},
		{service: "driver", others: []string{"redis-manual"}, pod: "driver-0", namespace: "hotrod", command: []string{built.hotrod, "driver"}},
		{service: "route", pod: "route-0", namespace: "hotrod", command: []string{built.hotrod, "route"}},
		{service: "frontend", pod: "frontend-0", namespace: "hotrod", command: []string{built.hotrod, "frontend"}},
	}
}

func nodes(built binaries) []*program {
	node := func(service, pod, host, role string, more ...string) *program {
		return &program{
			service: service, pod: pod, namespace: "shop", host: host, dir: built.node,
			command: []string{"node", "--require", "@opentelemetry/auto-instrumentations-node/register", "service.cjs"},
			env: append(more, "ROLE="+role,
				"OTEL_NODE_RESOURCE_DETECTORS=env,process", "OTEL_METRICS_EXPORTER=none", "OTEL_LOGS_EXPORTER=none"),
		}
	}
	late := node("stock", "stock-1", "node-b", "stock", fmt.Sprint("CLOCK_OFFSET=", skew.Milliseconds()))
	late.clock = skew
	late.command = slices.Insert(late.command, 1, "--require", "./skew.cjs")
	return []*program{
		node("stock", "stock-0", "node-a", "stock"), late, node("shop", "shop-0", "node-a", "shop"),
		node("cart", "cart-0", "node-a", "shop", "OTEL_PROPAGATORS=none"),
	}
}

func edges(built binaries) []*program {
	return []*program{
		{service: "caddy", pod: "caddy-0", namespace: "edge", command: []string{built.caddy, "run", "--adapter", "caddyfile", "--config"}},
		{service: "traefik", pod: "traefik-0", namespace: "edge", command: []string{built.traefik}},
		{service: "sampling", pod: "sampling-0", namespace: "edge", command: []string{built.traefik}},
	}
}

// connect tells callers where those are that they call.
func connect(all []*program) {
	port := func(pod string) int { return named(all, pod).port }
	for _, p := range all {
		switch p.namespace {
		case "hotrod":
			for _, name := range []string{"customer", "driver", "route", "frontend"} {
				p.command = append(p.command, fmt.Sprintf("--%s-service-hostname=127.0.0.1", name),
					fmt.Sprintf("--%s-service-port=%d", name, port(name+"-0")))
			}
		case "shop":
			p.env = append(p.env, "UPSTREAM=http://"+named(all, "stock-0").address(), "UPSTREAM_LATE=http://"+named(all, "stock-1").address())
		}
	}
}
