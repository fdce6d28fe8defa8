// Command mesh sends a simulated mesh to the Loki and Tempo that LOKI_URL,
// TEMPO_OTLP_URL and TEMPO_ZIPKIN_URL name, until it is stopped. MESH says which
// kind: istio (the default), istio-labels, istio-default, istio-otel, linkerd, ambient or otlp;
// TENANT is the X-Scope-OrgID, if they need one.
package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	to := mesh.Targets{
		LokiURL:     os.Getenv("LOKI_URL"),
		TempoOTLP:   os.Getenv("TEMPO_OTLP_URL"),
		TempoZipkin: os.Getenv("TEMPO_ZIPKIN_URL"),
		Tenant:      os.Getenv("TENANT"),
	}
	kind := mesh.Kind(cmp.Or(os.Getenv("MESH"), string(mesh.KindIstio)))
	if !slices.Contains(mesh.Kinds(), kind) {
		fmt.Fprintf(os.Stderr, "MESH is %q: choose among %q\n", kind, mesh.Kinds())
		os.Exit(2)
	}
	m := mesh.New(mesh.Options{Kind: kind, Seed: uint64(time.Now().UnixNano())})
	if err := m.Run(ctx, to, time.Second, func(*mesh.Request) {}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
