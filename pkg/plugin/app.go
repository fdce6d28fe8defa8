package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

// App is the backend of the app plugin.
type App struct{}

var _ backend.CheckHealthHandler = (*App)(nil)

// NewApp makes the app's instance.
func NewApp(context.Context, backend.AppInstanceSettings) (instancemgmt.Instance, error) {
	return &App{}, nil
}

// CheckHealth says that the process runs. Data sources have their own checks.
func (a *App) CheckHealth(context.Context, *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: "Request Journey is running."}, nil
}
