package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

// App is the app plugin's own backend, apart from its data sources.
type App struct{}

var _ backend.CheckHealthHandler = (*App)(nil)

// NewApp makes the app's instance.
func NewApp(context.Context, backend.AppInstanceSettings) (instancemgmt.Instance, error) {
	return &App{}, nil
}

// CheckHealth says that the process runs; each data source has a check of its own.
func (a *App) CheckHealth(context.Context, *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: "Request Journey runs."}, nil
}
