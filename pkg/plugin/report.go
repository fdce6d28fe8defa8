package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// report logs which source failed and how. The plugin never logs a query, a trace ID, an
// answer, or a server's message, which may quote the query.
func (d *Datasource) report(ctx context.Context, res *journey.Result, err error) {
	if res == nil {
		if outcome := outcomeOf(nil, err); outcome != telemetry.OutcomeCancelled {
			backend.Logger.FromContext(ctx).Warn("a query was not answered", "outcome", outcome)
		}
		return
	}
	for source, report := range map[string]journey.SourceReport{"Loki": res.Loki, "Tempo": res.Tempo} {
		if report.Err != nil {
			failure.LogPanic(ctx, report.Err)
			backend.Logger.FromContext(ctx).Warn("a query was answered in part", "failed", source, "outcome", telemetry.OutcomeOf(report.Err))
		}
	}
}

// outcomeOf is how a query ended, for metrics and logs.
func outcomeOf(res *journey.Result, err error) string {
	switch {
	case err != nil:
		return telemetry.OutcomeOf(err)
	case res.Loki.Err != nil || res.Tempo.Err != nil:
		return telemetry.OutcomePartial
	}
	return telemetry.OutcomeOK
}
