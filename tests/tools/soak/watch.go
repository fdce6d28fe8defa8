package soak

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

// watchEvery is how often is looked at what the servers take.
const watchEvery = 2 * time.Second

// Peak is a figure that is looked at from time to time.
type Peak struct{ Now, Most float64 }

func (p *Peak) add(value float64) { p.Now, p.Most = value, max(p.Most, value) }

// watch looks at what the servers take, if it is time to.
func (p *play) watch(ctx context.Context) error {
	if time.Since(p.watched) < watchEvery {
		return nil
	}
	p.watched = time.Now()
	for peak, address := range map[*Peak]string{&p.report.Tempo: p.servers.TempoURL, &p.report.Loki: p.servers.LokiURL} {
		bytes, err := p.resident(ctx, address)
		if err != nil {
			return err
		}
		peak.add(bytes)
	}
	return p.countFiles()
}

// resident is how much memory a server says it takes, in bytes.
func (p *play) resident(ctx context.Context, server string) (float64, error) {
	raw, err := p.ask(ctx, server+"/metrics")
	if err != nil {
		return 0, err
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(raw))
	if err != nil {
		return 0, err
	}
	gauges := families["process_resident_memory_bytes"].GetMetric()
	if len(gauges) != 1 {
		return 0, fmt.Errorf("%s does not say how much memory it takes", server)
	}
	return gauges[0].GetGauge().GetValue(), nil
}

// countFiles counts what Tempo opens for a search: each file of the blocks that
// are not complete, and each block.
func (p *play) countFiles() error {
	folder, err := p.servers.Storage("Tempo")
	if err != nil {
		return err
	}
	for _, c := range []struct {
		peak    *Peak
		pattern string
	}{
		{&p.report.Files, "wal/*+*/0*"},
		{&p.report.Blocks, "blocks/*/*/meta.json"}, // of a deleted block it is meta.compacted.json
	} {
		found, err := filepath.Glob(filepath.Join(folder, c.pattern))
		if err != nil {
			return err
		}
		c.peak.add(float64(len(found)))
	}
	return nil
}
