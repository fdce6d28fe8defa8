package plugin

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
)

// isStartedByGrafana reports whether Grafana is the parent of this process. A
// developer who starts the plugin in a debugger is not.
func isStartedByGrafana() bool {
	return os.Getenv(grpcplugin.MagicCookieKey) == grpcplugin.MagicCookieValue
}

// endWithParent ends this process as soon as its parent has ended. Grafana asks
// its plugins to end, but a Grafana that is killed cannot.
func endWithParent() error {
	if err := waitForParent(os.Getppid()); err != nil {
		return err
	}
	os.Exit(1)
	return nil
}
