// Command mesh sends a simulated Bookinfo to the Loki and Tempo that LOKI_URL,
// TEMPO_OTLP_URL and TEMPO_ZIPKIN_URL name, until it is stopped.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/requestjourney/requestjourney/tests/mesh"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	to := mesh.Targets{
		LokiURL:     os.Getenv("LOKI_URL"),
		TempoOTLP:   os.Getenv("TEMPO_OTLP_URL"),
		TempoZipkin: os.Getenv("TEMPO_ZIPKIN_URL"),
	}
	m := mesh.New(mesh.Options{Seed: uint64(time.Now().UnixNano())})
	if err := m.Run(ctx, to, time.Second, func(*mesh.Request) {}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
