//go:build mage

// The project's commands: `go tool mage -l` lists them.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strconv"

	// mage:import sdk
	_ "github.com/grafana/grafana-plugin-sdk-go/build"

	"github.com/requestjourney/requestjourney/tests/checks/accuracy"
	"github.com/requestjourney/requestjourney/tests/checks/cases"
	"github.com/requestjourney/requestjourney/tests/checks/distributed"
	"github.com/requestjourney/requestjourney/tests/checks/foreign"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/tools/bench"
	"github.com/requestjourney/requestjourney/tests/tools/demo"
	"github.com/requestjourney/requestjourney/tests/tools/fuzz"
	"github.com/requestjourney/requestjourney/tests/tools/reference"
	"github.com/requestjourney/requestjourney/tests/tools/release"
	"github.com/requestjourney/requestjourney/tests/tools/soak"
	"github.com/requestjourney/requestjourney/tests/tools/suite"
)

// Demo starts Loki, Tempo and a mesh, prints the newest journeys and serves the
// workbench until Ctrl-C. ONCE=1 ends it after printing; GRAFANA_HOME=<folder of
// an unpacked Grafana> runs the plugin in that Grafana instead. CLUSTER=1 starts Loki and
// Tempo as microservices.
func Demo(ctx context.Context) error { return demo.Run(ctx, os.Stdout) }

// Test runs everything that can fail; its last line counts it.
func Test(ctx context.Context) {
	if !suite.Run(ctx, os.Stdout) {
		os.Exit(1) // mage would write an error below the last line
	}
}

// Build makes the plugin in dist: front end, and backend for this machine.
func Build(ctx context.Context) error {
	p, err := project.Open(os.Stdout)
	if err != nil {
		return err
	}
	if err := p.Frontend(ctx); err != nil {
		return err
	}
	return p.Backend(ctx)
}

// Fuzz runs every fuzz target for FUZZTIME (5s), those that FUZZ matches alone.
func Fuzz(ctx context.Context) error { return fuzz.Run(ctx, os.Stdout) }

// Package makes package/requestjourney-journey-app-<version>.zip, which is what
// people install, for Linux, macOS and Windows, and holds it to the rules of
// Grafana's plugin validator.
func Package(ctx context.Context) error {
	p, err := project.Open(os.Stdout)
	if err != nil {
		return err
	}
	_, err = release.Package(ctx, p)
	return err
}

// Vulnerabilities fails on what govulncheck finds in the plugin and SECURITY.md
// does not explain.
func Vulnerabilities(ctx context.Context) error {
	p, err := project.Open(os.Stdout)
	if err != nil {
		return err
	}
	return release.Vulnerabilities(ctx, p, os.Stdout)
}

// Licenses writes docs/licenses.md: whose work the plugin ships, and under which licences.
func Licenses(ctx context.Context) error {
	p, err := project.Open(os.Stdout)
	if err != nil {
		return err
	}
	return project.WriteFile(release.LicensesFile, func(w io.Writer) error { return release.WriteLicenses(ctx, p, w) })
}

// Reference writes docs/reference from the code.
func Reference() error {
	p, err := project.Open(os.Stdout)
	if err != nil {
		return err
	}
	return reference.Write(p)
}

// Accuracy measures how right the plugin is about simulated meshes and about the
// acceptance cases, and writes both sections of docs/accuracy.md.
func Accuracy(ctx context.Context) error {
	return errors.Join(accuracy.Update(ctx, os.Stdout), accuracy.UpdateNearby(ctx, os.Stdout), cases.Update(ctx, os.Stdout))
}

// Foreign builds and runs software that others wrote (HotROD, Caddy, Traefik,
// Node services), measures how right the plugin is about it, and writes that
// section of docs/accuracy.md. A first run takes half an hour, later ones minutes.
func Foreign(ctx context.Context) error { return foreign.Update(ctx, os.Stdout) }

// Cluster checks the plugin on Loki and Tempo as microservices on S3 behind a gateway,
// kills some of them, and writes docs/distributed.md.
func Cluster(ctx context.Context) error { return distributed.Update(ctx, os.Stdout) }

// Bench measures how long the plugin takes, beside the least that the same bytes
// take and beside Grafana's own data sources, and writes docs/performance.md.
// ROUNDS=<n> measures fewer or more rounds than 7; ONLY=<words> asks the questions
// of that title alone (deep, 200 traces) and prints what it measures; BASE=<commit> also compares the
// Go benchmarks of each stage with that commit's; PROFILES=<folder> keeps the
// plugin's CPU and allocation profiles.
func Bench(ctx context.Context) error {
	o := bench.Options{Size: bench.Full, Rounds: bench.Rounds, Profiles: os.Getenv("PROFILES"), Only: os.Getenv("ONLY"), Base: os.Getenv("BASE")}
	if n, err := strconv.Atoi(os.Getenv("ROUNDS")); err == nil && n > 0 {
		o.Rounds = n
	}
	if o.Only != "" {
		return bench.Write(ctx, io.Discard, os.Stdout, o)
	}
	return project.WriteFile("docs/performance.md", func(w io.Writer) error { return bench.Write(ctx, w, os.Stdout, o) })
}

// Soak plays a day of the demo's traffic in minutes, and fails when Tempo takes
// too much memory or too many files after it, or keeps what is old.
func Soak(ctx context.Context) error { return soak.Play(ctx, os.Stdout) }

// PanelBench measures the built panel on large data in Chromium and writes
// docs/panel-performance.md.
func PanelBench(ctx context.Context) error { return suite.PanelBench(ctx, os.Stdout) }
